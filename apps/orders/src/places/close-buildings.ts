import type { closeBuildingsBody } from '@jielong/orders-contract/schemas';
import { checkMovable, unknownBuildings } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdRun } from '../steps/held-run.js';
import { buildingsOf } from './places.rows.js';
import { changeOrders, type PlacesChanged, placesChanged } from './untouched-orders.js';

export type CloseBuildings = z.output<typeof closeBuildingsBody>;

/** Nobody leaves these buildings any more: what they would have fetched is dropped there, also of orders that are still to come. */
export async function closeBuildings(tx: EntityManager, runId: string, { buildings, reason }: CloseBuildings): Promise<PlacesChanged> {
  const run = await holdRun(tx, runId);
  checkMovable(run.stage, run.calledOff);
  const known = (await buildingsOf(tx, run.compound)).map(({ building }) => building);
  const unknown = buildings.filter((building) => !known.includes(building));
  if (unknown.length) throw unknownBuildings(unknown, known);
  const done: PlacesChanged = { changed: 0, stayed: 0 };
  for (const building of buildings) {
    await tx.query('INSERT INTO building_closures (run_id, building, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      runId,
      building,
      reason,
    ]);
    const { changed, stayed } = await changeOrders(tx, 'fulfilment', { runId, building, now: 'pick-up', then: 'drop-at-building' });
    done.changed += changed;
    done.stayed += stayed;
  }
  await placesChanged(tx, runId);
  await audit(tx, { action: 'closeBuildings', subjectKind: 'supply-run', subjectId: runId, details: { buildings, ...done } });
  return done;
}
