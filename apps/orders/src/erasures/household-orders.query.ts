import type { householdOrdersAnswer } from '@jielong/orders-contract/schemas';
import { membersViews } from '@jielong/members-contract';
import { audit, needReasonGiven, type SealedTable } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { sameHousehold } from '../merges/same-household.rows.js';
import { balanceOf } from '../money/accounts.rows.js';
import { chainEntries, orderMoves, orders, payouts, waivers } from '../sealed.js';

export type HouseholdOrders = z.output<typeof householdOrdersAnswer>;
type Listed<Name extends keyof HouseholdOrders> = HouseholdOrders[Name] extends readonly (infer Row extends object)[] ? Row : never;

/** All that orders has about one household, with what was written, for the household itself. That it was read is recorded. Throws a 403 `reason-first`. */
export async function householdOrders(tx: EntityManager, household: string, by: string): Promise<HouseholdOrders> {
  const ids = [...(await sameHousehold(tx, [household]))(household)];
  await needReasonGiven(tx, membersViews.reveals, ids, by);
  await audit(tx, { action: 'exportData', subjectKind: 'household', subjectId: household });
  return {
    households: ids,
    balanceFen: await balanceOf(tx, household),
    orders: await rowsOf<Listed<'orders'>>(tx, queries.orders, ids, orders),
    entries: await rowsOf<Listed<'entries'>>(tx, queries.entries, ids, chainEntries),
    payments: await rowsOf<Listed<'payments'>>(tx, queries.payments, ids),
    payouts: await rowsOf<Listed<'payouts'>>(tx, queries.payouts, ids, payouts),
    waivers: await rowsOf<Listed<'waivers'>>(tx, queries.waivers, ids, waivers),
    moves: await rowsOf<Listed<'moves'>>(tx, queries.moves, ids, orderMoves),
  };
}

/** In the order in which they were written; what is sealed is opened by the key. */
async function rowsOf<Row extends object>(tx: EntityManager, sql: string, ids: readonly string[], table?: SealedTable): Promise<Row[]> {
  const rows = await tx.query<{ key: string; row: Row }[]>(
    `SELECT x.key, to_jsonb(x) - 'key' - 'written' AS row FROM (${sql}) x ORDER BY x.written, x.key`,
    [ids],
  );
  return rows.map(({ key, row }) => (table ? table.open(tx, key, row) : row));
}

/** Whether an entry counts for a household of which that holds. Whoever it only might have meant gets nothing of it: it may be a neighbour's. */
const countsFor = (entry: string, holds: string): string =>
  `EXISTS (SELECT FROM jsonb_to_recordset(${entry}.orders) AS counted("householdId" uuid) CROSS JOIN LATERAL (VALUES (counted."householdId")) AS of(household) WHERE ${holds})`;

/** Each with what tells its row from the others, and when it was written. */
const queries = {
  orders: `
    SELECT o.order_id::text AS key, o.first_seen_at AS written, o.order_id AS id, o.run_id AS "runId", o.for_household AS "forHousehold", o.way, o.state,
      o.first_seen_at AS "firstSeenAt", o.placed_by AS "placedBy", o.remark, o.cancel_reason AS "cancelReason",
      coalesce((SELECT jsonb_object_agg(l.bundle, l.portions) FROM order_lines l WHERE l.order_id = o.order_id AND l.in_place_of IS NULL), '{}') AS items
    FROM orders o WHERE o.for_household = ANY ($1)`,
  entries: `
    SELECT e.entry_id::text AS key, e.first_seen_at AS written, e.run_id AS "runId", e.chain, e.status, e.first_seen_at AS "firstSeenAt",
      CASE WHEN NOT ${countsFor('e', 'household <> ALL ($1)')} THEN e.text END AS text
    FROM chain_entries e WHERE ${countsFor('e', 'household = ANY ($1)')}`,
  payments: `
    SELECT payment_id::text AS key, at AS written, payment_id AS id, run_id AS "runId", way, amount_fen AS "amountFen", at
    FROM payments WHERE paid_by = ANY ($1)`,
  payouts: `
    SELECT payout_id::text AS key, at AS written, payout_id AS id, run_id AS "runId", amount_fen AS "amountFen", reason, at
    FROM payouts WHERE household = ANY ($1)`,
  waivers: `
    SELECT waiver_id::text AS key, at AS written, waiver_id AS id, run_id AS "runId", amount_fen AS "amountFen", reason, at
    FROM waivers WHERE household = ANY ($1)`,
  moves: `
    SELECT move_id::text AS key, at AS written, order_id AS "orderId", from_household AS "fromHousehold", to_household AS "toHousehold", reason, at
    FROM order_moves WHERE from_household = ANY ($1) OR to_household = ANY ($1)`,
} as const;
