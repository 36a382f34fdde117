import type { EntityManager } from 'typeorm';

/** Whoever acts no more signs in no more: also a later person who is given the same code finds nothing of theirs. */
export async function closeAccounts(tx: EntityManager, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await tx.query('DELETE FROM accounts WHERE code = ANY ($1)', [codes]);
  await tx.query(`UPDATE sessions SET ended_at = clock_timestamp(), ended_by = code WHERE code = ANY ($1) AND ended_at IS NULL`, [codes]);
  await revokeWays(tx, codes);
}

/** Devices are known no more, and invitations open nothing. */
export async function revokeWays(tx: EntityManager, codes: readonly string[]): Promise<void> {
  await tx.query('UPDATE devices SET revoked_at = clock_timestamp() WHERE code = ANY ($1) AND revoked_at IS NULL', [codes]);
  await tx.query('UPDATE invitations SET revoked_at = clock_timestamp() WHERE code = ANY ($1) AND used_at IS NULL AND revoked_at IS NULL', [
    codes,
  ]);
}
