import { idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

/** `slip`: a page to print, with the code to scan in place of the link. */
export const linkFormatQuery = z.strictObject({ format: z.enum(['json', 'slip']).default('json') });
export type LinkFormat = z.output<typeof linkFormatQuery>['format'];

export const makeHouseholdLinkBody = z.strictObject({});

const partSchema = z.string().trim().min(1).max(20);
export const makeHouseholdLinksBody = z.strictObject({
  compound: z.string().trim().min(1).max(32).meta({ description: 'code or name of a compound', example: 'LT' }),
  building: partSchema.meta({ example: '7' }),
  unit: partSchema.optional().meta({ description: 'one unit of it', example: '2' }),
  renew: z
    .boolean()
    .default(false)
    .meta({ description: 'also for households that have a link, which then opens nothing any more; else for those that have none' }),
});
export type MakeHouseholdLinks = z.output<typeof makeHouseholdLinksBody>;

export const householdLinkAnswer = z.object({
  id: idSchema,
  household: idSchema,
  building: z.string(),
  unit: z.string().nullable(),
  room: z.string(),
  link: z.url().meta({ description: 'shown once: give it to this household on paper, and to nobody else' }),
  madeAt: instantSchema,
});
export const householdLinksAnswer = z.object({ items: z.array(householdLinkAnswer) });
export const householdLinkEndedAnswer = z.object({
  household: idSchema,
  ended: z.number().int().meta({ description: '0 where it had no link' }),
});
