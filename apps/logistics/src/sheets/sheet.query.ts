import { beijingTime } from '@jielong/kernel';
import type { PointState } from '@jielong/logistics-contract';
import type { Sheet, SheetKind, SheetRow, Unclaimed } from '@jielong/logistics-domain';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import { type PickupOrderItem, allPickupOrders } from '../pickups/pickup-orders.query.js';
import { runMustBeKnown } from '../pickups/run-known.js';

interface RunRow {
  readonly version: number;
  readonly serviceDate: string;
  readonly compoundName: string;
  readonly closesAt: string | null;
}
/** What the head of a sheet or text says of a run. */
async function runOf(tx: EntityManager, run: string): Promise<RunRow> {
  await runMustBeKnown(tx, run);
  const [row] = await tx.query<RunRow[]>(
    `SELECT r.allocation_version AS version, r.service_date::text AS "serviceDate", coalesce(c.name, r.compound) AS "compoundName",
       o.due_at->>'closePickup' AS "closesAt"
     FROM supply_runs r
     LEFT JOIN ${membersViews.compounds} c ON c.community_id = r.community_id AND c.code = r.compound
     LEFT JOIN ${ordersViews.runs} o ON o.community_id = r.community_id AND o.run_id = r.run_id
     WHERE r.run_id = $1`,
    [run],
  );
  if (!row) throw new Error(`run ${run} was there a moment ago`);
  return row;
}

interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly state: PointState;
}
const pointsOf = (tx: EntityManager, run: string): Promise<PointRow[]> =>
  tx.query<PointRow[]>('SELECT pickup_point_id AS id, name, state FROM run_points WHERE run_id = $1 ORDER BY name, pickup_point_id', [run]);

async function bundleNames(tx: EntityManager, run: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ bundle: string; name: string }[]>(`SELECT bundle, name FROM ${ordersViews.runBundles} WHERE run_id = $1`, [
    run,
  ]);
  return new Map(rows.map(({ bundle, name }) => [bundle, name]));
}

const isFor: Readonly<Record<SheetKind, (order: PickupOrderItem) => boolean>> = {
  pickup: ({ fulfilment }) => fulfilment === 'pick-up',
  'to-door': ({ fulfilment }) => fulfilment !== 'pick-up',
};

/** All that a sheet of a run says, for one point or for all. */
export async function readSheet(tx: EntityManager, run: string, kind: SheetKind, point?: string): Promise<Sheet> {
  const [{ version, serviceDate, compoundName }, points, names] = [
    await runOf(tx, run),
    await pointsOf(tx, run),
    await bundleNames(tx, run),
  ];
  const orders = (await allPickupOrders(tx, run)).filter(isFor[kind]);
  const rowsAt = (id: string) => orders.filter(({ pointId }) => pointId === id).map((order) => rowOf(order, names));
  const shown = points.filter(({ id }) => point === undefined || id === point).map(({ id, name }) => ({ name, rows: rowsAt(id) }));
  return { kind, runId: run, version, compoundName, serviceDate, points: shown };
}

function rowOf({ lines, ...order }: PickupOrderItem, names: ReadonlyMap<string, string>): SheetRow {
  const left: Record<string, number> = {};
  for (const { bundle, portions, handedOut } of lines) {
    const name = names.get(bundle) ?? bundle;
    left[name] = (left[name] ?? 0) + portions - handedOut;
  }
  return { ...order, left, handedOut: lines.reduce((sum, { handedOut }) => sum + handedOut, 0) };
}

const leftOf = ({ lines }: PickupOrderItem): number => lines.reduce((sum, { portions, handedOut }) => sum + portions - handedOut, 0);

/** What neighbours have not picked up; those who are delivered to are not called for. */
export async function readUnclaimed(tx: EntityManager, run: string): Promise<Unclaimed> {
  const { serviceDate, compoundName, closesAt } = await runOf(tx, run);
  const points = await pointsOf(tx, run);
  const orders = (await allPickupOrders(tx, run)).filter((order) => isFor.pickup(order) && leftOf(order) > 0);
  return {
    compoundName,
    serviceDate,
    until: closesAt === null ? null : beijingTime(new Date(closesAt)),
    points: points.map(({ id, name, state }) => ({
      name,
      state,
      rows: orders.filter(({ pointId }) => pointId === id).map((order) => ({ ...order, portions: leftOf(order) })),
    })),
  };
}
