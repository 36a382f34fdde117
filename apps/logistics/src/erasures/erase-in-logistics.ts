import { audit, emptyAnswers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

const theirOrders = 'SELECT order_id FROM pickup_orders WHERE household_id = ANY ($1)';

/** Pickups, deliveries and scans name nobody but by id and code: only what people have written goes. */
const statements: readonly string[] = [
  `UPDATE pickup_reversals SET reason = '' WHERE reason <> '' AND order_id IN (${theirOrders})`,
  `UPDATE scan_conflict_decisions SET reason = '' WHERE reason <> ''
     AND conflict_id IN (SELECT conflict_id FROM scan_conflicts WHERE order_id IN (${theirOrders}))`,
  `UPDATE refused_reports SET payload = '', reason = '' WHERE (payload, reason) <> ('', '') AND process_id IN (
     SELECT 'supply-run:' || o.run_id FROM pickup_orders o JOIN supply_runs r USING (community_id, run_id)
     WHERE r.ended_at IS NOT NULL AND o.household_id = ANY ($1))`,
];

/** Makes empty what is written about a household, under all of its ids; what became of the goods stays. Said again, it changes nothing. */
export async function eraseInLogistics(tx: EntityManager, household: string, ids: readonly string[]): Promise<void> {
  const orders = await tx.query<{ id: string }[]>(`SELECT order_id AS id FROM pickup_orders WHERE household_id = ANY ($1)`, [ids]);
  const named = [...ids, ...orders.map(({ id }) => id)];
  let changed = await emptyAnswers(tx, (said) => named.some((id) => said.includes(id)));
  for (const sql of statements) {
    const [, rows] = await tx.query<[unknown[], number]>(sql, [ids]);
    changed += rows;
  }
  if (changed > 0) await audit(tx, { action: 'erase', subjectKind: 'household', subjectId: household });
}
