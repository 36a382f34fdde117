import { balanceTrigger, dropMechanismTables, grant, guard, mechanismTables, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_logistics_app';
const orders = 'jielong_orders_app';
const enteredBy = `text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;

/** A run as logistics knows it: made when its goods are first asked for. `change`: see GoodsState. */
const runs = `
  CREATE TABLE supply_runs (${tenant}, run_id uuid NOT NULL, compound text NOT NULL, service_date date NOT NULL,
    change bigint NOT NULL DEFAULT 0, allocation_version integer NOT NULL DEFAULT 0 CHECK (allocation_version >= 0),
    planned_at timestamptz, ended_at timestamptz,
    PRIMARY KEY (community_id, run_id));
  CREATE TABLE run_points (${tenant}, run_id uuid NOT NULL, pickup_point_id uuid NOT NULL, gate text NOT NULL, name text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'open', 'closed', 'cleared')),
    opened_at timestamptz, closed_at timestamptz, closed_by text,
    PRIMARY KEY (community_id, run_id, pickup_point_id),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE TABLE purchase_lines (${tenant}, run_id uuid NOT NULL, purchase_id uuid NOT NULL, bundle text NOT NULL, supplier text NOT NULL,
    expected integer NOT NULL CHECK (expected >= 0), bought integer CHECK (bought >= 0),
    report_id text, entered_by text, evidence text, CHECK ((report_id IS NULL) = (entered_by IS NULL)),
    PRIMARY KEY (community_id, run_id, purchase_id, bundle),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
`;

/** `crew`: codes of persons. `planned` of a stop: portions by bundle, from the allocation; '{}' until there is one. */
const trips = `
  CREATE TABLE trips (${tenant}, trip_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'loading', 'under-way', 'done')),
    team text, vehicle text, crew jsonb NOT NULL DEFAULT '[]', planned_by ${enteredBy},
    planned_at timestamptz NOT NULL DEFAULT clock_timestamp(), departed_at timestamptz, ended_at timestamptz,
    PRIMARY KEY (community_id, trip_id));
  CREATE INDEX ON trips (community_id, planned_at DESC, trip_id DESC);
  CREATE TABLE trip_runs (${tenant}, trip_id uuid NOT NULL, run_id uuid NOT NULL,
    PRIMARY KEY (community_id, trip_id, run_id),
    FOREIGN KEY (community_id, trip_id) REFERENCES trips,
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE INDEX ON trip_runs (community_id, run_id);
  CREATE TABLE stops (${tenant}, stop_id uuid NOT NULL, trip_id uuid NOT NULL, run_id uuid NOT NULL, pickup_point_id uuid NOT NULL,
    seq integer NOT NULL CHECK (seq > 0), planned jsonb NOT NULL DEFAULT '{}',
    state text NOT NULL DEFAULT 'expected' CHECK (state IN ('expected', 'arrived', 'handed-over')), handed_over_at timestamptz,
    PRIMARY KEY (community_id, stop_id),
    UNIQUE (community_id, trip_id, run_id, pickup_point_id),
    UNIQUE (community_id, trip_id, seq),
    FOREIGN KEY (community_id, trip_id, run_id) REFERENCES trip_runs,
    FOREIGN KEY (community_id, run_id, pickup_point_id) REFERENCES run_points);
  CREATE INDEX ON stops (community_id, run_id);
`;

/**
 * What was taken over of an allocation: who may pick up how much where. A code is unique among the open ones of the community.
 * An order is referred to by its key alone: by run and order several indexes fit equally well while a table has no statistics, and a check
 * may then read all orders of the run for each of two thousand lines.
 */
const pickupOrders = `
  CREATE TABLE pickup_orders (${tenant}, order_id uuid NOT NULL, run_id uuid NOT NULL, household_id uuid NOT NULL,
    pickup_point_id uuid NOT NULL, fulfilment text NOT NULL CHECK (fulfilment IN ('pick-up', 'drop-at-building', 'to-door', 'left-at-door')),
    version integer NOT NULL CHECK (version > 0), code char(6) NOT NULL CHECK (code ~ '^[0-9]{6}$'), token text NOT NULL,
    open boolean NOT NULL DEFAULT true,
    PRIMARY KEY (community_id, order_id),
    FOREIGN KEY (community_id, run_id, pickup_point_id) REFERENCES run_points);
  CREATE UNIQUE INDEX one_open_code ON pickup_orders (community_id, code) WHERE open;
  CREATE UNIQUE INDEX one_token ON pickup_orders (community_id, token);
  CREATE INDEX ON pickup_orders (community_id, run_id, pickup_point_id);
  CREATE INDEX ON pickup_orders (community_id, run_id, household_id);
  CREATE TABLE pickup_order_lines (${tenant}, order_line_id uuid NOT NULL, order_id uuid NOT NULL, run_id uuid NOT NULL, bundle text NOT NULL,
    portions integer NOT NULL, handed_out integer NOT NULL DEFAULT 0, version integer NOT NULL CHECK (version > 0),
    CHECK (handed_out BETWEEN 0 AND portions),
    PRIMARY KEY (community_id, order_line_id),
    FOREIGN KEY (community_id, order_id) REFERENCES pickup_orders);
  CREATE INDEX ON pickup_order_lines (community_id, order_id);
  CREATE INDEX ON pickup_order_lines (community_id, run_id);
`;

/** What was said at a gate, in whichever way it reached us: scans are kept word for word, pickups are what they came to. */
const pickups = `
  CREATE TABLE scans (${tenant}, scan_id text NOT NULL, body jsonb NOT NULL, body_hash text NOT NULL, status text NOT NULL,
    answer jsonb NOT NULL, device_id text, recorded_by ${enteredBy}, given_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (community_id, scan_id));
  CREATE TABLE pickups (${tenant}, pickup_id uuid NOT NULL, run_id uuid NOT NULL, order_id uuid NOT NULL, pickup_point_id uuid NOT NULL,
    scan_id text, device_id text, kind text NOT NULL CHECK (kind IN ('ask', 'state')), given_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(), recorded_by ${enteredBy}, collected_by text, way text NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (community_id, pickup_id),
    FOREIGN KEY (community_id, order_id) REFERENCES pickup_orders,
    FOREIGN KEY (community_id, run_id, pickup_point_id) REFERENCES run_points);
  CREATE INDEX ON pickups (community_id, order_id, recorded_at);
  CREATE INDEX ON pickups (community_id, run_id, recorded_at);
  CREATE TABLE pickup_lines (${tenant}, pickup_id uuid NOT NULL, order_line_id uuid NOT NULL, portions integer NOT NULL CHECK (portions > 0),
    PRIMARY KEY (community_id, pickup_id, order_line_id),
    FOREIGN KEY (community_id, pickup_id) REFERENCES pickups,
    FOREIGN KEY (community_id, order_line_id) REFERENCES pickup_order_lines);
  CREATE INDEX ON pickup_lines (community_id, order_line_id);
  CREATE TABLE scan_conflicts (${tenant}, conflict_id bigint GENERATED ALWAYS AS IDENTITY, scan_id text NOT NULL, run_id uuid, order_id uuid,
    code text NOT NULL, details jsonb NOT NULL DEFAULT '{}', at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (community_id, conflict_id));
  CREATE INDEX ON scan_conflicts (community_id, run_id, conflict_id);
  CREATE TABLE deliveries (${tenant}, delivery_id bigint GENERATED ALWAYS AS IDENTITY, run_id uuid NOT NULL, order_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('delivered', 'left-at-door', 'nobody-there', 'refused', 'not-delivered')),
    delivered_to text, done_by text NOT NULL, entered_by ${enteredBy},
    evidence text NOT NULL CHECK (evidence IN ('counted', 'listed', 'told', 'assumed')),
    at timestamptz NOT NULL DEFAULT clock_timestamp(), scan_id text,
    PRIMARY KEY (community_id, delivery_id),
    FOREIGN KEY (community_id, order_id) REFERENCES pickup_orders);
  CREATE INDEX ON deliveries (community_id, order_id, delivery_id);
  CREATE INDEX ON deliveries (community_id, run_id);
`;

/** The ledger of goods: it only grows. Every movement is said by a report, or is a pickup's; a movement is reversed once at most. */
const custody = `
  CREATE TABLE custody_movements (${tenant}, movement_id bigint GENERATED ALWAYS AS IDENTITY, run_id uuid NOT NULL, bundle text NOT NULL,
    kind text NOT NULL
      CHECK (kind IN ('receive', 'load', 'hand-off', 'hand-out', 'lose', 'find', 'convert', 'dispose', 'reverse')),
    step text NOT NULL, from_kind text NOT NULL, from_ref text NOT NULL DEFAULT '', to_kind text NOT NULL, to_ref text NOT NULL DEFAULT '',
    portions integer NOT NULL CHECK (portions > 0), report_id text, pickup_id uuid, reverses bigint,
    evidence text NOT NULL CHECK (evidence IN ('counted', 'listed', 'told', 'assumed')), entered_by text NOT NULL CHECK (entered_by <> ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((from_kind, from_ref) <> (to_kind, to_ref)), CHECK ((kind = 'reverse') = (reverses IS NOT NULL)),
    CHECK (report_id IS NOT NULL OR pickup_id IS NOT NULL),
    PRIMARY KEY (community_id, movement_id),
    UNIQUE (community_id, reverses),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs,
    FOREIGN KEY (community_id, pickup_id) REFERENCES pickups,
    FOREIGN KEY (community_id, reverses) REFERENCES custody_movements);
  CREATE INDEX ON custody_movements (community_id, run_id, movement_id);
  CREATE TABLE custody_balances (${tenant}, run_id uuid NOT NULL, bundle text NOT NULL, place_kind text NOT NULL, place_ref text NOT NULL,
    portions integer NOT NULL, CHECK (portions >= 0 OR place_kind IN ('source', 'sorting')),
    PRIMARY KEY (community_id, run_id, bundle, place_kind, place_ref),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
`;

const bookMovements = balanceTrigger('book_movements', {
  schema: 'logistics',
  entries: 'custody_movements',
  balances: 'custody_balances',
  shared: ['run_id', 'bundle'],
  account: ['place_kind', 'place_ref'],
  adds: ['to_kind', 'to_ref'],
  takes: ['from_kind', 'from_ref'],
  amount: 'portions',
  balance: 'portions',
});

/** Rights of the application besides SELECT: ledgers and what was said at a gate may only grow, balances only follow. */
const rights = {
  supply_runs: 'INSERT, UPDATE',
  run_points: 'INSERT, UPDATE',
  purchase_lines: 'INSERT, UPDATE',
  trips: 'INSERT, UPDATE',
  trip_runs: 'INSERT',
  stops: 'INSERT, UPDATE',
  pickup_orders: 'INSERT, UPDATE',
  pickup_order_lines: 'INSERT, UPDATE',
  scans: 'INSERT, UPDATE',
  pickups: 'INSERT',
  pickup_lines: 'INSERT',
  scan_conflicts: 'INSERT',
  deliveries: 'INSERT',
  custody_movements: 'INSERT',
} as const;

const views = [
  publish(
    'logistics.published_pickups_v1',
    `SELECT l.community_id, l.run_id, l.order_line_id, l.bundle, l.version, l.handed_out AS portions,
       coalesce(d.outcome, CASE WHEN l.handed_out > 0 THEN 'handed-out' WHEN o.open THEN 'open' ELSE 'unclaimed' END) AS outcome,
       coalesce(d.at, p.at) AS at
     FROM logistics.pickup_order_lines l
     JOIN logistics.pickup_orders o ON o.community_id = l.community_id AND o.order_id = l.order_id
     LEFT JOIN LATERAL (SELECT outcome, at FROM logistics.deliveries d
       WHERE d.community_id = l.community_id AND d.order_id = l.order_id ORDER BY d.delivery_id DESC LIMIT 1) d ON true
     LEFT JOIN LATERAL (SELECT max(p.recorded_at) AS at FROM logistics.pickup_lines pl
       JOIN logistics.pickups p ON p.community_id = pl.community_id AND p.pickup_id = pl.pickup_id
       WHERE pl.community_id = l.community_id AND pl.order_line_id = l.order_line_id) p ON true`,
    [orders],
  ),
  publish(
    'logistics.published_balances_v1',
    'SELECT community_id, run_id, bundle, place_kind, place_ref, portions FROM logistics.custody_balances',
    [orders],
  ),
];

/** The tables of trips, custody, pickups and deliveries, and those of the mechanisms. Run by the owner, in schema `logistics`. */
export class First1795500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(mechanismTables(app));
    for (const tables of [runs, trips, pickupOrders, pickups, custody, bookMovements]) await db.query(tables);
    for (const [table, right] of Object.entries(rights)) await db.query(guard(table) + grant(table, right, app));
    await db.query(guard('custody_balances') + `GRANT SELECT ON custody_balances TO ${app};`);
    for (const view of views) await db.query(view);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW logistics.published_pickups_v1, logistics.published_balances_v1');
    await db.query(`DROP TABLE custody_balances, ${Object.keys(rights).reverse().join(', ')}; DROP FUNCTION book_movements`);
    await db.query(dropMechanismTables);
  }
}
