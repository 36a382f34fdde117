import { grant, guard, tenant } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const app = 'jielong_orders_app';
const enteredBy = `text NOT NULL DEFAULT coalesce(current_setting('app.actor', true), '')`;
const now = 'timestamptz NOT NULL DEFAULT clock_timestamp()';
const run = 'FOREIGN KEY (community_id, run_id) REFERENCES supply_runs';
const kinds = ['charge', 'credit', 'purchase', 'purchase-back', 'payment', 'payout', 'waive', 'to-fund', 'from-fund'];
const kindsAre = (all: readonly string[]) => `
  ALTER TABLE postings DROP CONSTRAINT postings_kind_check,
    ADD CONSTRAINT postings_kind_check CHECK (kind IN (${all.map((kind) => `'${kind}'`).join(', ')}));`;

/** `payment_list_lines.line_key` is a hash of a line's text, which names a room, and of which of several like it is meant. */
const tables = `
  ALTER TABLE payments ADD COLUMN prepaid boolean NOT NULL DEFAULT false;
  CREATE TABLE payment_reversals (${tenant}, payment_id uuid NOT NULL, reason text NOT NULL, entered_by ${enteredBy}, at ${now},
    PRIMARY KEY (community_id, payment_id),
    FOREIGN KEY (community_id, payment_id) REFERENCES payments);
  CREATE TABLE payouts (${tenant}, payout_id uuid NOT NULL, run_id uuid NOT NULL, household uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0), from_kind text NOT NULL CHECK (from_kind IN ('cash', 'fund')), paid_by text,
    reason text, entered_by ${enteredBy}, at ${now}, CHECK ((from_kind = 'cash') = (paid_by IS NOT NULL)),
    PRIMARY KEY (community_id, payout_id), ${run});
  CREATE INDEX ON payouts (community_id, run_id, at);
  CREATE TABLE waivers (${tenant}, waiver_id uuid NOT NULL, run_id uuid NOT NULL, household uuid NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0), reason text NOT NULL, entered_by ${enteredBy}, at ${now},
    PRIMARY KEY (community_id, waiver_id), ${run});
  CREATE INDEX ON waivers (community_id, run_id, household);
  CREATE TABLE payment_list_lines (${tenant}, run_id uuid NOT NULL, list text NOT NULL, line_key text NOT NULL, payment_id uuid NOT NULL,
    PRIMARY KEY (community_id, run_id, list, line_key),
    FOREIGN KEY (community_id, payment_id) REFERENCES payments, ${run});
`;

/** Whoever judges by a balance holds it first, in the order in which postings lock balances. The application may not write balances. */
const holdAccounts = `
  CREATE FUNCTION hold_accounts(kinds text[], holders text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = orders, pg_temp AS $$
  BEGIN
    INSERT INTO account_balances (kind, holder, balance_fen)
      SELECT DISTINCT a.kind, a.holder, 0 FROM unnest(kinds, holders) AS a(kind, holder) ORDER BY a.kind, a.holder ON CONFLICT DO NOTHING;
    PERFORM FROM account_balances b WHERE (b.kind, b.holder) IN (SELECT a.kind, a.holder FROM unnest(kinds, holders) AS a(kind, holder))
      ORDER BY b.kind, b.holder FOR UPDATE;
  END $$;
  REVOKE ALL ON FUNCTION hold_accounts(text[], text[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION hold_accounts(text[], text[]) TO ${app};
`;

const ledgers = ['payment_reversals', 'payouts', 'waivers', 'payment_list_lines'] as const;

/** Reversals, payouts, waivers and pasted payment lists: what was said about money only grows. */
export class Payments1795600001001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(kindsAre([...kinds, 'payment-back', 'supplementary']) + tables + holdAccounts);
    for (const table of ledgers) await db.query(guard(table) + grant(table, 'INSERT', app));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `DROP FUNCTION hold_accounts; DROP TABLE ${[...ledgers].reverse().join(', ')}; ALTER TABLE payments DROP COLUMN prepaid`,
    );
    await db.query(kindsAre(kinds));
  }
}
