import { First1795500000000 } from './1795500000000-first.migration.js';
import { OnePickupAScan1795500000001 } from './1795500000001-one-pickup-a-scan.migration.js';

/** In the order in which they run. */
export const migrations = [First1795500000000, OnePickupAScan1795500000001];
