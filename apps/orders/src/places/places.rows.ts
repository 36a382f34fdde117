import { membersViews } from '@jielong/members-contract';
import { type PickupMove, pointAfter } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { Household } from '../orders/household-rows.js';

/** Who collects elsewhere than usual in a run, in the order in which it was said. */
export const movesOf = (tx: EntityManager, runId: string): Promise<PickupMove[]> =>
  tx.query<PickupMove[]>('SELECT building, from_point AS "from", to_point AS "to" FROM pickup_moves WHERE run_id = $1 ORDER BY move_id', [
    runId,
  ]);

/** Where and how households collect in one run. */
export interface Places {
  readonly moves: readonly PickupMove[];
  readonly closed: ReadonlySet<string>;
}
/** In one statement: it is asked with every order. */
export async function placesOf(tx: EntityManager, runId: string): Promise<Places> {
  const [places] = await tx.query<{ moves: PickupMove[]; closed: string[] }[]>(
    `SELECT ARRAY(SELECT building FROM building_closures WHERE run_id = $1) AS closed, (
       SELECT coalesce(json_agg(json_build_object('building', building, 'from', from_point, 'to', to_point) ORDER BY move_id), '[]')
       FROM pickup_moves WHERE run_id = $1) AS moves`,
    [runId],
  );
  return { moves: places?.moves ?? [], closed: new Set(places?.closed) };
}

/** Where a household collects in a run: where it usually does, or would, unless that has moved. */
export const pointIn = ({ moves }: Places, { building, pickupPointId }: Household, usual = pickupPointId): string =>
  pointAfter(moves, building, usual);
/** How it gets its portions; those of a closed building are brought down to it. */
export const fulfilmentIn = ({ closed }: Places, { building, fulfilment }: Household): Household['fulfilment'] =>
  fulfilment === 'pick-up' && closed.has(building) ? 'drop-at-building' : fulfilment;

export interface BuildingPoint {
  readonly building: string;
  readonly pickupPointId: string;
  readonly gate: string;
  readonly pickupPoint: string;
}
/** Buildings of a compound, and where each usually collects. */
export const buildingsOf = (tx: EntityManager, compound: string): Promise<BuildingPoint[]> =>
  tx.query<BuildingPoint[]>(
    `SELECT building, pickup_point_id AS "pickupPointId", gate, pickup_point AS "pickupPoint" FROM ${membersViews.buildings}
     WHERE compound = $1 ORDER BY building`,
    [compound],
  );
