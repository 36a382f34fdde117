import { bundlesOf, expectedHandoff, expectedLoading, type Portions, type RunSaid } from '@jielong/logistics-domain';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import type { Asked, AskedLine } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { readSaid } from '../custody/said.rows.js';
import { uuidIn } from '../steps/subject.js';

/** A bundle of a run, as a form names it. */
export const lineKey = (run: string, bundle: string): string => `${run}|${bundle}`;
export const readKey = (key: string): { run: string; bundle: string } => {
  const [run = '', ...bundle] = key.split('|');
  return { run, bundle: bundle.join('|') };
};

interface RunNames {
  readonly id: string;
  readonly compound: string;
  readonly date: string;
  readonly bundles: Readonly<Record<string, { readonly name: string; readonly unit: string | null }>>;
}
interface PlaceNames {
  readonly vehicle: string | null;
  readonly points: readonly string[];
}

/** What a bus is to take, of all the runs that it serves. */
export async function askLoading(tx: EntityManager, processId: string): Promise<Asked> {
  const trip = uuidIn(processId);
  const runs = await runsNamed(tx, 'run_id IN (SELECT run_id FROM trip_runs WHERE trip_id = $1)', trip);
  const said = await readSaid(
    tx,
    runs.map(({ id }) => id),
  );
  const [bus] = await tx.query<PlaceNames[]>(
    `SELECT t.vehicle, ARRAY(SELECT p.gate || ' ' || p.name FROM stops s JOIN run_points p USING (community_id, run_id, pickup_point_id)
       WHERE s.trip_id = t.trip_id ORDER BY s.seq) AS points FROM trips t WHERE t.trip_id = $1`,
    [trip],
  );
  const lines = said.flatMap((run) => linesOf(runs, run, expectedLoading(run, trip)));
  const facts = [...aboutRuns(runs), { name: '送到', value: bus?.points.join('、') ?? '' }];
  return { facts: bus?.vehicle ? [...facts, { name: '车辆', value: bus.vehicle }] : facts, lines };
}

/** What is to come to a stop. */
export async function askHandoff(tx: EntityManager, _processId: string, stop: string | null): Promise<Asked> {
  const runs = await runsNamed(tx, 'run_id IN (SELECT run_id FROM stops WHERE stop_id = $1)', stop);
  const said = await readSaid(
    tx,
    runs.map(({ id }) => id),
  );
  const lines = said.flatMap((run) => linesOf(runs, run, expectedHandoff(run, stop ?? '')));
  const point = await pointName(tx, 'pickup_point_id IN (SELECT pickup_point_id FROM stops WHERE stop_id = $1)', stop);
  return { facts: [...aboutRuns(runs), { name: '自提点', value: point }], lines };
}

/** What is still at a pickup point. */
export async function askClosing(tx: EntityManager, processId: string, point: string | null): Promise<Asked> {
  const runs = await runsNamed(tx, 'run_id = $1', uuidIn(processId));
  const held = await tx.query<{ run: string; bundle: string; portions: number }[]>(
    `SELECT run_id AS run, bundle, portions FROM custody_balances WHERE run_id = $1 AND place_kind = 'pickup-point' AND place_ref = $2
     ORDER BY bundle`,
    [uuidIn(processId), point],
  );
  const lines = held.map(({ run, bundle, portions }) => lineOf(runs, run, bundle, portions));
  return { facts: [...aboutRuns(runs), { name: '自提点', value: await pointName(tx, 'pickup_point_id = $1', point) }], lines };
}

const runsNamed = (tx: EntityManager, which: string, id: string | null): Promise<RunNames[]> =>
  tx.query<RunNames[]>(
    `SELECT r.run_id AS id, coalesce(c.name, r.compound) AS compound, r.service_date::text AS date,
       (SELECT coalesce(json_object_agg(b.bundle, json_build_object('name', b.name, 'unit', b.unit)), '{}') FROM ${ordersViews.runBundles} b
        WHERE b.run_id = r.run_id) AS bundles
     FROM supply_runs r LEFT JOIN ${membersViews.compounds} c ON c.code = r.compound WHERE r.${which} ORDER BY r.run_id`,
    [id],
  );

async function pointName(tx: EntityManager, which: string, id: string | null): Promise<string> {
  const [point] = await tx.query<{ name: string }[]>(`SELECT gate || ' ' || name AS name FROM run_points WHERE ${which} LIMIT 1`, [id]);
  return point?.name ?? '';
}

const aboutRuns = (runs: readonly RunNames[]): Asked['facts'] => [
  { name: '小区', value: runs.map(({ compound }) => compound).join('、') },
  { name: '日期', value: [...new Set(runs.map(({ date }) => date))].join('、') },
];

const linesOf = (runs: readonly RunNames[], said: RunSaid, expected: Portions): AskedLine[] =>
  bundlesOf(said).map((bundle) => lineOf(runs, said.run, bundle, expected[bundle] ?? 0));

/** Of several runs each says whose goods they are. */
function lineOf(runs: readonly RunNames[], run: string, bundle: string, expected: number): AskedLine {
  const names = runs.find(({ id }) => id === run);
  const { name, unit } = names?.bundles[bundle] ?? { name: bundle, unit: null };
  return { key: lineKey(run, bundle), name: runs.length > 1 ? `${names?.compound ?? ''} ${name}` : name, unit: unit ?? '份', expected };
}
