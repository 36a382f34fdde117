import type { EntityManager } from 'typeorm';
import { idempotencyKeys } from '../privacy/sealed-mechanisms.js';

interface KeptAnswer {
  readonly actor: string;
  readonly operation: string;
  readonly key: string;
  readonly answer: unknown;
}
/** Whether an answer that an operation gave, as JSON, is one of those. */
export type IsAbout = (said: string, operation: string) => boolean;
const pageSize = 500;

/**
 * Kept answers that are about something say nothing any more; their keys stay, so that nothing is done twice. Gives how many there were. Every kept
 * answer has to be opened: this is rare, and they are kept for some days only.
 */
export async function emptyAnswers(tx: EntityManager, isAbout: IsAbout): Promise<number> {
  let emptied = 0;
  for (let after: readonly string[] = ['', '', '']; ;) {
    const rows = await tx.query<KeptAnswer[]>(
      `SELECT actor, operation, key, answer FROM idempotency_keys WHERE answer IS NOT NULL AND (actor, operation, key) > ($1, $2, $3)
       ORDER BY actor, operation, key LIMIT $4`,
      [...after, pageSize],
    );
    const about = rows.filter((row) => isAbout(JSON.stringify(idempotencyKeys.open(tx, ownerOf(row), row).answer), row.operation));
    await empty(tx, about);
    emptied += about.length;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return emptied;
    after = ownerOf(last);
  }
}

const ownerOf = ({ actor, operation, key }: KeptAnswer): readonly string[] => [actor, operation, key];

const empty = (tx: EntityManager, answers: readonly KeptAnswer[]): Promise<unknown> =>
  tx.query(
    `UPDATE idempotency_keys k SET answer = NULL FROM jsonb_to_recordset($1) AS r(actor text, operation text, key text)
     WHERE (k.actor, k.operation, k.key) = (r.actor, r.operation, r.key)`,
    [JSON.stringify(answers.map(({ actor, operation, key }) => ({ actor, operation, key })))],
  );
