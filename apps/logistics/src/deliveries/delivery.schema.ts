import { idSchema, instantSchema, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { scanIdSchema, scanLinesSchema } from '../pickups/pickup.schema.js';

export const deliverySchema = z.strictObject({
  scanId: scanIdSchema,
  run: idSchema,
  orderId: idSchema,
  outcome: z.enum(['delivered', 'left-at-door', 'nobody-there', 'refused']),
  deliveredTo: z
    .string()
    .trim()
    .min(1)
    .max(32)
    .default('household')
    .meta({ description: 'to whom, where it was delivered: household, neighbour, guard, or the code of a person; never a name' }),
  lines: scanLinesSchema.optional(),
  doneBy: personCodeSchema.optional().meta({ description: 'who brought it, where it is not the caller' }),
  givenAt: instantSchema.optional().meta({ description: 'when, where it is typed in afterwards' }),
});
export type Delivery = z.output<typeof deliverySchema>;

export const deliveryAnswerSchema = z.object({
  scanId: z.string(),
  orderId: idSchema,
  outcome: z.enum(['delivered', 'left-at-door', 'nobody-there', 'refused']),
  status: z.literal('recorded'),
  text: z.object({ zh: z.string(), en: z.string() }),
  pickupId: idSchema.optional(),
  lines: z.record(z.string(), z.number().int()).optional(),
});
