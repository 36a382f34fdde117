import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { decodeCursor, type Page, pageOf } from '../http/page.js';

/** A process that is not over, as its row says. */
export interface OpenProcess {
  readonly processId: string;
  readonly workflow: string;
  readonly startedAt: string;
  /** Its start, or a message to it, waits in the outbox. */
  readonly waits: boolean;
}
export interface OpenProcessQuery {
  readonly run?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}
interface Row {
  process_id: string;
  workflow: string;
  started_at: Date;
  started: string;
  waits: boolean;
}
const keySchema = z.tuple([z.string().max(40), z.string().max(200)]);

/** Processes that are not over, the oldest first. */
export async function listOpenProcesses(tx: EntityManager, { run, limit, after }: OpenProcessQuery): Promise<Page<OpenProcess>> {
  const [started, id] = decodeCursor(after, keySchema) ?? [null, null];
  const rows = await tx.query<Row[]>(
    `SELECT process_id, workflow, started_at, started_at::text AS started,
       EXISTS (SELECT FROM outbox o WHERE (o.community_id, o.process_id) = (p.community_id, p.process_id)) AS waits
     FROM processes p WHERE ended_at IS NULL AND ($1::text IS NULL OR search_attributes->'SupplyRun' ? $1)
       AND ($2::text IS NULL OR (started_at, process_id) > ($2::timestamptz, $3::text))
     ORDER BY started_at, process_id LIMIT $4`,
    [run ?? null, started, id, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => [row.started, row.process_id],
    ({ process_id, workflow, started_at, waits }) => ({ processId: process_id, workflow, startedAt: started_at.toISOString(), waits }),
  );
}
