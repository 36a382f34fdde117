import { idSchema, personCodeSchema, portionsSchema, reasonSchema, reportBody, reportEnvelope } from '@jielong/kernel/schemas';
import { z } from 'zod';

const bundleCode = z.string().min(1).max(32);
const countLine = z.strictObject({
  run: idSchema.optional(),
  bundle: bundleCode,
  portions: portionsSchema.optional(),
  missing: portionsSchema.optional(),
  damaged: portionsSchema.optional(),
  surplus: portionsSchema.optional().meta({ description: 'more than expected, found at this count; `portions` include it' }),
});
const party = z.union([
  z.strictObject({ person: personCodeSchema }),
  z.strictObject({ role: z.enum(['driver', 'guard', 'clerk', 'other']) }),
]);
const someLines = z.array(countLine).max(500);
const lines = someLines.optional();

const confirmLoading = { lines, departed: z.boolean().optional() };
const confirmHandoff = { lines, handedOverBy: party, receivedBy: party, counted: z.enum(['both', 'one', 'unattended']).default('both') };
const contestHandoff = { lines: someLines.min(1), countedBy: party, reason: reasonSchema };
const decideDispute = { counts: z.union([z.enum(['first', 'second']), someLines.min(1)]), reason: reasonSchema };
const divertTrip = { lines, to: z.union([z.strictObject({ trip: idSchema }), z.enum(['supplier', 'store'])]), reason: reasonSchema };

const happening = {
  ref: idSchema.optional().meta({ description: 'the purchase, trip or pickup point, where there are several' }),
  bundle: bundleCode,
  portions: portionsSchema.min(1),
};
const noteGoods = {
  events: z
    .array(
      z.discriminatedUnion('what', [
        z.strictObject({ what: z.enum(['missing', 'damaged', 'donated']), at: z.enum(['supplier', 'bus', 'pickup-point']), ...happening }),
        z.strictObject({
          what: z.literal('sorted'),
          at: z.enum(['supplier', 'pickup-point']),
          ...happening,
          into: z.strictObject({ bundle: bundleCode, portions: portionsSchema.min(1) }),
        }),
        z.strictObject({
          what: z.literal('moved'),
          at: z.literal('pickup-point'),
          ...happening,
          to: idSchema.meta({ description: 'the pickup point to which they were carried' }),
        }),
        z.strictObject({
          what: z.literal('passed-on'),
          at: z.enum(['supplier', 'bus', 'pickup-point']),
          ...happening,
          to: z
            .strictObject({ run: idSchema, at: z.enum(['supplier', 'bus', 'pickup-point']), ref: happening.ref })
            .meta({ description: 'the run whose goods they are, and where they come to there' }),
        }),
      ]),
    )
    .max(100)
    .meta({ description: 'none only in a correction, which takes the corrected report back' }),
};
const wrapUp = {
  wrapUp: idSchema.meta({ description: 'the wrap-up that was read and stored' }),
  left: z.record(bundleCode, portionsSchema).optional().meta({ description: 'counted afterwards by bundle, where there is one point' }),
};
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
  contestHandoff: z.strictObject({ ...reportBody, ...contestHandoff }),
  decideDispute: z.strictObject({ ...reportBody, ...decideDispute }),
  divertTrip: z.strictObject({ ...reportBody, ...divertTrip }),
  noteGoods: z.strictObject({ ...reportBody, ...noteGoods }),
  closePickup: z.strictObject({ ...reportBody, ...closePickup }),
  wrapUp: z.strictObject({ ...reportBody, ...wrapUp }),
  disposeRemainder: z.strictObject({ ...reportBody, ...disposeRemainder }),
} as const;

/** The same as they travel to a workflow, by update or by signal. */
export const logisticsReportSchemas = {
  confirmLoading: z.strictObject({ ...reportEnvelope, step: z.literal('confirmLoading').default('confirmLoading'), ...confirmLoading }),
  confirmHandoff: z.strictObject({ ...reportEnvelope, step: z.literal('confirmHandoff').default('confirmHandoff'), ...confirmHandoff }),
  contestHandoff: z.strictObject({ ...reportEnvelope, step: z.literal('contestHandoff').default('contestHandoff'), ...contestHandoff }),
  decideDispute: z.strictObject({ ...reportEnvelope, step: z.literal('decideDispute').default('decideDispute'), ...decideDispute }),
  divertTrip: z.strictObject({ ...reportEnvelope, step: z.literal('divertTrip').default('divertTrip'), ...divertTrip }),
  noteGoods: z.strictObject({ ...reportEnvelope, step: z.literal('noteGoods').default('noteGoods'), ...noteGoods }),
  closePickup: z.strictObject({ ...reportEnvelope, step: z.literal('closePickup').default('closePickup'), ...closePickup }),
  wrapUp: z.strictObject({ ...reportEnvelope, step: z.literal('wrapUp').default('wrapUp'), ...wrapUp }),
  disposeRemainder: z.strictObject({
    ...reportEnvelope,
    step: z.literal('disposeRemainder').default('disposeRemainder'),
    ...disposeRemainder,
  }),
} as const;

export { householdPickupsAnswer } from './data.schemas.js';
