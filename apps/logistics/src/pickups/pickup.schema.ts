import { idSchema, instantSchema, pageBody, pageQuery, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

export const scanIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{8,100}$/)
  .meta({ description: 'made by the device; the same scan may be sent again at any time', example: 'd7c1-0001' });
const room = z.string().trim().min(1).max(40).meta({ description: 'in every usual writing', example: '3栋2单元501' });
const code = z
  .string()
  .trim()
  .regex(/^[0-9]{6}$/)
  .meta({ description: 'the six digits of the pickup code', example: '482915' });
const token = z.string().trim().min(16).max(100).meta({ description: 'what the QR code holds' });

export const bySchema = z
  .union([z.strictObject({ room }), z.strictObject({ code }), z.strictObject({ token }), z.strictObject({ orderId: idSchema })])
  .meta({ description: 'one of room, code, token, orderId', example: { room: '3栋2单元501' } });
export const scanLinesSchema = z
  .record(z.string().min(1).max(32), z.number().int().min(1).max(1_000_000))
  .refine((lines) => Object.keys(lines).length > 0, {
    params: { zh: '至少写一个套餐，或整项省略（领走全部）', en: 'name at least one bundle, or leave it out (all of it)' },
  })
  .meta({ description: 'whole portions by bundle code; left out: all that is still there for the order', example: { SC01: 1 } });

const scan = {
  scanId: scanIdSchema,
  run: idSchema,
  pointId: idSchema,
  by: bySchema,
  householdId: idSchema.optional().meta({ description: 'which of several households of a room' }),
  lines: scanLinesSchema.optional(),
  collectedBy: personCodeSchema.optional().meta({ description: 'the code of the person who collected, where it is not the household' }),
};
const earliest = Date.parse('1970-01-01T00:00:00Z');
const givenAt = instantSchema.refine((text) => Date.parse(text) >= earliest, {
  params: { zh: '时间太早，请检查设备的时钟', en: 'is too early; check the clock of the device' },
});

/** May this be handed out? Refused where it may not, and then nothing of it is kept. */
export const askSchema = z.strictObject({ kind: z.literal('ask').default('ask'), ...scan });
export type Ask = z.output<typeof askSchema>;

/** It was handed out. One of a batch. */
export const statementSchema = z.strictObject({
  kind: z.literal('state').default('state'),
  ...scan,
  givenAt: givenAt.optional().meta({ description: 'by the clock of the device' }),
});
export type Statement = z.output<typeof statementSchema>;

/** Items are read one by one, so that a malformed one stops none of the others. */
export const batchSchema = z.looseObject({
  deviceId: z
    .string()
    .trim()
    .max(100)
    .regex(/^[^\0\p{Cs}]*$/u)
    .nullish()
    .catch(null),
  scans: z.array(z.unknown()),
});
export type Batch = z.output<typeof batchSchema>;

/** The same for the documentation, in which the items are shown. */
export const batchBody = {
  type: 'object',
  required: ['scans'],
  properties: {
    deviceId: { type: 'string', maxLength: 100 },
    scans: { type: 'array', description: 'each as for POST /api/pickups, with kind `state` and givenAt', items: { type: 'object' } },
  },
  example: {
    deviceId: 'south-gate-phone-1',
    scans: [
      {
        scanId: 'd7c1-0001',
        run: '0193a1b2-0000-7000-8000-000000000001',
        pointId: '0193a1b2-0000-7000-8000-000000000002',
        by: { code: '482915' },
        givenAt: '2026-11-25T14:00:00+08:00',
      },
    ],
  },
};

const text = z.object({ zh: z.string(), en: z.string() });
const portions = z.record(z.string(), z.number().int());
export const scanAnswerSchema = z.object({
  scanId: z.string().nullable(),
  status: z.enum(['recorded', 'repeated', 'conflict', 'not-ready', 'unknown', 'malformed', 'scan-id-reused']),
  code: z.string().optional(),
  message: z.string(),
  text,
  pickupId: idSchema.optional(),
  orderId: idSchema.optional(),
  lines: portions.optional(),
  flags: z.array(z.enum(['given-in-the-future', 'given-before-the-run'])).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export const batchAnswerSchema = z.object({ answers: z.array(scanAnswerSchema) });

const orderStateSchema = z.enum(['waiting', 'ready', 'part-handed-out', 'handed-out', 'unclaimed']);
const wantedOrders = { point: idSchema.optional(), state: orderStateSchema.optional() };
export const pickupOrdersQuery = pageQuery.extend(wantedOrders);
export type PickupOrdersQuery = z.output<typeof pickupOrdersQuery>;
/** A room is personal: it stands in a body, never in an address, which proxies keep in their logs. */
export const findPickupOrdersBody = pageBody.extend({ ...wantedOrders, room });
export type FindPickupOrders = z.output<typeof findPickupOrdersBody>;

export const pickupOrderSchema = z.object({
  orderId: idSchema,
  pointId: idSchema,
  pointName: z.string(),
  householdId: idSchema,
  building: z.string(),
  unit: z.string().nullable(),
  room: z.string(),
  maskedName: z.string(),
  code: z.string(),
  token: z.string(),
  fulfilment: z.enum(['pick-up', 'drop-at-building', 'to-door', 'left-at-door']),
  state: orderStateSchema,
  lines: z.array(z.object({ orderLineId: idSchema, bundle: z.string(), portions: z.number().int(), handedOut: z.number().int() })),
  lastDelivery: z.object({ outcome: z.string(), at: z.string() }).nullable(),
  mayCollect: z
    .array(
      z.object({
        householdId: idSchema,
        compound: z.string(),
        compoundName: z.string(),
        building: z.string().nullable(),
        unit: z.string().nullable(),
        room: z.string().nullable().meta({ description: 'null: it lives in another compound' }),
        maskedName: z.string(),
      }),
    )
    .meta({ description: 'households that may collect it too, as the order says or as they act for this one today' }),
  peopleMayCollect: z.array(z.string()).meta({ description: 'codes of people who may collect for the household today', example: ['V001'] }),
  pickupIds: z.array(idSchema).meta({ description: 'what was given, the earliest first: each may be taken back' }),
});
export const pickupOrdersPageSchema = z.object({ items: z.array(pickupOrderSchema), next: z.string().nullable() });

export const conflictSchema = z.object({
  conflictId: z.string(),
  scanId: z.string(),
  orderId: idSchema.nullable(),
  code: z.string(),
  text,
  said: z.record(z.string(), z.unknown()).meta({ description: 'what the scan says' }),
  books: z.record(z.string(), z.unknown()).meta({ description: 'what is recorded against it' }),
  recordedBy: z.string(),
  at: z.string(),
  choices: z
    .array(z.object({ choice: z.enum(['dismiss', 'count', 'reverse-first']), text }))
    .meta({ description: 'what it may be decided as' }),
  decision: z
    .object({
      choice: z.string(),
      reason: z.string().nullable().meta({ description: 'null at a device of a shift' }),
      decidedBy: z.string(),
      at: z.string(),
      pickupId: idSchema.nullable(),
    })
    .nullable()
    .meta({ description: 'null: nobody has decided it; that never holds up the close of a run' }),
});
export const conflictsQuery = pageQuery.extend({
  undecided: z.stringbool().default(false).meta({ description: 'only those that nobody has decided' }),
});
export type ConflictsQuery = z.output<typeof conflictsQuery>;
export const conflictsPageSchema = z.object({ items: z.array(conflictSchema), next: z.string().nullable() });

/** A code in place of another. */
export const replacedCodeSchema = z.object({ orderId: idSchema, code: z.string().meta({ example: '482915' }), token: z.string() });
