import { idSchema, personCodeSchema, portionsSchema, reportBody, reportEnvelope } from '@jielong/kernel/schemas';
import { z } from 'zod';

const bundleCode = z.string().min(1).max(32);
const countLine = z.strictObject({
  run: idSchema.optional(),
  bundle: bundleCode,
  portions: portionsSchema.optional(),
  missing: portionsSchema.optional(),
  damaged: portionsSchema.optional(),
});
const party = z.union([
  z.strictObject({ person: personCodeSchema }),
  z.strictObject({ role: z.enum(['driver', 'guard', 'clerk', 'other']) }),
]);
const lines = z.array(countLine).max(500).optional();

const confirmLoading = { lines, departed: z.boolean().optional() };
const confirmHandoff = { lines, handedOverBy: party, receivedBy: party, counted: z.enum(['both', 'one', 'unattended']).default('both') };
const closePickup = {
  left: z
    .record(bundleCode, portionsSchema)
    .optional()
    .meta({ description: 'counted at the point by bundle code; less than the books say is missing, more is refused' }),
};
const disposeRemainder = {
  lines: z
    .array(
      z.strictObject({
        place: z.enum(['left', 'damaged', 'missing']),
        bundle: bundleCode,
        portions: portionsSchema.min(1),
        to: z.enum(['returned', 'written-off', 'carried-out']),
      }),
    )
    .max(500)
    .optional(),
};

/** Bodies over HTTP, by step. */
export const logisticsStepBodies = {
  confirmLoading: z.strictObject({ ...reportBody, ...confirmLoading }),
  confirmHandoff: z.strictObject({ ...reportBody, ...confirmHandoff }),
  closePickup: z.strictObject({ ...reportBody, ...closePickup }),
  disposeRemainder: z.strictObject({ ...reportBody, ...disposeRemainder }),
} as const;

/** The same as they travel to a workflow, by update or by signal. */
export const logisticsReportSchemas = {
  confirmLoading: z.strictObject({ ...reportEnvelope, step: z.literal('confirmLoading').default('confirmLoading'), ...confirmLoading }),
  confirmHandoff: z.strictObject({ ...reportEnvelope, step: z.literal('confirmHandoff').default('confirmHandoff'), ...confirmHandoff }),
  closePickup: z.strictObject({ ...reportEnvelope, step: z.literal('closePickup').default('closePickup'), ...closePickup }),
  disposeRemainder: z.strictObject({
    ...reportEnvelope,
    step: z.literal('disposeRemainder').default('disposeRemainder'),
    ...disposeRemainder,
  }),
} as const;
