import { DomainError, hashOf } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

interface EffectRow<T> {
  body_hash: string;
  result: T;
}

/**
 * Does `effect` once for a key, whoever asks again, and gives the stored result to all others; a result must survive JSON.
 * Call it in the transaction that writes, under a lock that every caller with this key takes (the run, the trip).
 */
export async function once<T>(tx: EntityManager, key: string, body: unknown, effect: () => Promise<T>): Promise<T> {
  const hash = hashOf(body);
  const [done] = await tx.query<EffectRow<T>[]>('SELECT body_hash, result FROM effects WHERE key = $1', [key]);
  if (done && done.body_hash !== hash) throw saidSomethingElse(key);
  if (done) return done.result;
  const result = await effect();
  await tx.query('INSERT INTO effects (key, body_hash, result) VALUES ($1, $2, $3)', [key, hash, JSON.stringify(result ?? null)]);
  return result;
}

export const saidSomethingElse = (key: string): DomainError<'report-id-reused'> =>
  new DomainError('invalid', 'report-id-reused', {
    zh: `${key} 已经登记过，内容不同。新的登记请用新的编号。`,
    en: `${key} has said something else before. A new report needs an id of its own.`,
  });
