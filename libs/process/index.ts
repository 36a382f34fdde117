export { type Business, type Waiting } from './business.js';
export { HumanSteps, look } from './human-steps.js';
export { Latecomers } from './latecomers.js';
export { refusalIn } from './rejecting.js';
export { type Page, showing } from './show.js';
export { activitiesOf } from './activities.js';
export { parseReport } from './parse-report.js';
export { uncancelled } from './uncancelled.js';
export { withPlace } from './with-place.js';
