import type { EntityManager } from 'typeorm';
import { onceCommitted } from '../database/in-community.js';
import { kickRelay } from '../outbox/kick.js';

/** By name, as registered in every namespace. Ids and codes only: they are never encrypted. */
export interface SearchAttributes {
  readonly SupplyRun?: readonly string[];
  readonly Compound?: readonly string[];
  readonly WaitingFor?: readonly string[];
  readonly Community?: string;
  readonly Stage?: string;
  /** `2026-11-25` */
  readonly ServiceDate?: string;
  readonly Overdue?: boolean;
}
export interface ProcessStart {
  readonly processId: string;
  /** The workflow's function name: `supplyRunWorkflow`. */
  readonly workflow: string;
  readonly input: object;
  /** Chinese, at most 60 characters: `蓝天花园 11-25 团购批次`. */
  readonly summary: string;
  /** Markdown, Chinese. */
  readonly details?: string;
  readonly searchAttributes: SearchAttributes;
}

/** The row of a process and the wish that it runs, in the caller's transaction; the relay starts it after the commit. */
export async function startProcess(tx: EntityManager, start: ProcessStart): Promise<void> {
  const { processId, workflow, input, summary, details = '', searchAttributes } = start;
  const rows = await tx.query<unknown[]>(
    `INSERT INTO processes (process_id, workflow, input, summary, details, search_attributes) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING process_id`,
    [processId, workflow, JSON.stringify(input), summary, details, JSON.stringify(searchAttributes)],
  );
  if (!rows.length) return;
  await tx.query(`INSERT INTO served_communities VALUES (current_setting('app.community_id')) ON CONFLICT DO NOTHING`);
  await wakeProcess(tx, processId);
}

/**
 * The wish that a process, ours or another service's, reads our rows again, in the caller's transaction: one of ours that does not run yet is
 * started, any other is told by its signal `look`. It costs the process that is told one signal, and whoever tells it nothing.
 * Each wish is a row of its own: one that is being delivered while another is written must not swallow it.
 */
export async function wakeProcess(tx: EntityManager, processId: string): Promise<void> {
  await tx.query(`INSERT INTO outbox (community_id, process_id) VALUES (current_setting('app.community_id'), $1)`, [processId]);
  onceCommitted(tx, kickRelay);
}

/**
 * The same wish, by which it goes out by itself only after `dueInMs`: whoever writes it tells the process sooner, and takes it back by its number.
 * Answers with that number, and with whose rows have changed.
 */
export async function wakeProcessLater(tx: EntityManager, processId: string, dueInMs: number): Promise<{ wish: string; service: string }> {
  const [row] = await tx.query<[{ wish: string; service: string }]>(
    `INSERT INTO outbox (community_id, process_id, not_before)
     VALUES (current_setting('app.community_id'), $1, clock_timestamp() + $2 * interval '1 millisecond') RETURNING wish, current_schema() AS service`,
    [processId, dueInMs],
  );
  return row;
}

/** The wish that a process starts again if it has lost its execution; one that is over stays over, as its row says. */
export async function resumeProcess(tx: EntityManager, processId: string): Promise<void> {
  await tx.query(`INSERT INTO outbox (community_id, process_id, again) VALUES (current_setting('app.community_id'), $1, true)`, [
    processId,
  ]);
  onceCommitted(tx, kickRelay);
}

/**
 * The wish that the open processes of a run start again where they have lost their execution; those that run read their rows. Gives their ids.
 * What is over stays over: rows, not Temporal, say so.
 */
export async function resumeProcesses(tx: EntityManager, runId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `INSERT INTO outbox (community_id, process_id, again)
     SELECT community_id, process_id, true FROM processes WHERE ended_at IS NULL AND search_attributes->'SupplyRun' ? $1 ORDER BY process_id
     RETURNING process_id AS id`,
    [runId],
  );
  onceCommitted(tx, kickRelay);
  return rows.map(({ id }) => id);
}
