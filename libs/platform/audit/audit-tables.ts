import { grant, guard, tenant } from '../database/tenant.js';

/**
 * The chain over a service's audit entries. `audit_queue` holds ids of entries that are not sealed yet, for all communities, like the outbox;
 * `audit_heads` where each community's chain ends: neither holds anything of anybody. A seal is never changed.
 */
const tables = `
  CREATE TABLE audit_queue (${tenant}, audit_entry_id bigint NOT NULL, PRIMARY KEY (community_id, audit_entry_id));
  CREATE TABLE audit_heads (${tenant}, seq bigint NOT NULL DEFAULT 0 CHECK (seq >= 0), hash text NOT NULL DEFAULT '',
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (community_id));
  CREATE TABLE audit_seals (${tenant}, seq bigint NOT NULL CHECK (seq > 0), audit_entry_id bigint NOT NULL, hash text NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (community_id, seq), UNIQUE (community_id, audit_entry_id));
`;

/** What was written before there was a chain is sealed first. The owner sees every community for as long as this takes. */
const queueAll = `
  ALTER TABLE audit_entries NO FORCE ROW LEVEL SECURITY;
  INSERT INTO audit_queue (community_id, audit_entry_id) SELECT community_id, audit_entry_id FROM audit_entries;
  ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
`;

/** The tables of the chain, with guards and rights, for a migration of a service. Run by the owner, in its schema. */
export const auditTables = (appRole: string): string =>
  [
    tables,
    guard('audit_seals'),
    grant('audit_queue', 'INSERT, DELETE', appRole),
    grant('audit_heads', 'INSERT, UPDATE', appRole),
    grant('audit_seals', 'INSERT', appRole),
    queueAll,
  ].join('\n');

/** Takes them away again, in `down`. */
export const dropAuditTables = 'DROP TABLE audit_seals, audit_heads, audit_queue;';

/** In which session something was done, for a later migration: a person may have several, and a device several persons. */
export const auditSessions = `ALTER TABLE audit_entries ADD COLUMN session text NOT NULL DEFAULT coalesce(current_setting('app.session', true), '');`;
export const dropAuditSessions = 'ALTER TABLE audit_entries DROP COLUMN session;';

/** Behind one long reader all others would queue: it may be started again. */
const patience = `SET LOCAL lock_timeout = '3s';`;

/** Where something was done from, as the gateway has seen it, for a later migration: who was refused has no session. */
export const auditAddresses = `${patience}
  ALTER TABLE audit_entries ADD COLUMN address text NOT NULL DEFAULT coalesce(current_setting('app.address', true), '');`;
export const dropAuditAddresses = `${patience} ALTER TABLE audit_entries DROP COLUMN address;`;
