import { randomUUID } from 'node:crypto';
import type { Answer, ChainState, CommitDecision, CommitPlan, KnownEntry, StandingOrder } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { chains } from '../sealed.js';
import { entryIds, openedEntry, type PartedEntry, sealedEntry } from './entries.rows.js';

export interface ChainRow {
  readonly revision: number;
  readonly text: string;
  readonly textHash: string;
}
/** What has been answered: a reader's answer, or that a vanished entry goes on counting. */
export type KeptAnswer = Answer | { readonly fingerprint: string; readonly choose: 'keep' };
export type StoredEntry = KnownEntry & { readonly answers: readonly KeptAnswer[] };

/** A chain of a run, held until the transaction ends. */
export async function lockChain(tx: EntityManager, runId: string, name: string): Promise<ChainRow> {
  await tx.query('INSERT INTO chains (run_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [runId, name]);
  return readChain(tx, runId, name, 'FOR UPDATE');
}

/** A chain that nobody has committed to is at revision 0. */
export async function readChain(tx: EntityManager, runId: string, name: string, lock: '' | 'FOR UPDATE' = ''): Promise<ChainRow> {
  const [row] = await tx.query<ChainRow[]>(
    `SELECT revision, text, text_hash AS "textHash" FROM chains WHERE run_id = $1 AND name = $2 ${lock}`,
    [runId, name],
  );
  return row ? chains.open(tx, [runId, name], row) : { revision: 0, text: '', textHash: '' };
}

/** Every entry that the chain has ever held. */
export async function entriesOf(tx: EntityManager, runId: string, chain: string): Promise<StoredEntry[]> {
  const rows = await tx.query<(Omit<StoredEntry, 'orders'> & PartedEntry)[]>(
    `SELECT entry_id AS "entryId", fingerprint, line, entry, serial, text, orders, said, answers,
       to_char(first_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "firstSeenAt"
     FROM chain_entries WHERE run_id = $1 AND chain = $2 ORDER BY line, entry, first_seen_at, entry_id`,
    [runId, chain],
  );
  return rows.map((row) => openedEntry(tx, row));
}

/** What the chain stands for, by household. */
export async function chainStates(tx: EntityManager, runId: string, chain: string): Promise<ReadonlyMap<string, ChainState>> {
  const rows = await tx.query<(ChainState & { householdId: string })[]>(
    'SELECT household_id AS "householdId", order_id AS "orderId", items, gate FROM chain_orders WHERE run_id = $1 AND chain = $2',
    [runId, chain],
  );
  return new Map(rows.map((row) => [row.householdId, row]));
}

/** Every open order of the run, by household. Its counters are held, so that none of them can change. */
export async function standingOrders(tx: EntityManager, runId: string): Promise<ReadonlyMap<string, StandingOrder>> {
  const rows = await tx.query<(StandingOrder & { householdId: string })[]>(
    `SELECT o.for_household AS "householdId", o.order_id AS "orderId", coalesce(jsonb_object_agg(l.bundle, l.portions)
       FILTER (WHERE l.state = 'open' AND l.in_place_of IS NULL), '{}') AS items
     FROM orders o LEFT JOIN order_lines l ON l.order_id = o.order_id WHERE o.run_id = $1 AND o.state = 'open' GROUP BY 1, 2`,
    [runId],
  );
  return new Map(rows.map((row) => [row.householdId, row]));
}

/** Of several decisions about an entry at its commit the last one stands. */
export const decisionsIn = (answers: readonly KeptAnswer[]): ReadonlyMap<string, CommitDecision> =>
  new Map(
    answers.flatMap(({ fingerprint, choose }) =>
      choose === 'keep' || choose === 'drop' || choose === 'add' || choose === 'replace' ? [[fingerprint, choose] as const] : [],
    ),
  );

/** Writes the entries as a commit leaves them. What is gone is answered no more, unless it stands in the text and was dropped. */
export async function writeEntries(
  tx: EntityManager,
  runId: string,
  chain: string,
  { entries }: CommitPlan,
  answers: readonly KeptAnswer[],
): Promise<void> {
  const ids = await entryIds(tx, runId, chain);
  const rows = entries.map((entry) => {
    const answered =
      entry.status === 'gone' && !entry.isInText ? [] : answers.filter(({ fingerprint }) => fingerprint === entry.fingerprint);
    const row = { ...entry, answers: answered.map(({ fingerprint: _, ...answer }) => answer) };
    return sealedEntry(tx, ids.get(entry.fingerprint) ?? randomUUID(), row);
  });
  await tx.query(
    `INSERT INTO chain_entries (run_id, chain, entry_id, fingerprint, said, line, entry, serial, text, status, reason, reason_text, choices, orders,
       first_seen_at, vanished_at, answers, answered_by, answered_at)
     SELECT $1, $2, "entryId", fingerprint, said, line, entry, serial, text, status, reason, "reasonText", choices, orders, "firstSeenAt",
       CASE WHEN NOT "isInText" THEN clock_timestamp() END, answers, CASE WHEN answers <> '[]' THEN current_setting('app.actor', true) END,
       CASE WHEN answers <> '[]' THEN clock_timestamp() END
     FROM jsonb_to_recordset($3) AS e("entryId" uuid, fingerprint text, said text, line integer, entry integer, serial text, text text, status text, reason text,
       "reasonText" text, choices jsonb, orders jsonb, "firstSeenAt" timestamptz, "isInText" boolean, answers jsonb)
     ON CONFLICT (community_id, run_id, chain, entry_id) DO UPDATE SET said = excluded.said, line = excluded.line, entry = excluded.entry,
       serial = excluded.serial, text = excluded.text, status = excluded.status, reason = excluded.reason, reason_text = excluded.reason_text,
       choices = excluded.choices, orders = excluded.orders, answers = excluded.answers,
       vanished_at = CASE WHEN excluded.vanished_at IS NOT NULL THEN coalesce(chain_entries.vanished_at, excluded.vanished_at) END,
       answered_by = CASE WHEN excluded.answers = chain_entries.answers THEN chain_entries.answered_by ELSE excluded.answered_by END,
       answered_at = CASE WHEN excluded.answers = chain_entries.answers THEN chain_entries.answered_at ELSE excluded.answered_at END`,
    [runId, chain, JSON.stringify(rows)],
  );
}

/** A new revision of the chain with the text that it was committed from. */
export const writeChain = async (tx: EntityManager, runId: string, name: string, chain: ChainRow): Promise<void> => {
  await tx.query(
    `UPDATE chains SET revision = $3, text = $4, text_hash = $5, committed_at = clock_timestamp(),
       committed_by = coalesce(current_setting('app.actor', true), '') WHERE run_id = $1 AND name = $2`,
    [runId, name, chain.revision, chains.seal(tx, [runId, name], { text: chain.text }).text, chain.textHash],
  );
};
