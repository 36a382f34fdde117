export { erasureWorkflow } from './erasure.workflow.js';
export { purchaseWorkflow } from './purchase.workflow.js';
export { retentionRoundsWorkflow, retentionWorkflow } from './retention.workflow.js';
export { supplyRunWorkflow } from './supply-run.workflow.js';
