/** Every workflow of every service: what the bundle is made of. */
export { tripWorkflow } from '@jielong/logistics-workflows';
export {
  erasureWorkflow,
  purchaseWorkflow,
  retentionRoundsWorkflow,
  retentionWorkflow,
  supplyRunWorkflow,
} from '@jielong/orders-workflows';
