import { dateSchema, fenSchema, idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const code = z.string().meta({ example: 'SC01' });
const count = z.number().int().min(0);
const signedFen = z.number().int().meta({ description: 'whole fen, may be below zero' });

export const purchaseListQuery = z.strictObject({ format: z.enum(['json', 'csv']).default('json') });
export const purchasesQuery = z.strictObject({ run: idSchema });
export const planPurchaseBody = z.strictObject({
  supplier: z.string().trim().min(1).max(100).meta({ example: '示范保供超市' }),
  runs: z
    .array(idSchema)
    .min(2)
    .max(50)
    .refine((runs) => new Set(runs).size > 1, { params: { zh: '请写至少两个不同的批次', en: 'name at least two different runs' } })
    .meta({ description: 'locked runs whose purchase at this supplier is not bought yet' }),
});
/** What is to be bought, by supplier and bundle. */
export const purchaseListAnswer = z.object({
  runId: idSchema,
  locked: z.boolean().meta({ description: 'false: orders may still come' }),
  suppliers: z.array(
    z.object({
      supplier: z.string(),
      lines: z.array(
        z.object({
          supplier: z.string(),
          bundle: code,
          name: z.string(),
          spec: z.string(),
          unit: z.string(),
          portions: count,
          priceFen: fenSchema,
          weightGrams: count,
          moneyFen: fenSchema,
          substitute: z
            .object({ bundle: code, name: z.string(), priceFen: fenSchema })
            .nullable()
            .meta({ description: 'what may be bought where it cannot be had' }),
          replaceable: count.meta({ description: 'portions for which households take the substitute' }),
        }),
      ),
      portions: count,
      moneyFen: fenSchema,
      weightGrams: count,
    }),
  ),
});
export const purchaseAnswer = z.object({
  id: idSchema,
  workflowId: z.string(),
  supplier: z.string(),
  state: z.enum(['planned', 'bought', 'given-way']),
  givenWayTo: idSchema.nullable().meta({ description: 'the purchase for several runs that has taken its lines' }),
  receipt: z.string().nullable(),
  noneBecause: z.string().nullable(),
  paidFrom: z.enum(['supplier', 'advance']).nullable(),
  reportId: z.string().nullable().meta({ description: 'null: not reported, or booked as assumed' }),
  enteredBy: z.string().nullable(),
  doneBy: z.string().nullable(),
  evidence: z.enum(['counted', 'listed', 'told', 'assumed']).nullable(),
  runs: z.array(idSchema),
  lines: z.array(
    z.object({
      runId: idSchema,
      bundle: code,
      name: z.string(),
      expected: count,
      replaces: count.meta({ description: 'portions of other bundles in place of which households take it' }),
      bought: count.nullable(),
      quotedPriceFen: fenSchema,
      priceFen: fenSchema.nullable().meta({ description: 'of one portion, whole fen' }),
      moneyFen: fenSchema.nullable().meta({ description: 'what the receipt says for these portions' }),
    }),
  ),
  plannedAt: instantSchema,
  boughtAt: instantSchema.nullable(),
});

export const versionSchema = z.coerce.number().int().min(1).max(1_000_000).meta({ example: 1 });
/** A version of an allocation in a list. */
export const allocationSummary = z.object({
  version: count,
  rule: z.string(),
  reason: z.enum(['bought', 'goods-changed', 'places-changed', 'called-off']),
  madeAt: instantSchema,
  effective: z.boolean(),
  effectiveAt: instantSchema.nullable(),
  approvedBy: z.string().nullable(),
  portions: count,
  losers: count.meta({ description: 'order lines that get less than before' }),
});
/** An order line that gets less, and why. */
const lessAnswer = z.object({
  orderLineId: idSchema,
  orderId: idSchema,
  householdId: idSchema,
  room: z.string().nullable(),
  bundle: code,
  from: count,
  to: count,
  sentence: z.object({ zh: z.string(), en: z.string() }),
  instead: z
    .object({ bundle: code, name: z.string(), portions: count })
    .nullable()
    .meta({ description: 'what it gets in place of what it does not get' }),
});
export const allocationAnswer = allocationSummary.extend({ short: z.array(lessAnswer) });
/** Less than was ordered, whichever version took it. */
export const shortageAnswer = lessAnswer.extend({
  from: count.meta({ description: 'ordered' }),
  to: count.meta({ description: 'by the newest version' }),
  version: count.meta({ description: 'the last version that took something, whose sentence this is' }),
});

/** What a community publishes of a closed run: no names. */
export const publicAccountAnswer = z.object({
  runId: idSchema,
  compound: z.string(),
  compoundName: z.string(),
  serviceDate: dateSchema,
  households: count,
  bundles: z.array(
    z.object({
      bundle: code,
      name: z.string(),
      unit: z.string(),
      priceFen: fenSchema,
      ordered: count,
      bought: count,
      allocated: count,
      substituted: count.meta({ description: 'portions in place of which another bundle was given' }),
    }),
  ),
  purchases: z.array(z.object({ supplier: z.string(), receipt: z.string().nullable(), portions: count, moneyFen: fenSchema })),
  goods: z.array(z.object({ bundle: code, place: z.string(), portions: count })).meta({ description: 'where the goods went' }),
  chargedFen: signedFen,
  paidFen: fenSchema,
  receivableFen: fenSchema,
  spentFen: signedFen,
  fundFen: signedFen.meta({ description: 'what the fund has borne; below zero: what it got' }),
  priceDifferenceFen: signedFen,
  notChargedFen: signedFen,
  supplementary: z
    .array(
      z.object({
        number: z.number().int().min(2),
        approvedAt: instantSchema,
        fundFen: signedFen,
        lines: z.array(
          z.object({
            who: z.enum(['household', 'supplier', 'person']),
            supplier: z.string().nullable(),
            direction: z.enum(['pays', 'gets']),
            amountFen: fenSchema,
          }),
        ),
      }),
    )
    .meta({ description: 'settled after the run was closed' }),
});
