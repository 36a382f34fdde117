import { First1795500000000 } from './1795500000000-first.migration.js';

/** In the order in which they run. */
export const migrations = [First1795500000000];
