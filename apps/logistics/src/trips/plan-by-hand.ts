import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { refuseStrangers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type KnownRun, lockRuns } from '../custody/runs.rows.js';
import { planTrip } from './plan-trip.js';
import type { PlanTripBody } from './trip.schema.js';

const plannable = ['ordering', 'confirming', 'purchasing', 'distributing'];

/** A person puts runs on a bus: at lock, nothing more is planned for the points that it serves. Gives the trip's id. */
export async function planByHand(tx: EntityManager, { runs: ids, stops, ...bus }: PlanTripBody): Promise<string> {
  const runs = await lockRuns(tx, [...new Set(ids)].sort());
  await refuseOver(tx, ids);
  await refuseStrangers(tx, membersViews.people, bus.crew ?? []);
  const wished = stops ?? runs.flatMap(unserved);
  for (const { run, point } of wished) refuseUnservable(runs, run, point);
  if (!wished.length) throw nothingToServe();
  return planTrip(tx, { stops: wished, ...bus });
}

const unserved = ({ id, said }: KnownRun) =>
  said.points.filter((point) => !said.stops.some((stop) => stop.point === point.id)).map((point) => ({ run: id, point: point.id }));

async function refuseOver(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const [over] = await tx.query<{ run_id: string; stage: string }[]>(
    `SELECT run_id, stage FROM ${ordersViews.runs} WHERE run_id = ANY($1) AND NOT stage = ANY($2) LIMIT 1`,
    [ids, plannable],
  );
  if (over) throw tooLate(over.run_id, over.stage);
}

function refuseUnservable(runs: readonly KnownRun[], run: string, point: string): void {
  const known = runs.find(({ id }) => id === run)?.said.points.some(({ id }) => id === point);
  if (!known) throw unknownPoint(run, point);
}

const unknownPoint = (run: string, point: string) =>
  new DomainError(
    'invalid',
    'unknown-point',
    { zh: '停靠点不属于所列批次，请核对 stops。', en: 'A stop is at no pickup point of these runs: check `stops`.' },
    { run, point },
  );
const nothingToServe = () =>
  new DomainError('conflict', 'already-planned', {
    zh: '这些批次的自提点都已有车次；要再派车请写明 stops。',
    en: 'Trips serve all points of these runs already; to send another, name its `stops`.',
  });
const tooLate = (run: string, stage: string) =>
  new DomainError(
    'conflict',
    'wrong-stage',
    { zh: `批次已到 ${stage}，不能再派车。`, en: `The run is ${stage}: no trip can be planned.` },
    { run, stage },
  );
