import { mayEnter } from '../database/mechanism-tables.js';
import { grant } from '../database/tenant.js';

/**
 * Counters of limits, in the order of columns that rate-limiter-flexible writes. They belong to no community, for they count before anybody
 * knows who asks, and hold hashes only. Not written through: a crash forgets them, and a minute later they say the same again. Rows are
 * overwritten at every request, so a page leaves room for that.
 */
const counters = `
  CREATE UNLOGGED TABLE limit_counters (key varchar(255) PRIMARY KEY, points integer NOT NULL, expire bigint) WITH (fillfactor = 50);`;

/** For a migration of a service that has limits. */
export const limitTables = (appRole: string): string =>
  mayEnter(appRole) + counters + grant('limit_counters', 'INSERT, UPDATE, DELETE', appRole);

/** Takes them away again, in `down`. */
export const dropLimitTables = 'DROP TABLE limit_counters;';
