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

/** As much of a household as handing something over to it takes. */
export const contactAnswer = z.object({
  id: idSchema,
  surname: z.string().meta({ example: '张' }),
  phoneTail: z.string().meta({ description: 'the last four digits; empty where no number is known', example: '0001' }),
  call: z
    .string()
    .nullable()
    .meta({ description: 'a link to dial, and for nothing else; null where no number is known', example: 'tel:19900000001' }),
  orderId: idSchema.meta({ description: 'what waits for the household' }),
  runId: idSchema,
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
