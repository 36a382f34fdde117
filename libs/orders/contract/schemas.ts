import { fenSchema, idSchema, portionsSchema, reasonSchema, reportBody, reportEnvelope } from '@jielong/kernel/schemas';
import { z } from 'zod';

const bundleCode = z.string().min(1).max(32);
const lockOrders = { goOn: z.boolean().optional().meta({ description: 'below the minimum: buy all the same' }) };
const confirmPurchase = {
  bought: z
    .record(
      bundleCode,
      z
        .strictObject({ portions: portionsSchema, priceFen: fenSchema.optional(), totalFen: fenSchema.optional() })
        .refine(({ priceFen, totalFen }) => priceFen === undefined || totalFen === undefined, {
          params: {
            zh: 'priceFen（每份）与 totalFen（小票金额）只写一个',
            en: 'give priceFen (of one) or totalFen (of the receipt), not both',
          },
        }),
    )
    .optional()
    .meta({
      description:
        'by bundle code; what is not named was bought as expected. Weighed goods: totalFen is what the receipt says for all portions',
      example: { SC01: { portions: 44 } },
    }),
  shares: z
    .record(bundleCode, z.record(idSchema, portionsSchema))
    .optional()
    .meta({
      description:
        'of a purchase for several runs: portions by run, where they are not to be divided in proportion; they add up to what was bought',
      example: { SC01: { '0193a1b2-0000-7000-8000-000000000001': 44 } },
    }),
  receipt: z.union([z.strictObject({ number: z.string().trim().min(1).max(64) }), z.strictObject({ noneBecause: reasonSchema })]),
  paidFrom: z.enum(['supplier', 'advance']).optional(),
};
const approveAllocation = { version: z.number().int().positive() };
/** What cannot be taken back is not done without a reason. */
const withReason = { reason: reasonSchema };
const voidRun = { ...withReason, into: idSchema.optional().meta({ description: 'the run that its orders join; left out: they are void' }) };
const approvePrice = {
  charge: z
    .enum(['quoted', 'paid'])
    .meta({ description: 'quoted: the fund takes the difference; paid: households are charged what was paid' }),
  reason: reasonSchema,
};

/** Bodies over HTTP, by step. */
export const ordersStepBodies = {
  lockOrders: z.strictObject({ ...reportBody, ...lockOrders }),
  confirmPurchase: z.strictObject({ ...reportBody, ...confirmPurchase }),
  approveAllocation: z.strictObject({ ...reportBody, ...approveAllocation }),
  approvePrice: z.strictObject({ ...reportBody, ...approvePrice }),
  approveSettlement: z.strictObject(reportBody),
  voidRun: z.strictObject({ ...reportBody, ...voidRun }),
  cancelRun: z.strictObject({ ...reportBody, ...withReason }),
} as const;

/** The same as they travel to a workflow, by update or by signal. */
export const ordersReportSchemas = {
  lockOrders: z.strictObject({ ...reportEnvelope, step: z.literal('lockOrders').default('lockOrders'), ...lockOrders }),
  confirmPurchase: z.strictObject({ ...reportEnvelope, step: z.literal('confirmPurchase').default('confirmPurchase'), ...confirmPurchase }),
  approveAllocation: z.strictObject({
    ...reportEnvelope,
    step: z.literal('approveAllocation').default('approveAllocation'),
    ...approveAllocation,
  }),
  approvePrice: z.strictObject({ ...reportEnvelope, step: z.literal('approvePrice').default('approvePrice'), ...approvePrice }),
  approveSettlement: z.strictObject({ ...reportEnvelope, step: z.literal('approveSettlement').default('approveSettlement') }),
  voidRun: z.strictObject({ ...reportEnvelope, step: z.literal('voidRun').default('voidRun'), ...voidRun }),
  cancelRun: z.strictObject({ ...reportEnvelope, step: z.literal('cancelRun').default('cancelRun'), ...withReason }),
} as const;

export { eraseBody, type Erase, erasureAnswer, householdOrdersAnswer } from './erasure.schemas.js';
export { retentionAnswer, retentionStartedAnswer } from './retention.schemas.js';
export {
  cancelOrderBody,
  closeBuildingsBody,
  changeOrderBody,
  compoundSchema,
  extendBody,
  householdMergeBody,
  longestRemark,
  moveOrderBody,
  movePickupBody,
  openRunBody,
  ordersQuery,
  placeOrderBody,
  policiesBody,
  runsQuery,
} from './requests.js';
export {
  bundleAnswer,
  householdMergeAnswer,
  orderAnswer,
  pageAnswer,
  placesChangedAnswer,
  policiesAnswer,
  runAnswer,
  runDetailAnswer,
} from './answers.js';
export {
  answersBody,
  heldEntry,
  signUpAnswer,
  signUpCommitAnswer,
  signUpCommitBody,
  signUpEntryAnswer,
  signUpHeaderAnswer,
  signUpHeaderBody,
  signUpPreviewAnswer,
  signUpPreviewBody,
  signUpsQuery,
} from './sign-ups.schemas.js';
export {
  allocationAnswer,
  allocationSummary,
  planPurchaseBody,
  publicAccountAnswer,
  purchaseAnswer,
  purchaseListAnswer,
  purchaseListQuery,
  purchasesQuery,
  shortageAnswer,
  versionSchema,
} from './supply.schemas.js';
export {
  moneyAnswer,
  paymentAnswer,
  paymentBody,
  paymentInList,
  paymentListAnswer,
  paymentListBody,
  payoutAnswer,
  payoutBody,
  postingAnswer,
  reversalAnswer,
  reversalBody,
  supplementaryAnswer,
  supplementaryBody,
  waiverAnswer,
  waiverBody,
} from './money.schemas.js';
export { homeAnswer, type HomeOrder, homeQuery } from './home.schemas.js';
