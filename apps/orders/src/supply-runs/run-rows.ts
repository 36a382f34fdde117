import { DomainError } from '@jielong/kernel';
import type { OpenBundle, OrderingHours, Substitutable } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

export interface LockedRun extends OrderingHours {
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  /** Codes of the bundles that it has opened. */
  readonly open: readonly string[];
}

/**
 * Holds a run until the transaction ends: `SHARE` while orders of it are written, `UPDATE` while its stage or cut-off is.
 * The clock is read when the lock is held, so that nobody who waited is judged by a time that is past.
 */
export async function lockRun(tx: EntityManager, runId: string, mode: 'SHARE' | 'UPDATE'): Promise<LockedRun> {
  const [run] = await tx.query<LockedRun[]>(
    `WITH held AS MATERIALIZED (SELECT stage, cut_off_at, compound, compound_name, service_date FROM supply_runs WHERE run_id = $1 FOR ${mode})
     SELECT stage, cut_off_at AS "cutOffAt", clock_timestamp() AS now, compound, compound_name AS "compoundName",
       service_date::text AS "serviceDate", ARRAY(SELECT bundle FROM run_bundles WHERE run_id = $1 AND NOT only_substitute ORDER BY bundle) AS open FROM held`,
    [runId],
  );
  if (!run) throw noSuchRun(runId);
  return run;
}

export type RunBundle = OpenBundle & Substitutable;

const bundles = `
  SELECT bundle, name, unit, limit_per_household AS "limitPerHousehold", cap, ordered, substitute FROM run_bundles
  WHERE run_id = $1 AND NOT only_substitute AND ($2::text[] IS NULL OR bundle = ANY($2)) ORDER BY bundle`;

/** The counters of a run's bundles, locked in the order of their codes; of all bundles, or of those named. */
export const lockBundles = (tx: EntityManager, runId: string, codes?: readonly string[]): Promise<RunBundle[]> =>
  tx.query<RunBundle[]>(`${bundles} FOR UPDATE`, [runId, codes ?? null]);

/** The same, as they stand now, for somebody who only looks. */
export const readBundles = (tx: EntityManager, runId: string): Promise<RunBundle[]> => tx.query<RunBundle[]>(bundles, [runId, null]);

/** Counts what has been ordered or taken back. The counters are locked already. */
export const countOrdered = async (tx: EntityManager, runId: string, difference: Readonly<Record<string, number>>): Promise<void> => {
  if (Object.keys(difference).length === 0) return;
  await tx.query(
    `UPDATE run_bundles b SET ordered = b.ordered + d.value::integer FROM jsonb_each_text($2) d WHERE b.run_id = $1 AND b.bundle = d.key`,
    [runId, JSON.stringify(difference)],
  );
};

/** 404 for a run that this community has not: an empty list would look like a run without orders. */
export async function runMustExist(tx: EntityManager, runId: string): Promise<void> {
  const rows = await tx.query<unknown[]>('SELECT FROM supply_runs WHERE run_id = $1', [runId]);
  if (rows.length === 0) throw noSuchRun(runId);
}

export const noSuchRun = (runId: string) =>
  new DomainError(
    'not-found',
    'no-such-run',
    {
      zh: '没有这个团购批次。用 GET /api/supply-runs 查看全部批次。',
      en: 'There is no such supply run. `GET /api/supply-runs` lists them.',
    },
    { runId },
  );
