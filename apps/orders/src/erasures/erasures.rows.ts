import { randomUUID } from 'node:crypto';
import { DomainError, type Erasure, type ErasureRefusal } from '@jielong/kernel';
import { erasureProcessId } from '@jielong/orders-contract';
import type { Erase, erasureAnswer } from '@jielong/orders-contract/schemas';
import { audit, endProcess, resumeProcess, startProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { mayErase } from './may-erase.rows.js';

type Shown = z.output<typeof erasureAnswer>;
export type ErasureView = Omit<Shown, 'askedAt' | 'doneAt'> & { readonly askedAt: Date; readonly doneAt: Date | null };

/** Starts an erasure, in the caller's transaction; one of the same subject that is open goes on instead, also where it has lost its execution. */
export async function startErasure(tx: EntityManager, community: string, wanted: Erase): Promise<ErasureView> {
  const { kind, subject, reason } = wanted;
  await mayErase(tx, kind, subject);
  const erasure: Erasure = { id: randomUUID(), kind, subject };
  const started = await tx.query<unknown[]>(
    'INSERT INTO erasures (erasure_id, kind, subject, reason) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING erasure_id',
    [erasure.id, kind, subject, reason],
  );
  if (started.length === 0) return (await resumed(tx, erasure)) ?? startErasure(tx, community, wanted); // it has ended this moment
  await startProcess(tx, {
    processId: erasureProcessId(erasure.id),
    workflow: 'erasureWorkflow',
    input: { community, erasure },
    summary: '清除个人信息',
    searchAttributes: { Community: community },
  });
  await audit(tx, { action: 'startErasure', subjectKind: kind, subjectId: subject, details: { erasure: erasure.id, reason } });
  return readErasure(tx, erasure.id);
}

async function resumed(tx: EntityManager, { kind, subject }: Erasure): Promise<ErasureView | undefined> {
  const [open] = await tx.query<{ id: string }[]>(
    'SELECT erasure_id AS id FROM erasures WHERE (kind, subject) = ($1, $2) AND done_at IS NULL',
    [kind, subject],
  );
  if (!open) return undefined;
  await resumeProcess(tx, erasureProcessId(open.id));
  return readErasure(tx, open.id);
}

/** It is done in every service. Said again, it changes nothing. */
export const endErasure = (tx: EntityManager, id: string, found: boolean): Promise<void> =>
  closeErasure(tx, id, { action: 'endErasure', found, refused: null });

/** Nobody was erased, because they cannot be forgotten by now. Said again, it changes nothing. */
export const refuseErasure = (tx: EntityManager, id: string, refused: ErasureRefusal): Promise<void> =>
  closeErasure(tx, id, { action: 'refuseErasure', found: null, refused });

interface Outcome {
  readonly action: string;
  readonly found: boolean | null;
  readonly refused: ErasureRefusal | null;
}

async function closeErasure(tx: EntityManager, id: string, { action, found, refused }: Outcome): Promise<void> {
  const [ended] = await tx.query<[{ kind: string; subject: string }[], number]>(
    `UPDATE erasures SET done_at = clock_timestamp(), found = $2, refused = $3 WHERE erasure_id = $1 AND done_at IS NULL RETURNING kind, subject`,
    [id, found, refused],
  );
  const details = { erasure: id, ...(refused === null ? { found } : { refused }) };
  for (const { kind, subject } of ended) await audit(tx, { action, subjectKind: kind, subjectId: subject, details });
  await endProcess(tx, erasureProcessId(id));
}

/** How far an erasure is. Throws a 404 `no-such-erasure`. */
export async function readErasure(tx: EntityManager, id: string): Promise<ErasureView> {
  const [row] = await tx.query<ErasureView[]>(
    `SELECT erasure_id AS id, kind, subject, reason, asked_by AS "askedBy", asked_at AS "askedAt", done_at AS "doneAt", found, refused
     FROM erasures WHERE erasure_id = $1`,
    [id],
  );
  if (!row) throw noSuchErasure(id);
  return row;
}

const noSuchErasure = (id: string) =>
  new DomainError('not-found', 'no-such-erasure', { zh: '没有这次清除。', en: 'There is no such erasure.' }, { id });
