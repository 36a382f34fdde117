import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { decodeCursor, pageOf } from '../http/page.js';
import { entryText, type Link, sealOf } from './chain.js';

export interface Finding {
  /**
   * `changed`: the entry does not say what was sealed; `missing`: it is gone; `gap`: a seal is gone; `cut`: the chain ends early; `unsealed`: an
   * entry was kept from being sealed; `rewritten`: the chain does not pass through the seal that was kept.
   */
  readonly what: 'changed' | 'missing' | 'gap' | 'cut' | 'unsealed' | 'rewritten';
  readonly seq: number | null;
  readonly entryId: string | null;
}
export interface VerificationQuery {
  readonly after?: string | undefined;
  readonly keptSeq?: number | undefined;
  readonly keptHash?: string | undefined;
}
export interface VerificationPage {
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** Where the chain ends as far as it was looked at: keep it, and show it to a later verification. */
  readonly head: Link;
  readonly next: string | null;
}
interface SealRow {
  readonly seq: string;
  readonly entryId: string;
  readonly hash: string;
  readonly text: string | null;
}

const pageSize = 2_000;
const keySchema = z.tuple([z.number().int().min(1), z.string().max(64)]);

/** Looks at the next seals; at the first page whether the chain passes through a seal that was kept, at the last whether it ends there. */
export async function verify(tx: EntityManager, { after, keptSeq, keptHash }: VerificationQuery): Promise<VerificationPage> {
  const [seq, hash] = decodeCursor(after, keySchema) ?? [0, ''];
  const seals = await tx.query<SealRow[]>(
    `SELECT s.seq, s.audit_entry_id AS "entryId", s.hash, CASE WHEN e.audit_entry_id IS NOT NULL THEN ${entryText} END AS text
     FROM audit_seals s LEFT JOIN audit_entries e ON e.audit_entry_id = s.audit_entry_id WHERE s.seq > $1 ORDER BY s.seq LIMIT $2`,
    [seq, pageSize + 1],
  );
  const { items, next } = pageOf(
    seals,
    pageSize,
    (seal) => [Number(seal.seq), seal.hash],
    (seal) => seal,
  );
  let before: Link = { seq, hash };
  const findings = items.flatMap((seal): Finding[] => {
    const found = lookAt(before, seal);
    before = { seq: Number(seal.seq), hash: seal.hash };
    return found;
  });
  if (after === undefined && keptSeq !== undefined && keptHash !== undefined && !(await isSealed(tx, { seq: keptSeq, hash: keptHash })))
    findings.push({ what: 'rewritten', seq: keptSeq, entryId: null });
  if (next === null) findings.push(...(await atTheEnd(tx, before)));
  return { checked: items.length, findings, head: before, next };
}

function lookAt(before: Link, { seq, entryId, hash, text }: SealRow): Finding[] {
  const at = Number(seq);
  if (at !== before.seq + 1) return [{ what: 'gap', seq: before.seq + 1, entryId: null }];
  if (text === null) return [{ what: 'missing', seq: at, entryId }];
  return sealOf(before.hash, at, text) === hash ? [] : [{ what: 'changed', seq: at, entryId }];
}

const shown = 20;
/** What is neither sealed nor waiting to be was taken out of the queue. */
async function atTheEnd(tx: EntityManager, last: Link): Promise<Finding[]> {
  const [head] = await tx.query<{ seq: string; hash: string }[]>(
    `SELECT seq, hash FROM audit_heads WHERE community_id = current_setting('app.community_id')`,
  );
  const isSame = head ? Number(head.seq) === last.seq && head.hash === last.hash : last.seq === 0;
  const isAhead = head !== undefined && Number(head.seq) > last.seq && (await isSealed(tx, { ...head, seq: Number(head.seq) })); // sealed meanwhile
  const unsealed = await tx.query<{ id: string }[]>(
    `SELECT e.audit_entry_id AS id FROM audit_entries e WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_entry_id = e.audit_entry_id)
       AND NOT EXISTS (SELECT FROM audit_queue q WHERE (q.community_id, q.audit_entry_id) = (e.community_id, e.audit_entry_id))
     ORDER BY e.audit_entry_id LIMIT ${shown}`,
  );
  const cut: Finding[] = !isSame && !isAhead ? [{ what: 'cut', seq: last.seq, entryId: null }] : [];
  return [...cut, ...unsealed.map(({ id }): Finding => ({ what: 'unsealed', seq: null, entryId: id }))];
}

const isSealed = async (tx: EntityManager, { seq, hash }: Link): Promise<boolean> =>
  (await tx.query<unknown[]>('SELECT FROM audit_seals WHERE seq = $1 AND hash = $2', [seq, hash])).length > 0;
