import { First1795500000000 } from './1795500000000-first.migration.js';
import { BundleNames1795500000001 } from './1795500000001-bundle-names.migration.js';

/** In the order in which they run. */
export const migrations = [First1795500000000, BundleNames1795500000001];
