import type { Report, StepDefinition } from '@jielong/kernel';

export type OrdersStep = 'lockOrders' | 'confirmPurchase' | 'approveAllocation' | 'approveSettlement';

/** The list is confirmed and goes to the purchaser. Below minimum it is refused, unless `goOn` with a reason. */
export interface LockOrders extends Report<'lockOrders'> {
  goOn?: boolean | undefined;
}
/** Bought quantities and prices. A bundle that is not named was bought as expected. */
export interface ConfirmPurchase extends Report<'confirmPurchase'> {
  /** By bundle code: portions bought, and the price paid for one (default: the quoted one). */
  bought?: Record<string, { portions: number; priceFen?: number | undefined }> | undefined;
  /** The receipt's number, or why there is none. */
  receipt: { number: string } | { noneBecause: string };
  /** Who paid: the supplier's account (default), or the purchaser's own money. */
  paidFrom?: 'supplier' | 'advance' | undefined;
}
/** A shortage divided by the rule is approved by a person. */
export interface ApproveAllocation extends Report<'approveAllocation'> {
  version: number;
}
export type ApproveSettlement = Report<'approveSettlement'>;
export type OrdersStepReport = LockOrders | ConfirmPurchase | ApproveAllocation | ApproveSettlement;

/** The steps that orders writes. */
export const ordersSteps = {
  lockOrders: {
    step: 'lockOrders',
    process: 'supply-runs',
    path: 'lock',
    permission: 'step.lockOrders',
    zh: '社区书记或团长锁单',
    en: 'coordinator or group-buy leader locks the orders',
  },
  confirmPurchase: {
    step: 'confirmPurchase',
    process: 'purchases',
    path: 'purchase',
    permission: 'step.confirmPurchase',
    zh: '采购员登记采购',
    en: 'purchaser reports the purchase',
  },
  approveAllocation: {
    step: 'approveAllocation',
    process: 'supply-runs',
    path: 'allocation-approval',
    permission: 'step.approveAllocation',
    zh: '社区书记批准分配',
    en: 'coordinator approves the allocation',
  },
  approveSettlement: {
    step: 'approveSettlement',
    process: 'supply-runs',
    path: 'settlement',
    permission: 'step.approveSettlement',
    zh: '会计或社区书记批准结算',
    en: 'accountant or coordinator approves the settlement',
  },
} as const satisfies { [S in OrdersStep]: StepDefinition<S> };
