import type { Report, StepDefinition } from '@jielong/kernel';

export type OrdersStep =
  'lockOrders' | 'confirmPurchase' | 'approveAllocation' | 'approvePrice' | 'approveSettlement' | 'voidRun' | 'cancelRun';

/** The list is confirmed and goes to the purchaser. Below minimum it is refused, unless `goOn` with a reason. */
export interface LockOrders extends Report<'lockOrders'> {
  goOn?: boolean | undefined;
}
/** Bought quantities and prices. A bundle that is not named was bought as expected. */
export interface ConfirmPurchase extends Report<'confirmPurchase'> {
  /** By bundle code: portions bought, and the price paid for one (default: the quoted one), or for all of them. */
  bought?: Record<string, { portions: number; priceFen?: number | undefined; totalFen?: number | undefined }> | undefined;
  /** Portions by bundle code and run, where what was bought for several runs is not divided in proportion. */
  shares?: Record<string, Record<string, number>> | undefined;
  /** The receipt's number, or why there is none. */
  receipt: { number: string } | { noneBecause: string };
  /** Who paid: the supplier's account (default), or the purchaser's own money. */
  paidFrom?: 'supplier' | 'advance' | undefined;
}
/** A shortage divided by the rule is approved by a person. */
export interface ApproveAllocation extends Report<'approveAllocation'> {
  version: number;
}
/** A price dearer than the tolerance: the fund takes the difference, or households are charged what was paid. */
export interface ApprovePrice extends Report<'approvePrice'> {
  charge: 'quoted' | 'paid';
  reason: string;
}
export type ApproveSettlement = Report<'approveSettlement'>;
/** The run does not come about: nothing is bought. Needs a reason; with `into` its orders join that run, the compound's next turn. */
export interface VoidRun extends Report<'voidRun'> {
  into?: string | undefined;
}
/** Called off at whichever stage: what is not handed out is promised to nobody any more. Needs a reason. */
export type CancelRun = Report<'cancelRun'>;
export type OrdersStepReport = LockOrders | ConfirmPurchase | ApproveAllocation | ApprovePrice | ApproveSettlement | VoidRun | CancelRun;

/** The steps that orders writes. */
export const ordersSteps = {
  lockOrders: {
    step: 'lockOrders',
    process: 'supply-runs',
    path: 'lock',
    permission: 'step.lockOrders',
    needsSignature: false,
    zh: '社区书记或团长锁单',
    en: 'coordinator or group-buy leader locks the orders',
  },
  confirmPurchase: {
    step: 'confirmPurchase',
    process: 'purchases',
    path: 'purchase',
    permission: 'step.confirmPurchase',
    needsSignature: false,
    zh: '采购员登记采购',
    en: 'purchaser reports the purchase',
  },
  approveAllocation: {
    step: 'approveAllocation',
    process: 'supply-runs',
    path: 'allocation-approval',
    permission: 'step.approveAllocation',
    needsSignature: true,
    zh: '社区书记批准分配',
    en: 'coordinator approves the allocation',
  },
  approvePrice: {
    step: 'approvePrice',
    process: 'supply-runs',
    path: 'price-approval',
    permission: 'step.approvePrice',
    needsSignature: true,
    zh: '社区书记决定超价怎么收',
    en: 'coordinator decides what a dearer price means for households',
  },
  approveSettlement: {
    step: 'approveSettlement',
    process: 'supply-runs',
    path: 'settlement',
    permission: 'step.approveSettlement',
    needsSignature: true,
    zh: '会计或社区书记批准结算',
    en: 'accountant or coordinator approves the settlement',
  },
  voidRun: {
    step: 'voidRun',
    process: 'supply-runs',
    path: 'voiding',
    permission: 'step.voidRun',
    needsSignature: true,
    zh: '社区书记作废批次，或并入下一轮',
    en: 'coordinator voids the run, or has it join the next turn',
  },
  cancelRun: {
    step: 'cancelRun',
    process: 'supply-runs',
    path: 'cancellation',
    permission: 'step.cancelRun',
    needsSignature: false, // Temporal's own Cancel calls a run off; disposal and settlement after it are signed
    zh: '社区书记取消批次',
    en: 'coordinator calls the run off',
  },
} as const satisfies { [S in OrdersStep]: StepDefinition<S> };
