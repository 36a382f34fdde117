import { dateSchema, idSchema, instantSchema, pageQuery, personCodeSchema, reasonSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { householdFlags, revealedKinds } from './households.js';

export const revealBody = z.strictObject({ reason: reasonSchema.meta({ example: '送药上门，电话约时间' }) });
export type RevealBody = z.output<typeof revealBody>;

/** Who a person is, and how to reach them. */
export const revealedPersonAnswer = z.object({ code: personCodeSchema, name: z.string(), phone: z.string() });
/** That a person has set a flag. */
export const flagTermAnswer = z.object({
  flag: z.enum(householdFlags),
  until: dateSchema.nullable(),
  setBy: z.string(),
  setAt: instantSchema,
});
/** Everything about a household that lists do not show. */
export const revealedHouseholdAnswer = z.object({
  id: idSchema,
  name: z.string(),
  phone: z.string(),
  otherPhones: z.array(z.string()).meta({ description: 'of households that were merged into this one' }),
  remark: z.string(),
  flags: z.array(z.enum(householdFlags)).meta({ description: 'that count today' }),
  flagTerms: z.array(flagTermAnswer).meta({ description: 'of those that a person has set: who, when, and until which day' }),
});

export const revealsQuery = pageQuery.extend({
  by: personCodeSchema.optional().meta({ description: 'who has revealed', example: 'S001' }),
});
export const revealsAnswer = z.object({
  items: z.array(
    z.object({
      kind: z.enum(revealedKinds),
      subject: z.string().meta({ description: 'the household, or the code of the person', example: 'D005' }),
      reason: z.string(),
      revealedBy: personCodeSchema,
      at: instantSchema,
    }),
  ),
  next: z.string().nullable(),
});
