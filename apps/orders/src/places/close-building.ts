import type { closeBuildingBody } from '@jielong/orders-contract/schemas';
import { checkMovable, unknownBuildings } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdRun } from '../steps/held-run.js';
import { buildingsOf } from './places.rows.js';
import { changeOrders, type PlacesChanged, placesChanged } from './untouched-orders.js';

export type CloseBuilding = z.output<typeof closeBuildingBody>;

/** Nobody leaves a building any more: what they would have fetched is dropped there, also of orders that are still to come. */
export async function closeBuilding(tx: EntityManager, runId: string, { building, reason }: CloseBuilding): Promise<PlacesChanged> {
  const run = await holdRun(tx, runId);
  checkMovable(run.stage, run.calledOff);
  const known = (await buildingsOf(tx, run.compound)).map((it) => it.building);
  if (!known.includes(building)) throw unknownBuildings([building], known);
  await tx.query('INSERT INTO building_closures (run_id, building, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    runId,
    building,
    reason,
  ]);
  const done = await changeOrders(tx, 'fulfilment', { runId, building, now: 'pick-up', then: 'drop-at-building' });
  await placesChanged(tx, runId);
  await audit(tx, { action: 'closeBuilding', subjectKind: 'supply-run', subjectId: runId, details: { building, ...done } });
  return done;
}
