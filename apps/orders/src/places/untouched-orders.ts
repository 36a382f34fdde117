import { logisticsViews } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import type { placesChangedAnswer } from '@jielong/orders-contract/schemas';
import { supplyRunId } from '@jielong/orders-contract';
import { wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

export type PlacesChanged = z.output<typeof placesChangedAnswer>;
type Change = 'pickup_point_id' | 'fulfilment';

interface Chosen {
  /** Those whose household lives there; null: wherever it lives. */
  readonly building: string | null;
  /** Those that say this now. */
  readonly now: string;
  readonly then: string;
}

/** Open orders of a run that say one thing say another from now on; it divides again, and its workflow is told. */
export async function changePlaces(tx: EntityManager, runId: string, column: Change, chosen: readonly Chosen[]): Promise<PlacesChanged> {
  const done: PlacesChanged[] = [];
  for (const one of chosen) done.push(await changeOrders(tx, runId, column, one));
  await tx.query('UPDATE supply_runs SET places_changed = true WHERE run_id = $1', [runId]);
  await wakeProcess(tx, supplyRunId(runId));
  const sum = (of: keyof PlacesChanged) => done.reduce((total, it) => total + it[of], 0);
  return { changed: sum('changed'), stayed: sum('stayed') };
}

/** Whoever has fetched something already finishes where they began. */
async function changeOrders(tx: EntityManager, runId: string, column: Change, { building, now, then }: Chosen): Promise<PlacesChanged> {
  const [changed] = await tx.query<[{ isStaying: boolean }[], number]>(
    `WITH chosen AS (
       SELECT o.order_id, EXISTS (SELECT FROM order_lines l JOIN ${logisticsViews.pickups} p ON p.order_line_id = l.order_line_id AND p.run_id = o.run_id
         WHERE l.order_id = o.order_id AND p.portions > 0) AS "isStaying"
       FROM orders o JOIN ${membersViews.households} h ON h.id = o.for_household
       WHERE o.run_id = $1 AND o.state = 'open' AND o.${column}::text = $2 AND ($4::text IS NULL OR h.building = $4))
     UPDATE orders o SET ${column} = CASE WHEN c."isStaying" THEN o.${column} ELSE $3::${column === 'fulfilment' ? 'text' : 'uuid'} END
     FROM chosen c WHERE o.order_id = c.order_id RETURNING c."isStaying"`,
    [runId, now, then, building],
  );
  const stayed = changed.filter(({ isStaying }) => isStaying).length;
  return { changed: changed.length - stayed, stayed };
}
