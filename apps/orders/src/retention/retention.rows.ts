import type { ForgottenCounts, RetentionDays } from '@jielong/kernel';
import { type RetentionInput, retentionProcessId } from '@jielong/orders-contract';
import { audit, endProcess, resumeProcess, startProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { policiesInForce } from '../policies/policies.rows.js';

/** For how long things are kept, by the policies in force. */
export const retentionDays = async (tx: EntityManager): Promise<RetentionDays> => (await policiesInForce(tx)).policies.retentionDays;

/** Starts a round, in the caller's transaction; one that is open goes on instead, also where it has lost its execution. Gives the id of the one that runs. */
export async function startRetention(tx: EntityManager, { community, retentionId }: RetentionInput): Promise<string> {
  const started = await tx.query<unknown[]>(
    'INSERT INTO retentions (retention_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING retention_id',
    [retentionId],
  );
  if (started.length === 0) return resumed(tx, retentionId);
  const input: RetentionInput = { community, retentionId };
  await startProcess(tx, {
    processId: retentionProcessId(retentionId),
    workflow: 'retentionWorkflow',
    input,
    summary: '到期数据清除',
    searchAttributes: { Community: community },
  });
  await audit(tx, { action: 'startRetention', subjectKind: 'retention', subjectId: retentionId });
  return retentionId;
}

/** Asked again under the same id it may be over by now: then there is nothing to do. */
async function resumed(tx: EntityManager, retentionId: string): Promise<string> {
  const [open] = await tx.query<{ id: string }[]>('SELECT retention_id AS id FROM retentions WHERE ended_at IS NULL');
  if (!open) return retentionId;
  await resumeProcess(tx, retentionProcessId(open.id));
  return open.id;
}

/** The round is over. Said again, it changes nothing. */
export async function endRetention(tx: EntityManager, retentionId: string, counts: ForgottenCounts): Promise<void> {
  await tx.query('UPDATE retentions SET ended_at = clock_timestamp(), counts = $2 WHERE retention_id = $1 AND ended_at IS NULL', [
    retentionId,
    JSON.stringify(counts),
  ]);
  await endProcess(tx, retentionProcessId(retentionId));
}

export interface Round {
  readonly id: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly counts: ForgottenCounts;
}
export interface RetentionShown {
  readonly days: RetentionDays;
  readonly last: Round | null;
}

/** For how long things are kept, and what the last round has forgotten. */
export async function showRetention(tx: EntityManager): Promise<RetentionShown> {
  const [last] = await tx.query<Round[]>(
    `SELECT retention_id AS id, started_at AS "startedAt", ended_at AS "endedAt", counts FROM retentions ORDER BY started_at DESC LIMIT 1`,
  );
  return { days: await retentionDays(tx), last: last ?? null };
}
