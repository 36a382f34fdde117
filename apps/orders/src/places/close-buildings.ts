import type { closeBuildingsBody } from '@jielong/orders-contract/schemas';
import { checkMovable, unknownBuildings } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdRun } from '../steps/held-run.js';
import { buildingClosures } from '../sealed.js';
import { buildingsOf } from './places.rows.js';
import { changePlaces, type PlacesChanged } from './untouched-orders.js';

export type CloseBuildings = z.output<typeof closeBuildingsBody>;

/** Nobody leaves these buildings any more: what they would have fetched is dropped there, also of orders that are still to come. */
export async function closeBuildings(tx: EntityManager, runId: string, { buildings, reason }: CloseBuildings): Promise<PlacesChanged> {
  const run = await holdRun(tx, runId);
  checkMovable(run.stage, run.calledOff);
  const known = (await buildingsOf(tx, run.compound)).map(({ building }) => building);
  const unknown = buildings.filter((building) => !known.includes(building));
  if (unknown.length) throw unknownBuildings(unknown, known);
  const closures = buildings.map((building) => buildingClosures.seal(tx, [runId, building], { building, reason }));
  await tx.query(
    `INSERT INTO building_closures (run_id, building, reason)
     SELECT $1, building, reason FROM jsonb_to_recordset($2) AS c(building text, reason text) ON CONFLICT DO NOTHING`,
    [runId, JSON.stringify(closures)],
  );
  const dropped = buildings.map((building) => ({ building, now: 'pick-up', then: 'drop-at-building' }));
  const done = await changePlaces(tx, runId, 'fulfilment', dropped);
  await audit(tx, { action: 'closeBuildings', subjectKind: 'supply-run', subjectId: runId, details: { buildings, ...done } });
  return done;
}
