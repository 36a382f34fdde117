import { dateSchema, idSchema, instantSchema, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { proxyDeeds } from './households.js';

const may = z
  .array(z.enum(proxyDeeds))
  .min(1)
  .max(proxyDeeds.length)
  .transform((deeds) => proxyDeeds.filter((deed) => deeds.includes(deed)));
const term = {
  may: may.default([...proxyDeeds]).meta({ description: 'what they may do for the household', example: ['collect'] }),
  from: dateSchema.optional().meta({ description: 'the first day; today' }),
  until: dateSchema.nullable().default(null).meta({ description: 'the last day; null: until it is ended' }),
};

/** Who acts for a household: a person by code, or another household. */
export const addProxyBody = z
  .strictObject({ person: personCodeSchema.optional(), household: idSchema.optional(), ...term })
  .refine(({ person, household }) => (person === undefined) !== (household === undefined), {
    params: { zh: 'person（人员编号）与 household（另一户）写一个', en: 'name one of `person` and `household`' },
  })
  .refine(({ from, until }) => from === undefined || until === null || from <= until, {
    params: { zh: 'until 不能早于 from', en: '`until` is before `from`' },
  });
export type AddProxy = z.output<typeof addProxyBody>;

export const proxyAnswer = z.object({
  id: idSchema,
  person: personCodeSchema.nullable(),
  household: idSchema.nullable().meta({ description: 'the other household that acts' }),
  may: z.array(z.enum(proxyDeeds)),
  from: dateSchema,
  until: dateSchema.nullable().meta({ description: 'the last day' }),
  setBy: z.string(),
  setAt: instantSchema,
  endedAt: instantSchema.nullable(),
  counts: z.boolean().meta({ description: 'today' }),
});
export const proxiesAnswer = z.object({ items: z.array(proxyAnswer), next: z.null() });
