import { grant, guard, tenant } from './tenant.js';

const said = (name: string) => `text NOT NULL DEFAULT coalesce(current_setting('app.${name}', true), '')`;

const steps = `
  CREATE TABLE processes (${tenant}, process_id text NOT NULL, workflow text NOT NULL, input jsonb NOT NULL,
    summary text NOT NULL DEFAULT '', details text NOT NULL DEFAULT '', search_attributes jsonb NOT NULL DEFAULT '{}',
    actor ${said('actor')}, channel ${said('channel')}, correlation_id ${said('correlation_id')},
    started_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz,
    PRIMARY KEY (community_id, process_id));
  CREATE TABLE pending_steps (${tenant}, process_id text NOT NULL, step text NOT NULL, at text, role text NOT NULL, place text,
    due_at timestamptz NOT NULL, since timestamptz NOT NULL DEFAULT now(), overdue boolean NOT NULL DEFAULT false,
    rung integer NOT NULL DEFAULT 0 CHECK (rung BETWEEN 0 AND 4),
    UNIQUE NULLS NOT DISTINCT (community_id, process_id, step, at));
  CREATE INDEX ON pending_steps (community_id, due_at, process_id, step);
  CREATE TABLE reports (${tenant}, report_id text NOT NULL, process_id text NOT NULL, step text NOT NULL, at text,
    runs uuid[] NOT NULL DEFAULT '{}', body jsonb NOT NULL, body_hash text NOT NULL, answer json NOT NULL,
    entered_by text NOT NULL CHECK (entered_by <> ''), done_by text NOT NULL CHECK (done_by <> ''), channel text NOT NULL,
    evidence text NOT NULL CHECK (evidence IN ('counted', 'listed', 'told', 'assumed')),
    occurred_at timestamptz, recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), seq bigint GENERATED ALWAYS AS IDENTITY,
    corrects text, correlation_id ${said('correlation_id')},
    PRIMARY KEY (community_id, report_id),
    FOREIGN KEY (community_id, corrects) REFERENCES reports);
  CREATE INDEX ON reports USING gin (runs);
  CREATE INDEX ON reports (community_id, process_id, seq);
  CREATE TABLE effects (${tenant}, key text NOT NULL, body_hash text NOT NULL, result json NOT NULL,
    at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (community_id, key));
  CREATE TABLE refused_reports (${tenant}, refusal_key text NOT NULL, report_id text, process_id text NOT NULL, step text NOT NULL,
    payload text NOT NULL, code text NOT NULL, reason text NOT NULL, actor ${said('actor')}, channel ${said('channel')},
    correlation_id ${said('correlation_id')}, refused_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (community_id, refusal_key));
  CREATE INDEX ON refused_reports (community_id, report_id);
  CREATE INDEX ON refused_reports (community_id, process_id, refused_at);
  CREATE TABLE outbox (community_id text NOT NULL, process_id text NOT NULL, wish bigint GENERATED ALWAYS AS IDENTITY,
    attempts integer NOT NULL DEFAULT 0, not_before timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (community_id, process_id, wish));
`;

/** A writing endpoint's keys, and who did what. */
const writing = `
  CREATE TABLE idempotency_keys (${tenant}, actor text NOT NULL, operation text NOT NULL, key text NOT NULL, body_hash text NOT NULL,
    status integer, answer json, headers json, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (community_id, actor, operation, key));
  CREATE TABLE audit_entries (${tenant}, audit_entry_id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor ${said('actor')}, channel ${said('channel')}, correlation_id ${said('correlation_id')}, action text NOT NULL,
    subject_kind text NOT NULL, subject_id text NOT NULL, details jsonb NOT NULL DEFAULT '{}', PRIMARY KEY (community_id, audit_entry_id));
  CREATE INDEX ON audit_entries (community_id, subject_kind, subject_id, at);
`;

/** Who is told that a step is late, and that somebody has put it off; and the wish to start a process again that has lost its execution. */
const ladder = `
  ALTER TABLE pending_steps ADD COLUMN ladder jsonb NOT NULL DEFAULT '[]', ADD COLUMN snoozed_until timestamptz, ADD COLUMN snooze_reason text,
    ADD COLUMN snoozed_by text, ADD CONSTRAINT snoozed_with_reason CHECK ((snoozed_until IS NULL) = (snooze_reason IS NULL));
  ALTER TABLE outbox ADD COLUMN again boolean NOT NULL DEFAULT false;
  CREATE INDEX open_processes ON processes (community_id, started_at, process_id) WHERE ended_at IS NULL;
`;
/** Whose processes this service has: ids only, like the outbox, because its sweeper serves all communities. */
const communities = 'CREATE TABLE served_communities (community_id text PRIMARY KEY);';
export const dropLadderColumns = `
  DROP TABLE served_communities;
  DROP INDEX open_processes;
  ALTER TABLE outbox DROP COLUMN again;
  ALTER TABLE pending_steps DROP COLUMN ladder, DROP COLUMN snoozed_until, DROP COLUMN snooze_reason, DROP COLUMN snoozed_by;
`;

/** Rights besides SELECT. Ledgers may only grow. The outbox holds ids only and has no row-level security: its relay serves all communities. */
const writingRights = { audit_entries: 'INSERT', idempotency_keys: 'INSERT, UPDATE' } as const;
const stepRights = {
  outbox: 'INSERT, UPDATE, DELETE',
  refused_reports: 'INSERT',
  effects: 'INSERT',
  reports: 'INSERT',
  pending_steps: 'INSERT, UPDATE, DELETE',
  processes: 'INSERT, UPDATE',
} as const;

const made = (sql: string, rights: Readonly<Record<string, string>>, appRole: string): string =>
  [
    sql,
    ...Object.keys(rights)
      .filter((table) => table !== 'outbox')
      .map(guard),
    ...Object.entries(rights).map(([table, right]) => grant(table, right, appRole)),
  ].join('\n');

/** The schema in which the migration runs is the service's: its application may look into it. */
export const mayEnter = (appRole: string): string =>
  `DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${appRole}', current_schema()); END $$;`;

/** `idempotency_keys` and `audit_entries` alone, for a service without processes. */
export const writingTables = (appRole: string): string => mayEnter(appRole) + made(writing, writingRights, appRole);

/** All tables of the mechanisms, with guards and rights, for the first migration of a service with processes. */
export const mechanismTables = (appRole: string): string => writingTables(appRole) + made(steps, stepRights, appRole);

/** What the ladder, snoozing, resuming and sweeping need, for the second migration of a service with processes. */
export const ladderColumns = (appRole: string): string => ladder + communities + grant('served_communities', 'INSERT', appRole);

const drop = (rights: object): string => `DROP TABLE ${Object.keys(rights).join(', ')};`;
/** Take them away again, in `down`. */
export const dropWritingTables = drop(writingRights);
export const dropMechanismTables = drop({ ...writingRights, ...stepRights });
