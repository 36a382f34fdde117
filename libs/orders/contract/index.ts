export { type OrdersStep, type OrdersStepReport, ordersSteps } from './steps.js';
export type { ApproveAllocation, ApprovePrice, ApproveSettlement, CancelRun, ConfirmPurchase, LockOrders, VoidRun } from './steps.js';
export {
  type RunStage,
  type RunState,
  type SupplyRunInput,
  type PurchaseInput,
  type PurchaseState,
  supplyRunId,
  purchaseId,
} from './supply-run.js';
export { type OrdersActivities } from './activities.js';
export { type ErasureInput, erasureProcessId, type OrdersErasureActivities } from './erasure.js';
export { type OrdersRetentionActivities, type RetentionInput, retentionProcessId } from './retention.js';
export { type Policies, type Durations, defaultPolicies, type AllocationRule, type Collection } from './policies.js';
export { ordersViews, type PublishedAllocationLine, type PublishedPurchaseLine, type PublishedRun } from './published.js';
export { ordersPages, ordersRoutes } from './routes.js';
export { type OrderWay } from './orders.js';
