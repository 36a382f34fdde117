import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { holdRun } from './held-run.js';

/** Cut-off, judged by the database's clock: self-service ends. Before it, or a second time, nothing changes. */
export async function closeOrdering(tx: EntityManager, runId: string): Promise<void> {
  await holdRun(tx, runId);
  const [rows] = await tx.query<[unknown[], number]>(
    `UPDATE supply_runs SET stage = 'confirming' WHERE run_id = $1 AND stage = 'ordering' AND cut_off_at <= clock_timestamp() RETURNING run_id`,
    [runId],
  );
  if (rows.length > 0) await audit(tx, { action: 'closeOrdering', subjectKind: 'supply-run', subjectId: runId });
}
