import type { Text } from '@jielong/kernel';
import type { signUpEntryAnswer, signUpsQuery } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { chainEntries } from '../sealed.js';
import { runMustExist } from '../supply-runs/run-rows.js';

export type SignUpEntry = Omit<z.output<typeof signUpEntryAnswer>, 'firstSeenAt' | 'vanishedAt'> & {
  readonly firstSeenAt: Date;
  readonly vanishedAt: Date | null;
};
type Row = Omit<SignUpEntry, 'reasonText' | 'reasonTextEn'> & {
  readonly entryId: string;
  readonly reasonText: Text | null;
  readonly until: string;
};
/** A cursor stands in addresses: never the fingerprint, which is what somebody wrote. Of entries in one place each vanished at another time. */
const keySchema = z.tuple([z.number().int(), z.number().int(), z.string().max(40)]);

/** The entries of a chain in the order of its text. */
export async function listSignUps(tx: EntityManager, runId: string, query: z.output<typeof signUpsQuery>): Promise<Page<SignUpEntry>> {
  await runMustExist(tx, runId);
  const [line, entry, until] = decodeCursor(query.after, keySchema) ?? [null, null, null];
  const rows = await tx.query<Row[]>(
    `SELECT entry_id AS "entryId", fingerprint, line, entry, serial, text, status, reason, reason_text AS "reasonText", choices,
       first_seen_at AS "firstSeenAt", vanished_at AS "vanishedAt",
       coalesce(vanished_at, 'infinity')::text AS until
     FROM chain_entries WHERE run_id = $1 AND chain = $2 AND ($3::text IS NULL OR status = $3)
       AND ($4::integer IS NULL OR (line, entry, coalesce(vanished_at, 'infinity')) > ($4::integer, $5::integer, $6::timestamptz))
     ORDER BY line, entry, coalesce(vanished_at, 'infinity') LIMIT $7`,
    [runId, query.chain, query.status ?? null, line, entry, until, query.limit + 1],
  );
  return pageOf(
    rows,
    query.limit,
    (row) => [row.line, row.entry, row.until],
    (row) => shown(tx, row),
  );
}

function shown(tx: EntityManager, row: Row): SignUpEntry {
  const { entryId: _, until: __, reasonText, ...entry } = chainEntries.open(tx, row.entryId, row);
  return { ...entry, reasonText: reasonText?.zh ?? null, reasonTextEn: reasonText?.en ?? null };
}
