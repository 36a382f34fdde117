import { balanceTrigger, grant, guard, publish, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const logistics = 'jielong_logistics_app';
const enteredBy = `text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
const now = 'timestamptz NOT NULL DEFAULT clock_timestamp()';
const accountKinds = `('household', 'cash', 'advance', 'supplier', 'fund', 'clearing', 'waived')`;

/** A purchase without `report_id` that is bought was booked as assumed: its goods had moved before anybody said anything. */
const purchases = `
  CREATE TABLE purchases (${tenant}, purchase_id uuid NOT NULL, supplier text NOT NULL,
    state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'bought')),
    receipt_number text, none_because text, paid_from text CHECK (paid_from IN ('supplier', 'advance')),
    report_id text, entered_by text, done_by text, evidence text CHECK (evidence IN ('counted', 'listed', 'told', 'assumed')),
    planned_by ${enteredBy}, planned_at ${now}, bought_at timestamptz,
    CHECK ((report_id IS NULL) = (entered_by IS NULL)), CHECK ((state = 'bought') = (bought_at IS NOT NULL)),
    PRIMARY KEY (community_id, purchase_id));
  CREATE TABLE purchase_runs (${tenant}, purchase_id uuid NOT NULL, run_id uuid NOT NULL,
    PRIMARY KEY (community_id, purchase_id, run_id),
    FOREIGN KEY (community_id, purchase_id) REFERENCES purchases,
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE INDEX ON purchase_runs (community_id, run_id);
  CREATE TABLE purchase_lines (${tenant}, purchase_id uuid NOT NULL, run_id uuid NOT NULL, bundle text NOT NULL,
    expected integer NOT NULL CHECK (expected > 0), bought integer CHECK (bought >= 0), price_fen bigint CHECK (price_fen >= 0),
    CHECK ((bought IS NULL) = (price_fen IS NULL)),
    PRIMARY KEY (community_id, purchase_id, run_id, bundle),
    FOREIGN KEY (community_id, purchase_id, run_id) REFERENCES purchase_runs,
    FOREIGN KEY (community_id, run_id, bundle) REFERENCES run_bundles);
  CREATE INDEX ON purchase_lines (community_id, run_id, bundle);
`;

/** A version without `effective_at` waits for a person, or was overtaken by a later one. `sentence`: why it is less than `before`. */
const allocations = `
  CREATE TABLE allocations (${tenant}, run_id uuid NOT NULL, version integer NOT NULL CHECK (version > 0), basis bigint NOT NULL,
    rule text NOT NULL, reason text NOT NULL CHECK (reason IN ('bought', 'goods-changed')),
    made_at ${now}, effective_at timestamptz, approved_by text,
    PRIMARY KEY (community_id, run_id, version),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE TABLE allocation_lines (${tenant}, run_id uuid NOT NULL, version integer NOT NULL, order_line_id uuid NOT NULL, order_id uuid NOT NULL,
    household_id uuid NOT NULL, pickup_point_id uuid NOT NULL, fulfilment text NOT NULL, bundle text NOT NULL,
    portions integer NOT NULL CHECK (portions >= 0), before integer NOT NULL CHECK (before >= 0), sentence jsonb,
    CHECK ((portions < before) = (sentence IS NOT NULL)),
    PRIMARY KEY (community_id, run_id, version, order_line_id),
    FOREIGN KEY (community_id, run_id, version) REFERENCES allocations,
    FOREIGN KEY (community_id, order_line_id) REFERENCES order_lines);
  CREATE INDEX ON allocation_lines (community_id, order_line_id);
`;

/** The ledger of money: it only grows. What it is about, and on which occasion, is posted once. */
const money = `
  CREATE TABLE postings (${tenant}, posting_id bigint GENERATED ALWAYS AS IDENTITY, run_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('charge', 'credit', 'purchase', 'purchase-back', 'payment', 'payout', 'waive', 'to-fund', 'from-fund')),
    subject text NOT NULL, occasion text NOT NULL,
    debit_kind text NOT NULL CHECK (debit_kind IN ${accountKinds}), debit_holder text NOT NULL,
    credit_kind text NOT NULL CHECK (credit_kind IN ${accountKinds}), credit_holder text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0), entered_by ${enteredBy}, at ${now},
    CHECK ((debit_kind, debit_holder) <> (credit_kind, credit_holder)),
    PRIMARY KEY (community_id, posting_id),
    UNIQUE (community_id, run_id, kind, subject, occasion),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE INDEX ON postings (community_id, run_id, posting_id);
  CREATE TABLE account_balances (${tenant}, kind text NOT NULL CHECK (kind IN ${accountKinds}), holder text NOT NULL,
    balance_fen bigint NOT NULL,
    CHECK (kind <> 'cash' OR balance_fen >= 0), CHECK (kind <> 'advance' OR balance_fen <= 0), CHECK (kind <> 'waived' OR balance_fen >= 0),
    PRIMARY KEY (community_id, kind, holder));
  CREATE TABLE payments (${tenant}, payment_id uuid NOT NULL, run_id uuid NOT NULL, paid_by uuid NOT NULL, way text NOT NULL,
    collected_by text, amount_fen bigint NOT NULL CHECK (amount_fen > 0), entered_by ${enteredBy}, at ${now},
    PRIMARY KEY (community_id, payment_id),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs);
  CREATE INDEX ON payments (community_id, run_id, at);
  CREATE TABLE settlements (${tenant}, run_id uuid NOT NULL, number integer NOT NULL CHECK (number > 0), totals jsonb NOT NULL,
    approved_by text NOT NULL, report_id text NOT NULL, approved_at ${now},
    PRIMARY KEY (community_id, run_id, number),
    FOREIGN KEY (community_id, run_id) REFERENCES supply_runs,
    FOREIGN KEY (community_id, report_id) REFERENCES reports);
`;

const bookPostings = balanceTrigger('book_postings', {
  schema: 'orders',
  entries: 'postings',
  balances: 'account_balances',
  account: ['kind', 'holder'],
  adds: ['debit_kind', 'debit_holder'],
  takes: ['credit_kind', 'credit_holder'],
  amount: 'amount_fen',
  balance: 'balance_fen',
});

/** Rights of the application besides SELECT: versions, postings, payments and settlements may only grow, balances only follow. */
const rights = {
  purchases: 'INSERT, UPDATE',
  purchase_runs: 'INSERT',
  purchase_lines: 'INSERT, UPDATE',
  allocations: 'INSERT, UPDATE',
  allocation_lines: 'INSERT',
  postings: 'INSERT',
  payments: 'INSERT',
  settlements: 'INSERT',
} as const;

const views = [
  publish(
    'orders.published_allocation_lines_v1',
    `SELECT l.community_id, l.run_id, l.version, l.order_id, l.order_line_id, l.household_id, l.pickup_point_id, l.fulfilment, l.bundle, l.portions
     FROM orders.allocation_lines l
     JOIN orders.allocations a ON a.community_id = l.community_id AND a.run_id = l.run_id AND a.version = l.version
     WHERE a.effective_at IS NOT NULL AND l.portions > 0`,
    [logistics],
  ),
  publish(
    'orders.published_purchase_lines_v1',
    `SELECT l.community_id, l.purchase_id, l.run_id, l.bundle, p.supplier, l.expected, l.bought, p.report_id, p.entered_by, p.evidence
     FROM orders.purchase_lines l
     JOIN orders.purchases p ON p.community_id = l.community_id AND p.purchase_id = l.purchase_id`,
    [logistics],
  ),
];

/** The tables of purchases, allocations, money and settlements. Run by the owner, in schema `orders`. */
export class PurchasesAndMoney1795500001000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const tables of [purchases, allocations, money, bookPostings]) await db.query(tables);
    for (const [table, right] of Object.entries(rights)) await db.query(guard(table) + grant(table, right, app));
    await db.query(guard('account_balances') + `GRANT SELECT ON account_balances TO ${app};`);
    for (const view of views) await db.query(view);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP VIEW orders.published_allocation_lines_v1, orders.published_purchase_lines_v1');
    await db.query(`DROP TABLE account_balances, ${Object.keys(rights).reverse().join(', ')}; DROP FUNCTION book_postings`);
  }
}
