import type { movePickupBody } from '@jielong/orders-contract/schemas';
import { checkMovable, movesNowhere, type PickupMove, pointAfter, unknownBuildings } from '@jielong/orders-domain';
import { audit, nextId } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { checkPickupPoint } from '../orders/order-rows.js';
import { type HeldRun, holdRun } from '../steps/held-run.js';
import { noPickupPoint } from '../supply-runs/open-run.js';
import { pickupMoves } from '../sealed.js';
import { type BuildingPoint, buildingsOf, movesOf } from './places.rows.js';
import { changePlaces, type PlacesChanged } from './untouched-orders.js';

export type MovePickup = z.output<typeof movePickupBody>;

/** A whole gate, or some buildings, collect elsewhere from now on; orders go along, and so do those that are still to come. Codes stay. */
export async function movePickup(tx: EntityManager, runId: string, body: MovePickup): Promise<PlacesChanged> {
  const run = await holdRun(tx, runId);
  checkMovable(run.stage, run.calledOff);
  const buildings = await buildingsOf(tx, run.compound);
  if (body.from !== undefined) await checkPickupPoint(tx, runId, body.from);
  await takePoint(tx, run, buildings, body.to);
  const moves = movesMeant(body, buildings, await movesOf(tx, runId));
  for (const { building, from, to } of moves) {
    const id = await nextId(tx, 'pickup_moves', 'move_id');
    await tx.query(
      `INSERT INTO pickup_moves (move_id, run_id, building, from_point, to_point, reason) OVERRIDING SYSTEM VALUE
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, runId, building, from, to, pickupMoves.seal(tx, [runId, id], { reason: body.reason }).reason],
    );
  }
  const chosen = moves.map(({ building, from, to }) => ({ building, now: from, then: to }));
  const done = await changePlaces(tx, runId, 'pickup_point_id', chosen);
  await audit(tx, { action: 'movePickup', subjectKind: 'supply-run', subjectId: runId, details: { moves, ...done } });
  return done;
}

function movesMeant(
  { from, to, buildings = [] }: MovePickup,
  known: readonly BuildingPoint[],
  before: readonly PickupMove[],
): PickupMove[] {
  if (from === to) throw movesNowhere(to);
  if (from !== undefined) return [{ building: null, from, to }];
  const unknown = buildings.filter((name) => !known.some(({ building }) => building === name));
  if (unknown.length)
    throw unknownBuildings(
      unknown,
      known.map(({ building }) => building),
    );
  const moves = known
    .filter(({ building }) => buildings.includes(building))
    .map(({ building, pickupPointId }) => ({ building, from: pointAfter(before, building, pickupPointId), to }))
    .filter((move) => move.from !== to);
  if (!moves.length) throw movesNowhere(to);
  return moves;
}

/** Another point of the compound becomes one of the run's. */
async function takePoint(
  tx: EntityManager,
  { runId, compound, compoundName }: HeldRun,
  buildings: readonly BuildingPoint[],
  point: string,
): Promise<void> {
  const known = buildings.find(({ pickupPointId }) => pickupPointId === point);
  const own = await tx.query<unknown[]>('SELECT FROM run_pickup_points WHERE run_id = $1 AND pickup_point_id = $2', [runId, point]);
  if (own.length) return;
  if (!known) throw noPickupPoint({ code: compound, name: compoundName }, [point]);
  await tx.query('INSERT INTO run_pickup_points (run_id, pickup_point_id, gate, name) VALUES ($1, $2, $3, $4)', [
    runId,
    point,
    known.gate,
    known.pickupPoint,
  ]);
}
