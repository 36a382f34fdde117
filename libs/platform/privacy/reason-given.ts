import { DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

/**
 * Refuses to show what was written about a household, under whichever of its ids, to whoever has not said today why: members keeps the reason, sealed,
 * and counts. Throws a 403 `reason-first`.
 */
export async function needReasonGiven(tx: EntityManager, revealsView: string, households: readonly string[], by: string): Promise<void> {
  const [given] = await tx.query<unknown[]>(
    `SELECT FROM ${revealsView} WHERE kind = 'household' AND subject = ANY ($1) AND revealed_by = $2 LIMIT 1`,
    [households, by],
  );
  if (given === undefined) throw reasonFirst();
}

const reasonFirst = () =>
  new DomainError('forbidden', 'reason-first', {
    zh: '请先写明原因：POST /api/households/{id}/data（计入每天的查看次数），当天内再来取这一部分；或用 jielong household data。',
    en: 'Say why first: `POST /api/households/{id}/data`, which is counted, and ask for this part on the same day; or use `jielong household data`.',
  });
