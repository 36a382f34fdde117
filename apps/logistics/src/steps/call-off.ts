import { tripWorkflowId } from '@jielong/logistics-contract';
import { ordersViews } from '@jielong/orders-contract';
import { audit, wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { closePoints } from './points.rows.js';
import { follow } from './said.js';

/**
 * Orders has called the run off: its points hand out nothing more, and nobody is asked to load for it. What is on its way stays where it is until
 * somebody says what becomes of it. Call it under the locks of the run and its points; run again, it changes nothing.
 */
export async function callOff(tx: EntityManager, run: KnownRun): Promise<void> {
  if (run.said.calledOff) return;
  const [said] = await tx.query<{ by: string | null }[]>(`SELECT called_off_by AS by FROM ${ordersViews.runs} WHERE run_id = $1`, [run.id]);
  if (!said?.by) return;
  await tx.query('UPDATE supply_runs SET called_off_at = clock_timestamp() WHERE run_id = $1', [run.id]);
  const speaker = { reportId: 'called-off', enteredBy: said.by, doneBy: said.by, evidence: 'told' as const };
  const after = { ...run.said, calledOff: true };
  await closePoints(tx, run.said, after, speaker);
  await follow(tx, [run], [after], speaker);
  for (const { id } of run.said.trips) await wakeProcess(tx, tripWorkflowId(id));
  await audit(tx, { action: 'callOffRun', subjectKind: 'supply-run', subjectId: run.id });
}
