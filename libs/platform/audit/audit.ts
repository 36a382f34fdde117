import type { EntityManager } from 'typeorm';

export interface AuditEntry {
  /** Imperative, as in the code: `placeOrder`. */
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Who did what to which thing: actor, channel, session, address and correlation id come from the context. In the transaction of the deed, which waits for
 * nobody: the sealer takes entries from the queue and chains them afterwards.
 */
export const audit = async (tx: EntityManager, { action, subjectKind, subjectId, details = {} }: AuditEntry): Promise<void> => {
  await tx.query(
    `WITH entry AS (
       INSERT INTO audit_entries (action, subject_kind, subject_id, details) VALUES ($1, $2, $3, $4) RETURNING audit_entry_id)
     INSERT INTO audit_queue (audit_entry_id) SELECT audit_entry_id FROM entry`,
    [action, subjectKind, subjectId, JSON.stringify(details)],
  );
};
