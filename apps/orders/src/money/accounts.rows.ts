import { membersViews } from '@jielong/members-contract';
import { type Account, accountKey, accounts } from '@jielong/orders-domain';
import { refuseStrangers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { sameHousehold } from '../merges/same-household.rows.js';
import { noSuchRun } from '../supply-runs/run-rows.js';

/** What an account holds; 0 where nothing was ever posted. */
export type Balances = (account: Account) => number;

/**
 * Holds accounts until the transaction ends, in the order in which postings lock them, and says what is in them. Whoever judges by a balance
 * holds all accounts that it will post to: of two transactions, none then waits for the other. A household's money is that of all its ids.
 */
export async function holdAccounts(tx: EntityManager, held: readonly Account[]): Promise<Balances> {
  const sameAs = await accountsOf(tx, held);
  const all = held.flatMap(sameAs);
  const [kinds, holders] = [all.map(({ kind }) => kind), all.map(({ holder }) => holder)];
  await tx.query('SELECT hold_accounts($1, $2)', [kinds, holders]);
  return readBalances(tx, all, sameAs);
}

/** What accounts hold now, for somebody who only looks. */
export async function lookIntoAccounts(tx: EntityManager, wanted: readonly Account[]): Promise<Balances> {
  const sameAs = await accountsOf(tx, wanted);
  return readBalances(tx, wanted.flatMap(sameAs), sameAs);
}

type AccountsOf = (account: Account) => readonly Account[];

async function accountsOf(tx: EntityManager, wanted: readonly Account[]): Promise<AccountsOf> {
  const households = wanted.filter(({ kind }) => kind === 'household').map(({ holder }) => holder);
  const idsOf = await sameHousehold(tx, households);
  return (account) => (account.kind === 'household' ? idsOf(account.holder).map((id) => accounts.household(id)) : [account]);
}

async function readBalances(tx: EntityManager, all: readonly Account[], sameAs: AccountsOf): Promise<Balances> {
  const rows = await tx.query<(Account & { balance: number })[]>(
    `SELECT kind, holder, balance_fen::float8 AS balance FROM account_balances
     WHERE (kind, holder) IN (SELECT kind, holder FROM unnest($1::text[], $2::text[]) AS a(kind, holder))`,
    [all.map(({ kind }) => kind), all.map(({ holder }) => holder)],
  );
  const balances = new Map(rows.map((row) => [accountKey(row), row.balance]));
  return (account) => sameAs(account).reduce((sum, one) => sum + (balances.get(accountKey(one)) ?? 0), 0);
}

/** A run that is there, kept from being held by whoever writes what follows from it; before accounts, as everybody does. */
export async function shareRun(tx: EntityManager, runId: string): Promise<string> {
  const [run] = await tx.query<{ compound: string }[]>('SELECT compound FROM supply_runs WHERE run_id = $1 FOR KEY SHARE', [runId]);
  if (!run) throw noSuchRun(runId);
  return run.compound;
}

/** What a household owes over all runs, now. */
export async function balanceOf(tx: EntityManager, household: string): Promise<number> {
  const account = accounts.household(household);
  return (await lookIntoAccounts(tx, [account]))(account);
}

/** What households have ordered in runs that collect before they charge, and is not charged yet. */
export async function orderedAhead(tx: EntityManager, households: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const idsOf = await sameHousehold(tx, households);
  const rows = await tx.query<{ household: string; ahead: number }[]>(
    `SELECT o.paid_by AS household, sum(l.portions * b.price_fen)::float8 AS ahead
     FROM orders o JOIN order_lines l ON l.order_id = o.order_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     JOIN supply_runs r ON r.run_id = o.run_id
     WHERE o.paid_by = ANY($1) AND o.state = 'open' AND l.state = 'open' AND r.policies->>'collection' = 'before'
       AND r.stage IN ('ordering', 'confirming', 'purchasing', 'distributing')
     GROUP BY o.paid_by`,
    [households.flatMap(idsOf)],
  );
  const ahead = new Map(rows.map((row) => [row.household, row.ahead]));
  return new Map(households.map((household) => [household, idsOf(household).reduce((sum, id) => sum + (ahead.get(id) ?? 0), 0)]));
}

/** Refuses the code of somebody who is not there. */
export const checkPerson = (tx: EntityManager, code: string | null): Promise<void> =>
  refuseStrangers(tx, membersViews.people, code === null ? [] : [code]);
