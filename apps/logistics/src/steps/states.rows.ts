import type { GoodsState, PointState, TripState } from '@jielong/logistics-contract';
import { bundlesOf, disputesOf, doneSteps, handedOutOf, inFlightOf, type RunSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';

/** A run as its workflow needs it: read anew, because what was just written may have moved its points. */
export async function goodsStateOf(tx: EntityManager, { id, said, change, allocationVersion }: KnownRun): Promise<GoodsState> {
  const points = await tx.query<{ point: string; state: PointState }[]>(
    'SELECT pickup_point_id AS point, state FROM run_points WHERE run_id = $1 ORDER BY gate, name, pickup_point_id',
    [id],
  );
  return {
    done: doneSteps(said),
    trips: said.trips.map((trip) => trip.id),
    stops: said.stops.map(({ id: stop, trip, point }) => ({ stop, trip, point })),
    points,
    change,
    allocationVersion,
    calledOff: said.calledOff ?? false,
    inFlight: inFlightOf(said),
    handedOut: handedOutOf(said),
    disputes: disputesOf(said),
    wrapUp: said.wrapUp && !said.wrapUp.listed && !said.calledOff ? said.wrapUp.report.wrapUp : null,
  };
}

/** A bus as its workflow needs it: only its own steps, whatever else its runs have. */
export function tripStateOf(tripId: string, runs: readonly KnownRun[]): TripState {
  const served = runs.map(({ said }) => said).filter(({ trips }) => trips.some(({ id }) => id === tripId));
  const stops = served.flatMap((said) => stopsOn(said, tripId));
  const own = new Set([`confirmLoading@${tripId}`, ...stops.map(({ stop }) => `confirmHandoff@${stop}`)]);
  return {
    done: [...new Set(served.flatMap(doneSteps).filter((key) => own.has(key)))],
    runIds: served.map(({ run }) => run),
    bundles: [...new Set(served.flatMap(bundlesOf))].sort(),
    stops,
  };
}

const stopsOn = ({ run, stops }: RunSaid, tripId: string): TripState['stops'] =>
  stops.filter(({ trip }) => trip === tripId).map(({ id, point }) => ({ stop: id, runId: run, point }));
