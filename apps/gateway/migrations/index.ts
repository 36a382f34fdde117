import { Limits1795900000000 } from './1795900000000-limits.migration.js';

/** In the order in which they run. */
export const migrations = [Limits1795900000000];
