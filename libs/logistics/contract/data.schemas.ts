import { idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const portions = z.record(z.string(), z.number().int()).meta({ description: 'by bundle', example: { SC01: 1 } });
/** All that logistics has about one household, whichever of its ids it stands under. */
export const householdPickupsAnswer = z.object({
  orders: z.array(
    z.object({
      orderId: idSchema,
      runId: idSchema,
      householdId: idSchema,
      pickupPointId: idSchema,
      fulfilment: z.string(),
      portions,
      handedOut: portions,
      pickups: z.array(
        z.object({
          id: idSchema,
          at: instantSchema,
          outcome: z.string(),
          way: z.string(),
          collectedBy: z.string().nullable(),
          recordedBy: z.string(),
        }),
      ),
      deliveries: z.array(z.object({ at: instantSchema, outcome: z.string(), deliveredTo: z.string().nullable(), doneBy: z.string() })),
      reversals: z.array(z.object({ at: instantSchema, reason: z.string(), reversedBy: z.string() })),
      decisions: z
        .array(z.object({ at: instantSchema, choice: z.string(), reason: z.string(), decidedBy: z.string() }))
        .meta({ description: 'of scans that contradicted each other' }),
    }),
  ),
});
