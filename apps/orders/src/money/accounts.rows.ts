import { membersViews } from '@jielong/members-contract';
import { type Account, accountKey, accounts } from '@jielong/orders-domain';
import { refuseStrangers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { noSuchRun } from '../supply-runs/run-rows.js';

/** What an account holds; 0 where nothing was ever posted. */
export type Balances = (account: Account) => number;

/**
 * Holds accounts until the transaction ends, in the order in which postings lock them, and says what is in them. Whoever judges by a balance
 * holds all accounts that it will post to: of two transactions, none then waits for the other.
 */
export async function holdAccounts(tx: EntityManager, held: readonly Account[]): Promise<Balances> {
  const [kinds, holders] = [held.map(({ kind }) => kind), held.map(({ holder }) => holder)];
  await tx.query('SELECT hold_accounts($1, $2)', [kinds, holders]);
  const rows = await tx.query<(Account & { balance: number })[]>(
    `SELECT kind, holder, balance_fen::float8 AS balance FROM account_balances
     WHERE (kind, holder) IN (SELECT kind, holder FROM unnest($1::text[], $2::text[]) AS a(kind, holder))`,
    [kinds, holders],
  );
  const balances = new Map(rows.map((row) => [accountKey(row), row.balance]));
  return (account) => balances.get(accountKey(account)) ?? 0;
}

/** A run that is there, kept from being held by whoever writes what follows from it; before accounts, as everybody does. */
export async function shareRun(tx: EntityManager, runId: string): Promise<void> {
  const rows = await tx.query<unknown[]>('SELECT FROM supply_runs WHERE run_id = $1 FOR KEY SHARE', [runId]);
  if (rows.length === 0) throw noSuchRun(runId);
}

/** What a household owes over all runs, now. */
export async function balanceOf(tx: EntityManager, household: string): Promise<number> {
  const { kind, holder } = accounts.household(household);
  const [row] = await tx.query<{ balance: number }[]>(
    'SELECT balance_fen::float8 AS balance FROM account_balances WHERE (kind, holder) = ($1, $2)',
    [kind, holder],
  );
  return row?.balance ?? 0;
}

/** What households have ordered in runs that collect before they charge, and is not charged yet. */
export async function orderedAhead(tx: EntityManager, households: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ household: string; ahead: number }[]>(
    `SELECT o.paid_by AS household, sum(l.portions * b.price_fen)::float8 AS ahead
     FROM orders o JOIN order_lines l ON l.order_id = o.order_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     JOIN supply_runs r ON r.run_id = o.run_id
     WHERE o.paid_by = ANY($1) AND o.state = 'open' AND l.state = 'open' AND r.policies->>'collection' = 'before'
       AND r.stage IN ('ordering', 'confirming', 'purchasing', 'distributing')
     GROUP BY o.paid_by`,
    [households],
  );
  return new Map(rows.map(({ household, ahead }) => [household, ahead]));
}

/** Refuses the code of somebody who is not there. */
export const checkPerson = (tx: EntityManager, code: string | null): Promise<void> =>
  refuseStrangers(tx, membersViews.people, code === null ? [] : [code]);
