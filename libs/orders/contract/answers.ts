import { dateSchema, fenSchema, idSchema, instantSchema, portionsSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { itemsSchema, laddersSchema, quietHoursSchema, stageSchema } from './requests.js';

const code = z.string().meta({ example: 'SC01' });
const count = z.number().int().min(0);
/** A page of a list. */
export const pageAnswer = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

const policies = z.object({
  minimumPortions: portionsSchema,
  tripCap: portionsSchema,
  allocation: z.enum(['one-each-first', 'first-come', 'priority-first', 'lot']),
  approveShortages: z.boolean(),
  substitutes: z.enum(['if-accepted', 'unless-refused']),
  belowMinimum: z.enum(['ask', 'void']),
  priceBasis: z.enum(['quoted', 'at-cost']),
  priceTolerancePercent: count,
  collection: z.enum(['before', 'at-pickup', 'to-supplier', 'free']),
  waiverLimitFen: fenSchema,
  durations: z.record(z.string(), z.number().int()).meta({ example: { lockMs: 7_200_000 } }),
  ladders: laddersSchema,
  quietHours: quietHoursSchema,
  temporalChannel: z.enum(['open', 'closed']),
  retentionDays: z.record(z.string(), count).meta({ description: 'by kind of data', example: { chains: 90 } }),
});
export const policiesAnswer = z.object({
  version: count.meta({ description: '0: the defaults' }),
  policies,
  setBy: z.string().nullable(),
  setAt: instantSchema.nullable(),
});

export const bundleAnswer = z.object({
  code,
  name: z.string(),
  aliases: z.array(z.string()),
  spec: z.string(),
  unit: z.string(),
  weightGrams: count,
  priceFen: fenSchema,
  limitPerHousehold: count,
  bundleCap: count,
  substitutable: z.boolean(),
  substituteCode: z.string().nullable(),
  supplier: z.string(),
  offered: z.boolean().meta({ description: 'false once a later import of the catalogue no longer names it' }),
});

/** A run in a list. */
export const runAnswer = z.object({
  id: idSchema,
  workflowId: z.string().meta({ example: 'supply-run:0193a1b2-0000-7000-8000-000000000001' }),
  compound: z.string(),
  compoundName: z.string(),
  serviceDate: dateSchema,
  cutOffAt: instantSchema,
  stage: stageSchema,
  portions: count,
  households: count,
});
/** What a person may want to change of orders that have become one. */
const mergeQuestion = z.discriminatedUnion('is', [
  z
    .object({ is: z.literal('over-limit'), bundle: code, portions: count, limit: count })
    .meta({ description: 'more than a household may have: it stays, unless a person takes some off' }),
  z
    .object({ is: z.literal('other-payer'), household: idSchema })
    .meta({ description: 'who was to pay for the order that has ended; the one that stays keeps its payer' }),
  z
    .object({ is: z.literal('other-place'), pickupPointId: idSchema, fulfilment: z.string() })
    .meta({ description: 'where, or how, the order that has ended was to be collected' }),
]);

/** A run with everything that people ask of it. */
export const runDetailAnswer = runAnswer.extend({
  chain: z.array(z.object({ word: z.string().meta({ example: '接龙' }), state: z.enum(['done', 'now', 'next', 'off']) })),
  bundles: z.array(
    z.object({
      code,
      name: z.string(),
      unit: z.string(),
      spec: z.string(),
      supplier: z.string(),
      priceFen: fenSchema,
      limitPerHousehold: count,
      cap: count,
      ordered: count,
      left: count,
      substitute: code.nullable().meta({ description: 'what may be given in its place' }),
    }),
  ),
  moneyFen: fenSchema,
  minimumPortions: count,
  tripCap: count,
  policies,
  dueAt: z.record(z.string(), instantSchema),
  pickupPoints: z.array(z.object({ id: idSchema, gate: z.string(), name: z.string() })),
  purchases: z.array(
    z.object({ id: idSchema, state: z.enum(['planned', 'bought']), supplier: z.string(), receipt: z.string().nullable() }),
  ),
  allocation: z.object({
    version: count,
    effective: z.boolean(),
    short: count.meta({ description: 'lines that get less than was ordered' }),
  }),
  waitingFor: z.array(z.string()).meta({ description: 'steps of orders that somebody is asked for', example: ['lockOrders'] }),
  mergeQuestions: z
    .array(z.object({ orderId: idSchema, household: idSchema, questions: z.array(mergeQuestion) }))
    .meta({ description: 'what a person may want to change of orders that households’ merges have made one, as long as it is so' }),
  openedBy: z.string(),
  openedAt: instantSchema,
  lockedAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  asOf: instantSchema,
});

/** How many open orders say it now, and how many stay as they are because something of them is fetched already. */
export const placesChangedAnswer = z.object({ changed: count, stayed: count });

/** An order: rooms by permission, no names. */
export const orderAnswer = z.object({
  id: idSchema,
  runId: idSchema,
  forHousehold: idSchema,
  building: z.string(),
  unit: z.string().nullable(),
  room: z.string(),
  placedByHousehold: idSchema.nullable(),
  paidBy: idSchema,
  mayCollect: z.array(idSchema),
  peopleMayCollect: z.array(z.string()).meta({ description: 'codes of people who may collect for the household today', example: ['V001'] }),
  pickupPointId: idSchema,
  fulfilment: z.enum(['pick-up', 'drop-at-building', 'to-door', 'left-at-door']),
  way: z.enum(['self', 'proxy', 'staff', 'chain']),
  chain: z.string().nullable(),
  state: z.enum(['open', 'cancelled']),
  items: itemsSchema,
  lines: z.array(
    z.object({
      id: idSchema,
      bundle: code,
      portions: count,
      state: z.enum(['open', 'cancelled', 'allocated', 'short', 'substituted', 'void']),
      allocated: count.nullable(),
      priceFen: fenSchema,
      takesSubstitute: z.boolean().nullable().meta({ description: 'null: nothing was said, the policy decides' }),
      inPlaceOf: code.nullable().meta({ description: 'given in place of this bundle; such a line was not ordered' }),
    }),
  ),
  portions: count,
  moneyFen: fenSchema,
  firstSeenAt: instantSchema,
  cancelledAt: instantSchema.nullable(),
  cancelReason: z.string().nullable(),
  joinedOrder: idSchema
    .nullable()
    .meta({ description: 'the order that it is now: of the next turn, or of the household that it was merged into' }),
});

export const householdMergeAnswer = z.object({
  household: idSchema,
  into: idSchema,
  orders: z
    .array(
      z.object({
        runId: idSchema,
        orderId: idSchema,
        items: itemsSchema,
        joined: z.array(idSchema).meta({ description: 'orders that have ended in it' }),
        questions: z.array(mergeQuestion),
      }),
    )
    .meta({ description: 'open orders of the household that stays which a merge has changed' }),
  staying: z
    .array(z.object({ runId: idSchema, orderId: idSchema }))
    .meta({ description: 'orders of locked runs: they stay as they are, and their codes are valid' }),
});
