export { tripWorkflow } from './trip.workflow.js';
