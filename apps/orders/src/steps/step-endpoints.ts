import { ordersSteps } from '@jielong/orders-contract';
import { ordersStepBodies } from '@jielong/orders-contract/schemas';
import { idInProcess, type Listener, type Listeners, stepController, type StepControllerOptions } from '@jielong/platform';

/** A purchase's own process, then the runs that it serves. */
const purchaseAndRuns: Listeners = (tx, { processId }) =>
  tx.query<Listener[]>(
    `SELECT process_id AS "processId", ended_at IS NOT NULL AS ended FROM processes
     WHERE process_id = $1 OR process_id IN (SELECT 'supply-run:' || run_id FROM purchase_runs WHERE purchase_id = ${idInProcess('purchase')})
     ORDER BY process_id <> $1, process_id`,
    [processId],
  );

/** How a purchase is filed, by its endpoint and by a link alike. */
export const buysAtASupplier = {
  listeners: purchaseAndRuns,
  atItself: true,
} satisfies StepControllerOptions;

/** One endpoint a step. */
export const stepEndpoints = [
  stepController(ordersSteps.lockOrders, ordersStepBodies.lockOrders),
  stepController(ordersSteps.confirmPurchase, ordersStepBodies.confirmPurchase, buysAtASupplier),
  stepController(ordersSteps.approveAllocation, ordersStepBodies.approveAllocation),
  stepController(ordersSteps.approvePrice, ordersStepBodies.approvePrice),
  stepController(ordersSteps.approveSettlement, ordersStepBodies.approveSettlement),
  stepController(ordersSteps.voidRun, ordersStepBodies.voidRun),
  stepController(ordersSteps.cancelRun, ordersStepBodies.cancelRun),
];
