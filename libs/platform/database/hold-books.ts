import type { EntityManager } from 'typeorm';

const key = `hashtextextended('books of ' || run, 0)`;

/**
 * Until the transaction ends: whoever books goods of a run shares it, whoever closes its books has it alone. Two services look at each other's
 * rows through views, which no row lock reaches; this one both can take. Take it before reading what the other one has written.
 */
export const shareBooks = (tx: EntityManager, runs: readonly string[]): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock_shared(${key}) FROM (SELECT unnest($1::text[]) AS run ORDER BY 1) runs`, [runs]);

export const holdBooks = (tx: EntityManager, run: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(${key}) FROM (SELECT $1::text AS run) runs`, [run]);
