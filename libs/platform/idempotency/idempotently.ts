import { createHash } from 'node:crypto';
import { canonical, type Actor } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../errors/problem-error.js';
import { Answer } from '../http/answer.js';
import { idempotencyKeys } from '../privacy/sealed-mechanisms.js';

interface KeyRow<T> {
  body_hash: string;
  status: number;
  answer: T;
  headers: Record<string, string | string[]> | null;
}
type Asker = Pick<Actor, 'code' | 'session' | 'posts'>;
/** Whose key it is: a shared device's own, whoever is at it now and wherever else they are. */
const askerOf = ({ code, session, posts }: Asker): string => (posts === undefined ? code : `session:${session}`);
/** Files of an import are part of a body: this reads megabytes in milliseconds. */
const digestOf = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('base64url');

/**
 * Does `work` once for a key, whoever else sends the same at the same time, and gives everybody the first answer.
 * The key is the first row of its transaction: a refusal rolls it back and is not remembered.
 */
export async function idempotently<T>(
  tx: EntityManager,
  actor: Asker,
  operation: string,
  key: string,
  body: unknown,
  work: (tx: EntityManager) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const [owner, hash] = [[askerOf(actor), operation, key], digestOf(body)];
  if (!(await isFirst(tx, owner, hash))) return storedAnswer<T>(tx, owner, hash);
  const answer = await work(tx);
  const { answer: sealed } = idempotencyKeys.seal(tx, owner, { answer: answer.body ?? null });
  await tx.query('UPDATE idempotency_keys SET status = $4, answer = $5, headers = $6 WHERE (actor, operation, key) = ($1, $2, $3)', [
    ...owner,
    answer.status,
    sealed,
    JSON.stringify(answer.headers),
  ]);
  return answer;
}

/** Waits for another transaction that holds the key, as long as a connection waits for any lock. */
async function isFirst(tx: EntityManager, owner: readonly string[], hash: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    'INSERT INTO idempotency_keys (actor, operation, key, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key',
    [...owner, hash],
  );
  return rows.length === 1;
}

async function storedAnswer<T>(tx: EntityManager, owner: readonly string[], hash: string): Promise<Answer<T>> {
  const [row] = await tx.query<KeyRow<T>[]>(
    'SELECT body_hash, status, answer, headers FROM idempotency_keys WHERE (actor, operation, key) = ($1, $2, $3)',
    [...owner],
  );
  if (row?.body_hash !== hash) throw reused();
  return new Answer(row.status, idempotencyKeys.open(tx, owner, row).answer, row.headers ?? {});
}

const reused = () =>
  new ProblemError(422, 'idempotency-key-reused', {
    zh: '这个 Idempotency-Key 已用于另一个请求：路径、查询参数或请求体不同。新的请求请用新的键。',
    en: 'This Idempotency-Key was used for another request: path, query or body differ. Use a new key for a new request.',
  });
