import { dropMechanismTables, grant, guard, mechanismTables, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const logistics = 'jielong_logistics_app';
const enteredBy = `text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
const enteredThrough = `text NOT NULL DEFAULT coalesce(current_setting('app.channel', true), '')`;

const catalogue = `
  CREATE TABLE bundles (${tenant}, code text NOT NULL, name text NOT NULL, aliases text[] NOT NULL DEFAULT '{}', spec text NOT NULL DEFAULT '',
    unit text NOT NULL, weight_grams integer NOT NULL CHECK (weight_grams >= 0), price_fen bigint NOT NULL CHECK (price_fen >= 0),
    limit_per_household integer NOT NULL CHECK (limit_per_household > 0), bundle_cap integer NOT NULL CHECK (bundle_cap > 0),
    substitutable boolean NOT NULL DEFAULT false, substitute_code text, supplier text NOT NULL, ended_at timestamptz,
    PRIMARY KEY (community_id, code),
    FOREIGN KEY (community_id, substitute_code) REFERENCES bundles DEFERRABLE INITIALLY DEFERRED);
  CREATE TABLE policies (${tenant}, version integer NOT NULL CHECK (version > 0), body jsonb NOT NULL, set_by ${enteredBy},
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (community_id, version));
`;

/** `due_at`: ISO 8601 by step. `allocation_basis`: the state of goods that the newest version was made for. */
const runs = `
  CREATE TABLE supply_runs (${tenant}, run_id uuid NOT NULL, compound text NOT NULL, compound_name text NOT NULL, service_date date NOT NULL,
    stage text NOT NULL CHECK (stage IN ('ordering', 'confirming', 'purchasing', 'distributing', 'settling', 'closed', 'voided', 'cancelled')),
    cut_off_at timestamptz NOT NULL, minimum_portions integer NOT NULL CHECK (minimum_portions >= 0),
    trip_cap integer NOT NULL CHECK (trip_cap > 0), policies jsonb NOT NULL, due_at jsonb NOT NULL,
    opened_by ${enteredBy}, opened_at timestamptz NOT NULL DEFAULT clock_timestamp(), locked_at timestamptz, closed_at timestamptz,
    allocation_version integer NOT NULL DEFAULT 0, allocation_basis bigint NOT NULL DEFAULT -1,
    PRIMARY KEY (community_id, run_id));
  CREATE INDEX ON supply_runs (community_id, service_date DESC, run_id DESC);
  CREATE TABLE run_bundles (${tenant}, run_id uuid NOT NULL, bundle text NOT NULL, name text NOT NULL, unit text NOT NULL, spec text NOT NULL,
    supplier text NOT NULL, weight_grams integer NOT NULL, price_fen bigint NOT NULL CHECK (price_fen >= 0),
    limit_per_household integer NOT NULL CHECK (limit_per_household > 0), cap integer NOT NULL CHECK (cap > 0),
    ordered integer NOT NULL DEFAULT 0 CHECK (ordered BETWEEN 0 AND cap),
    PRIMARY KEY (community_id, run_id, bundle),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs,
    FOREIGN KEY (community_id, bundle) REFERENCES bundles);
  CREATE TABLE run_pickup_points (${tenant}, run_id uuid NOT NULL, pickup_point_id uuid NOT NULL, gate text NOT NULL, name text NOT NULL,
    PRIMARY KEY (community_id, run_id, pickup_point_id),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
`;

/**
 * Rooms and names of households are not copied: members publishes them. `placed_by` (a name or a room as written) and `remark` are personal
 * and never leave. A cancelled line keeps the portions that were cancelled; `ordered` of a run's bundle is the sum of its lines not cancelled.
 */
const orders = `
  CREATE TABLE orders (${tenant}, order_id uuid NOT NULL, run_id uuid NOT NULL, for_household uuid NOT NULL,
    placed_by text, placed_by_household uuid, paid_by uuid NOT NULL, may_collect uuid[] NOT NULL DEFAULT '{}',
    pickup_point_id uuid NOT NULL, fulfilment text NOT NULL CHECK (fulfilment IN ('pick-up', 'drop-at-building', 'to-door', 'left-at-door')),
    way text NOT NULL CHECK (way IN ('self', 'proxy', 'staff', 'chain')), chain text CHECK ((chain IS NOT NULL) = (way = 'chain')),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled')), remark text,
    entered_by ${enteredBy}, channel ${enteredThrough}, first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    cancelled_at timestamptz, cancel_reason text,
    PRIMARY KEY (community_id, order_id),
    UNIQUE (community_id, run_id, order_id),
    FOREIGN KEY (community_id, run_id, pickup_point_id) REFERENCES run_pickup_points);
  CREATE UNIQUE INDEX one_open_order ON orders (community_id, run_id, for_household) WHERE state = 'open';
  CREATE INDEX ON orders (community_id, run_id, first_seen_at, order_id);
  CREATE TABLE order_lines (${tenant}, order_line_id uuid NOT NULL, order_id uuid NOT NULL, run_id uuid NOT NULL, bundle text NOT NULL,
    portions integer NOT NULL CHECK (portions > 0),
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cancelled', 'allocated', 'short', 'substituted', 'void')),
    allocated integer CHECK (allocated BETWEEN 0 AND portions),
    PRIMARY KEY (community_id, order_line_id),
    UNIQUE (community_id, order_id, bundle),
    FOREIGN KEY (community_id, run_id, order_id) REFERENCES orders (community_id, run_id, order_id),
    FOREIGN KEY (community_id, run_id, bundle) REFERENCES run_bundles);
  CREATE INDEX ON order_lines (community_id, run_id, bundle);
  CREATE TABLE order_line_increments (${tenant}, order_line_id uuid NOT NULL, seq integer NOT NULL, portions integer NOT NULL CHECK (portions > 0),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (community_id, order_line_id, seq),
    FOREIGN KEY (community_id, order_line_id) REFERENCES order_lines);
`;

/**
 * `chains.text` and `chain_entries.text` are personal. An entry's `orders` are what of it counts in the chain's orders, `[]` where nothing does:
 * an entry that counts and has vanished from the text is held, and goes on counting until a person decides.
 */
const chains = `
  CREATE TABLE chains (${tenant}, run_id uuid NOT NULL, name text NOT NULL, revision integer NOT NULL DEFAULT 0, text text NOT NULL DEFAULT '',
    text_hash text NOT NULL DEFAULT '', committed_at timestamptz, committed_by ${enteredBy},
    PRIMARY KEY (community_id, run_id, name),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE TABLE chain_entries (${tenant}, run_id uuid NOT NULL, chain text NOT NULL, fingerprint text NOT NULL, line integer NOT NULL,
    entry integer NOT NULL, serial text, text text NOT NULL, status text NOT NULL CHECK (status IN ('accepted', 'held', 'gone')),
    reason text CHECK ((reason IS NOT NULL) = (status = 'held')), reason_text jsonb, choices jsonb NOT NULL DEFAULT '[]',
    orders jsonb NOT NULL DEFAULT '[]', first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(), vanished_at timestamptz,
    answers jsonb NOT NULL DEFAULT '[]', answered_by text, answered_at timestamptz,
    PRIMARY KEY (community_id, run_id, chain, fingerprint),
    FOREIGN KEY (community_id, run_id, chain) REFERENCES chains);
  CREATE INDEX ON chain_entries (community_id, run_id, chain, status, line, entry);
  CREATE TABLE chain_orders (${tenant}, run_id uuid NOT NULL, chain text NOT NULL, household_id uuid NOT NULL, order_id uuid NOT NULL,
    items jsonb NOT NULL, gate text,
    PRIMARY KEY (community_id, run_id, chain, household_id),
    FOREIGN KEY (community_id, run_id, chain) REFERENCES chains,
    FOREIGN KEY (community_id, run_id, order_id) REFERENCES orders (community_id, run_id, order_id));
`;

/** Rights of the application besides SELECT. */
const rights = {
  bundles: 'INSERT, UPDATE',
  policies: 'INSERT',
  supply_runs: 'INSERT, UPDATE',
  run_bundles: 'INSERT, UPDATE',
  run_pickup_points: 'INSERT',
  orders: 'INSERT, UPDATE',
  order_lines: 'INSERT, UPDATE',
  order_line_increments: 'INSERT, UPDATE, DELETE',
  chains: 'INSERT, UPDATE',
  chain_entries: 'INSERT, UPDATE',
  chain_orders: 'INSERT, UPDATE, DELETE',
} as const;

const views = [
  publish(
    'orders.published_runs_v1',
    'SELECT community_id, run_id, compound, service_date::text AS service_date, stage, trip_cap, due_at FROM orders.supply_runs',
    [logistics],
  ),
  publish(
    'orders.published_run_pickup_points_v1',
    'SELECT community_id, run_id, pickup_point_id, gate, name FROM orders.run_pickup_points',
    [logistics],
  ),
];

/** The tables of catalogue, runs, orders and sign-up chains, and those of the mechanisms. Run by the owner, in schema `orders`. */
export class First1795500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`GRANT USAGE ON SCHEMA orders TO ${app}`);
    await db.query(mechanismTables(app));
    for (const tables of [catalogue, runs, orders, chains]) await db.query(tables);
    for (const [table, right] of Object.entries(rights)) await db.query(guard(table) + grant(table, right, app));
    for (const view of views) await db.query(view);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW orders.published_runs_v1, orders.published_run_pickup_points_v1');
    await db.query(`DROP TABLE ${Object.keys(rights).reverse().join(', ')}`);
    await db.query(dropMechanismTables);
  }
}
