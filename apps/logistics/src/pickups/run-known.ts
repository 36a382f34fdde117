import { DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

/** 404 for a run that logistics has never heard of. */
export async function runMustBeKnown(tx: EntityManager, run: string): Promise<void> {
  const known = await tx.query<unknown[]>('SELECT FROM supply_runs WHERE run_id = $1', [run]);
  if (known.length) return;
  throw new DomainError('not-found', 'no-such-run', {
    zh: '没有这个团购批次，或它还没有锁单、没有货。',
    en: 'There is no such supply run, or it is not locked yet and has no goods.',
  });
}
