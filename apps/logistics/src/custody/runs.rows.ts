import { DomainError } from '@jielong/kernel';
import type { RunSaid } from '@jielong/logistics-domain';
import { ordersViews, type RunStage } from '@jielong/orders-contract';
import { shareBooks } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { readSaid } from './said.rows.js';

/** A run's row, and all that has been said about its goods. */
export interface KnownRun {
  readonly id: string;
  readonly compound: string;
  readonly serviceDate: string;
  readonly change: number;
  readonly allocationVersion: number;
  readonly said: RunSaid;
}
/** Its books are closed, whether its process here has heard so or not. */
export const overStages: readonly RunStage[] = ['closed', 'voided', 'cancelled'];

interface RunRow {
  run_id: string;
  compound: string;
  service_date: string;
  change: string;
  allocation_version: number;
  ended: boolean;
  called_off: boolean;
}

/**
 * The runs, known to logistics from now on, and locked in the order of their ids. Not FOR UPDATE: a pickup's foreign keys look at a run,
 * and must not wait for it while they hold its point. With points: whoever has these locks sees all pickups and lets no other in.
 */
export async function lockRuns(tx: EntityManager, runIds: readonly string[], points?: 'with points'): Promise<KnownRun[]> {
  await shareBooks(tx, runIds);
  await tx.query(
    `INSERT INTO supply_runs (run_id, compound, service_date)
     SELECT run_id, compound, service_date::date FROM ${ordersViews.runs} WHERE run_id = ANY($1) ORDER BY run_id ON CONFLICT DO NOTHING`,
    [runIds],
  );
  const rows = await tx.query<RunRow[]>(
    `SELECT run_id, compound, service_date::text AS service_date, change, allocation_version,
       ended_at IS NOT NULL OR EXISTS (SELECT FROM ${ordersViews.runs} p WHERE p.run_id = r.run_id AND p.stage = ANY($2)) AS ended,
       called_off_at IS NOT NULL AS called_off FROM supply_runs r
     WHERE run_id = ANY($1) ORDER BY run_id FOR NO KEY UPDATE`,
    [runIds, overStages],
  );
  const unknown = runIds.find((id) => !rows.some(({ run_id }) => run_id === id));
  if (unknown !== undefined) throw unknownRun(unknown);
  await learn(tx, runIds);
  if (points) await lockPoints(tx, runIds);
  const said = await readSaid(tx, runIds);
  return rows.map((row) => known(row, said));
}

function known(
  { run_id, compound, service_date, change, allocation_version, ended, called_off }: RunRow,
  said: readonly RunSaid[],
): KnownRun {
  const own = said.find(({ run }) => run === run_id) ?? { run: run_id, purchases: [], trips: [], stops: [], points: [] };
  return {
    id: run_id,
    compound,
    serviceDate: service_date,
    change: Number(change),
    allocationVersion: allocation_version,
    said: { ...own, ended, calledOff: called_off },
  };
}

/** A pickup holds its point FOR SHARE. */
const lockPoints = (tx: EntityManager, runIds: readonly string[]): Promise<unknown> =>
  tx.query('SELECT FROM run_points WHERE run_id = ANY($1) ORDER BY run_id, pickup_point_id FOR UPDATE', [runIds]);

/** Points and planned purchases, as orders publishes them; what is known stays as it is, but for what has given way to another purchase. */
async function learn(tx: EntityManager, runIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO run_points (run_id, pickup_point_id, gate, name)
     SELECT run_id, pickup_point_id, gate, name FROM ${ordersViews.runPoints} WHERE run_id = ANY($1) ON CONFLICT DO NOTHING`,
    [runIds],
  );
  await tx.query(
    `INSERT INTO purchase_lines (run_id, purchase_id, bundle, supplier, expected)
     SELECT run_id, purchase_id, bundle, supplier, expected FROM ${ordersViews.purchaseLines} WHERE run_id = ANY($1) ON CONFLICT DO NOTHING`,
    [runIds],
  );
  await tx.query(
    `UPDATE purchase_lines l SET given_way = true WHERE run_id = ANY($1) AND NOT given_way AND report_id IS NULL AND NOT EXISTS (
       SELECT FROM ${ordersViews.purchaseLines} p WHERE (p.run_id, p.purchase_id, p.bundle) = (l.run_id, l.purchase_id, l.bundle))`,
    [runIds],
  );
}

export const unknownRun = (id: string) =>
  new DomainError(
    'not-found',
    'no-such-run',
    { zh: '没有这个团购批次，请核对编号。', en: 'There is no such supply run. Check the id.' },
    { run: id },
  );
