import { createHash } from 'node:crypto';

/**
 * What a seal is made of: everything that an entry says, as one text that does not depend on who reads it. Where it names no session, or no
 * address, it is as it was before entries did, so that older seals hold; the address is called so, for alone it could be taken for a session.
 */
export const entryText = `(jsonb_build_array(e.audit_entry_id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor, e.channel,
  e.correlation_id, e.action, e.subject_kind, e.subject_id, e.details)
  || CASE WHEN e.session = '' THEN '[]'::jsonb ELSE jsonb_build_array(e.session) END
  || CASE WHEN e.address = '' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('address', e.address)) END)::text`;

export interface Link {
  readonly seq: number;
  readonly hash: string;
}

/** The seal of an entry: over its place in the chain, what it says, and the seal before it. SHA-256, hexadecimal. */
export const sealOf = (before: string, seq: number, text: string): string =>
  createHash('sha256').update(`${before}\n${seq}\n${text}`).digest('hex');

/** Seals for entries, in this order, after the end of the chain. */
export function chained<Entry extends { readonly text: string }>(head: Link, entries: readonly Entry[]): (Entry & Link)[] {
  let { seq, hash } = head;
  return entries.map((entry) => {
    seq += 1;
    hash = sealOf(hash, seq, entry.text);
    return { ...entry, seq, hash };
  });
}
