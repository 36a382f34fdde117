export { purchaseWorkflow } from './purchase.workflow.js';
export { supplyRunWorkflow } from './supply-run.workflow.js';
