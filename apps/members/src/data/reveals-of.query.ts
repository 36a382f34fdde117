import type { RevealedKind } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';
import { reveals } from '../sealed.js';

export interface RevealOf {
  readonly reason: string;
  readonly revealedBy: string;
  readonly at: Date;
}

/** Who has seen somebody in full, and why. */
export async function revealsOf(tx: EntityManager, kind: RevealedKind, subjects: readonly string[]): Promise<RevealOf[]> {
  const rows = await tx.query<(RevealOf & { id: string })[]>(
    `SELECT reveal_id AS id, reason, revealed_by AS "revealedBy", at FROM reveals WHERE kind = $1 AND subject = ANY ($2) ORDER BY reveal_id`,
    [kind, subjects],
  );
  return rows.map(({ id, ...row }) => reveals.open(tx, id, row));
}
