import { membersViews } from '@jielong/members-contract';
import type { householdPickupsAnswer } from '@jielong/logistics-contract/schemas';
import { audit, needReasonGiven } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { conflictDecisions, pickupReversals } from '../sealed.js';

export type HouseholdPickups = z.output<typeof householdPickupsAnswer>;
type Order = HouseholdPickups['orders'][number];
type Keyed<Name extends 'reversals' | 'decisions'> = { readonly [N in Name]: readonly (Order[N][number] & { readonly id: string })[] };
type Row = Omit<Order, 'reversals' | 'decisions'> & Keyed<'reversals'> & Keyed<'decisions'>;

/** The household, and those that were merged into the same one. */
const ids = `SELECT $1::uuid AS id UNION SELECT merged_into FROM ${membersViews.households} WHERE id = $1
  UNION SELECT id FROM ${membersViews.households} WHERE merged_into = $1
    OR merged_into = (SELECT merged_into FROM ${membersViews.households} WHERE id = $1)`;
const listed = (select: string): string => `(SELECT coalesce(json_agg(x ORDER BY x.at), '[]') FROM (${select}) x)`;
const summed = (column: string): string =>
  `(SELECT coalesce(jsonb_object_agg(l.bundle, l.${column}), '{}') FROM pickup_order_lines l WHERE l.order_id = o.order_id)`;

/** All that logistics has about one household. That it was read is recorded. Throws a 403 `reason-first`. */
export async function householdPickups(tx: EntityManager, household: string, by: string): Promise<HouseholdPickups> {
  const known = await tx.query<{ id: string }[]>(ids, [household]);
  await needReasonGiven(
    tx,
    membersViews.reveals,
    known.map(({ id }) => id),
    by,
  );
  await audit(tx, { action: 'exportData', subjectKind: 'household', subjectId: household });
  const rows = await tx.query<Row[]>(
    `SELECT o.order_id AS "orderId", o.run_id AS "runId", o.household_id AS "householdId", o.pickup_point_id AS "pickupPointId", o.fulfilment,
       ${summed('portions')} AS portions, ${summed('handed_out')} AS "handedOut",
       ${listed(`SELECT pickup_id AS id, recorded_at AS at, outcome, way, collected_by AS "collectedBy", recorded_by AS "recordedBy"
         FROM pickups p WHERE p.order_id = o.order_id`)} AS pickups,
       ${listed(`SELECT at, outcome, delivered_to AS "deliveredTo", done_by AS "doneBy" FROM deliveries d WHERE d.order_id = o.order_id`)} AS deliveries,
       ${listed(`SELECT reversal_id AS id, at, reason, reversed_by AS "reversedBy" FROM pickup_reversals r WHERE r.order_id = o.order_id`)} AS reversals,
       ${listed(`SELECT d.conflict_id::text AS id, d.at, d.choice, d.reason, d.decided_by AS "decidedBy"
         FROM scan_conflict_decisions d JOIN scan_conflicts c USING (community_id, conflict_id) WHERE c.order_id = o.order_id`)} AS decisions
     FROM pickup_orders o WHERE o.household_id IN (${ids}) ORDER BY o.run_id, o.order_id`,
    [household],
  );
  const orders = rows.map((row) => ({
    ...row,
    reversals: row.reversals.map(({ id, ...one }) => pickupReversals.open(tx, id, one)),
    decisions: row.decisions.map(({ id, ...one }) => conflictDecisions.open(tx, id, one)),
  }));
  return { orders };
}
