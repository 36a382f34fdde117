import { fenSchema, idSchema, instantSchema, personCodeSchema, reasonSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const signedFen = z.number().int().meta({ description: 'whole fen, may be below zero' });
const way = z.enum(['cash', 'supplier', 'transfer']);
const amountSchema = fenSchema.min(1);
const balanceFen = signedFen.meta({ description: 'what the household still owes over all runs; below zero it has credit' });

export const account = z.object({
  kind: z.enum(['household', 'cash', 'advance', 'supplier', 'fund', 'clearing', 'waived']),
  holder: z.string().meta({ description: 'id of a household or run, code of a person, name of a supplier, or `community`' }),
});
export const paymentBody = z.strictObject({
  paidBy: idSchema.meta({ description: 'the household that pays' }),
  collectedBy: personCodeSchema.optional().meta({ description: 'who holds it now; cash: by default whoever enters it' }),
  amountFen: fenSchema.min(1),
  way,
  prepaid: z.boolean().optional().meta({ description: 'more than the household owes over all runs, and meant so' }),
});
export const paymentAnswer = z.object({
  id: idSchema,
  runId: idSchema,
  paidBy: idSchema,
  way,
  amountFen: fenSchema,
  heldBy: account,
  balanceFen: signedFen.meta({ description: 'what the household still owes over all runs; below zero it has credit' }),
});
export const moneyAnswer = z.object({
  runId: idSchema,
  accounts: z.array(account.extend({ balanceFen: signedFen, acrossRunsFen: signedFen })),
  chargesFen: fenSchema,
  creditsFen: fenSchema,
  paymentsFen: fenSchema.meta({ description: 'less what was reversed' }),
  purchasesFen: signedFen,
  fromFundFen: signedFen,
  balanced: z.boolean(),
});
export const postingAnswer = z.object({
  id: z.string(),
  kind: z.enum([
    'charge',
    'credit',
    'purchase',
    'purchase-back',
    'payment',
    'payment-back',
    'payout',
    'waive',
    'to-fund',
    'from-fund',
    'supplementary',
  ]),
  subject: z.string(),
  occasion: z.string(),
  debit: account,
  credit: account,
  amountFen: fenSchema,
  enteredBy: z.string(),
  at: instantSchema,
});

/** A payment in a list. */
export const paymentInList = z.object({
  id: idSchema,
  paidBy: idSchema,
  way,
  collectedBy: z.string().nullable(),
  amountFen: fenSchema,
  prepaid: z.boolean(),
  enteredBy: z.string(),
  at: instantSchema,
  reversedAt: instantSchema.nullable(),
  reversedBy: z.string().nullable(),
});
export const reversalBody = z.strictObject({ reason: reasonSchema });
export const reversalAnswer = z.object({ paymentId: idSchema, runId: idSchema, amountFen: fenSchema, balanceFen });

export const payoutBody = z.strictObject({
  household: idSchema,
  amountFen: amountSchema,
  from: z.enum(['cash', 'fund']).meta({ description: "cash: of a person who has collected it; fund: the community's" }),
  paidBy: personCodeSchema.optional().meta({ description: 'whose cash it is; default: whoever enters it' }),
  reason: reasonSchema.optional(),
});
export const payoutAnswer = z.object({
  id: idSchema,
  runId: idSchema,
  household: idSchema,
  amountFen: fenSchema,
  from: account,
  balanceFen,
});
export const waiverBody = z.strictObject({ household: idSchema, amountFen: amountSchema, reason: reasonSchema });
export const waiverAnswer = z.object({ id: idSchema, runId: idSchema, household: idSchema, amountFen: fenSchema, balanceFen });

/** A list of who has paid, as it was pasted. */
export const paymentListBody = z.strictObject({
  text: z.string().min(1).max(100_000).meta({ example: '3-2-501 32元\n4-1-602 微信 28.5\n5-1-201 现金30' }),
  list: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .default('main')
    .meta({ description: 'which list: its lines are booked once, however often it is pasted' }),
  way: z.enum(['cash', 'transfer']).default('transfer').meta({ description: 'of lines that do not say it' }),
  collectedBy: personCodeSchema.optional().meta({ description: 'who holds it now; cash: by default whoever enters it' }),
  answers: z
    .array(z.strictObject({ key: z.string().min(1).max(100), household: idSchema.optional(), amountRight: z.boolean().optional() }))
    .max(1_000)
    .default([])
    .meta({ description: 'to lines that were asked back' }),
});
export const paymentListAnswer = z.object({
  lines: z.array(
    z.object({
      key: z.string(),
      line: z.number().int(),
      text: z.string(),
      status: z.enum(['booked', 'clear', 'asked']).meta({ description: 'booked: by an earlier pasting, or by this commit' }),
      reason: z.enum(['unreadable', 'unknown-room', 'several-households', 'amount-differs']).nullable(),
      reasonText: z.object({ zh: z.string(), en: z.string() }).nullable(),
      household: idSchema.nullable(),
      candidates: z.array(idSchema),
      amountFen: fenSchema.nullable(),
      owedFen: signedFen.nullable(),
    }),
  ),
  booked: z.number().int(),
  clear: z.number().int(),
  asked: z.number().int(),
  amountFen: fenSchema.meta({ description: 'of the lines that are clear, or were booked by this commit' }),
});

const supplementaryLine = z
  .strictObject({
    household: idSchema.optional(),
    supplier: z.string().trim().min(1).max(100).optional(),
    person: personCodeSchema.optional(),
    direction: z.enum(['pays', 'gets']).meta({ description: 'pays: owes it to the fund; gets: the fund owes it' }),
    amountFen: amountSchema,
    reason: reasonSchema,
  })
  .refine(({ household, supplier, person }) => [household, supplier, person].filter((who) => who !== undefined).length === 1, {
    params: { zh: 'household、supplier、person 只写一个', en: 'name one of household, supplier, person' },
  });
/** What comes out after a run is closed. Whoever sends it approves it. */
export const supplementaryBody = z.strictObject({
  lines: z
    .array(supplementaryLine)
    .min(1)
    .max(200)
    .meta({ example: [{ supplier: '示范保供超市', direction: 'pays', amountFen: 500, reason: '小票多算一份' }] }),
});
export const supplementaryAnswer = z.object({
  number: z.number().int().min(2).meta({ description: 'among the settlements of the run: the one that closed its books is number 1' }),
  approvedBy: z.string(),
  approvedAt: instantSchema,
  fundFen: signedFen.meta({ description: 'what the fund bears by it; below zero: what it gets' }),
  lines: z.array(z.object({ account, direction: z.enum(['pays', 'gets']), amountFen: fenSchema, reason: z.string() })),
});
