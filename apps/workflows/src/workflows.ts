/** Every workflow of every service: what the bundle is made of. */
export { tripWorkflow } from '@jielong/logistics-workflows';
export { purchaseWorkflow, supplyRunWorkflow } from '@jielong/orders-workflows';
