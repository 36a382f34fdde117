import { grant, guard, tenant } from '../database/tenant.js';

const by = (name: string) => `${name} text NOT NULL CHECK (${name} <> '') DEFAULT coalesce(current_setting('app.actor', true), '')`;

/** A link opens nothing by what is kept of it: SHA-256 of 256 random bits. That it was used, its report says. */
const tables = `
  CREATE TABLE step_links (${tenant}, link_id uuid NOT NULL DEFAULT gen_random_uuid(), process_id text NOT NULL, step text NOT NULL, at text,
    person text NOT NULL CHECK (person <> ''), fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32), ${by('made_by')},
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(), expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
    revoked_at timestamptz, revoked_by text, CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    PRIMARY KEY (community_id, link_id), UNIQUE (community_id, fingerprint));
  CREATE INDEX ON step_links (community_id, process_id, made_at, link_id);
`;

/** The links of a service with processes, for a migration; whom a link is for, and until when, is never changed. */
export const linkTables = (appRole: string): string =>
  tables + guard('step_links') + grant('step_links', 'INSERT, UPDATE (revoked_at, revoked_by)', appRole);
export const dropLinkTables = 'DROP TABLE step_links;';
