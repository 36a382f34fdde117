import { DomainError, type ErasedKind, type ErasureRefusal, erasureRefusals } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { type Account, accounts } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { sameHousehold } from '../merges/same-household.rows.js';
import { type Balances, holdAccounts, lookIntoAccounts } from '../money/accounts.rows.js';

const isOpen = `r.stage NOT IN ('closed', 'voided', 'cancelled')`;

type ReadAccounts = (tx: EntityManager, wanted: readonly Account[]) => Promise<Balances>;

/** Refuses whoever cannot be forgotten yet, as far as can be seen now. */
export const mayErase = (tx: EntityManager, kind: ErasedKind, subject: string): Promise<void> => judge[kind](tx, subject, lookIntoAccounts);

/** The same for whoever erases, runs held and accounts held. */
export async function whyNotErase(tx: EntityManager, kind: ErasedKind, subject: string): Promise<ErasureRefusal | null> {
  try {
    await judge[kind](tx, subject, holdAccounts);
    return null;
  } catch (error) {
    const refused = error instanceof DomainError ? erasureRefusals.find((code) => code === error.code) : undefined;
    if (refused === undefined) throw error;
    return refused;
  }
}

/** Whoever orders, or reads a chain, waits until the transaction ends; what is written already is seen from here on. */
export const holdOpenRuns = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT FROM supply_runs r WHERE ${isOpen} ORDER BY run_id FOR NO KEY UPDATE`);

/** Refuses a household for which goods are on their way or an entry still counts, or whose money is not settled: it has to be found until then. */
async function judgeHousehold(tx: EntityManager, household: string, read: ReadAccounts): Promise<void> {
  const ids = (await sameHousehold(tx, [household]))(household);
  const runs = await openRunsOf(tx, ids);
  if (runs.length > 0) throw householdInOpenRun(runs);
  const account = accounts.household(household);
  const balanceFen = (await read(tx, [account]))(account);
  if (balanceFen !== 0) throw moneyUnsettled(balanceFen);
}

/** Refuses a person who still acts, or holds or is owed money. */
async function judgePerson(tx: EntityManager, code: string, read: ReadAccounts): Promise<void> {
  const [person] = await tx.query<{ active: boolean }[]>(`SELECT active FROM ${membersViews.people} WHERE code = $1`, [code]);
  if (person?.active) throw personActive(code);
  const held = [accounts.cash(code), accounts.advance(code)];
  const balances = await read(tx, held);
  const unsettled = held.map(balances).find((balance) => balance !== 0);
  if (unsettled !== undefined) throw moneyUnsettled(unsettled);
}

const judge = { household: judgeHousehold, person: judgePerson } as const;

/** Runs that are not over in which a household has an order, pays for one, or is named by an entry. */
async function openRunsOf(tx: EntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ run: string }[]>(
    `SELECT DISTINCT r.run_id AS run FROM supply_runs r WHERE ${isOpen} AND (
       EXISTS (SELECT FROM orders o WHERE o.run_id = r.run_id AND o.state = 'open'
         AND (o.for_household = ANY ($1) OR o.paid_by = ANY ($1) OR o.placed_by_household = ANY ($1) OR o.may_collect && $1::uuid[]))
       OR EXISTS (SELECT FROM chain_entries e WHERE e.run_id = r.run_id AND ${namesOneOf('e', '$1')}))
     ORDER BY 1`,
    [ids],
  );
  return rows.map(({ run }) => run);
}

/** An entry of a chain by which somebody ordered for a household, or that might have meant it. */
export const namesOneOf = (entry: string, ids: string): string =>
  `EXISTS (SELECT FROM unnest(${ids}::uuid[]) AS it(id)
     WHERE strpos(${entry}.orders::text || ${entry}.choices::text || ${entry}.answers::text, it.id::text) > 0)`;

const householdInOpenRun = (runs: readonly string[]) =>
  new DomainError(
    'conflict',
    'household-in-open-run',
    {
      zh: '这一户还在没有结束的批次里（有订单或接龙条目）。请等这些批次结清或取消后再清除。',
      en: 'This household is in runs that are not over: it has an order or an entry there. Erase it once they are closed or called off.',
    },
    { runs },
  );
const moneyUnsettled = (balanceFen: number) =>
  new DomainError(
    'conflict',
    'money-unsettled',
    {
      zh: '还有未结清的钱（欠款、余额、代收或垫付）。请先收清、退清或减免。',
      en: 'Money is not settled (owed, credit, collected cash or an advance). Collect it, pay it out or waive it first.',
    },
    { balanceFen },
  );
const personActive = (code: string) =>
  new DomainError(
    'conflict',
    'person-active',
    {
      zh: `${code} 仍在岗。请先从名单移除（POST /api/people/{code}/end），再清除。`,
      en: `${code} still acts. End the person first (\`POST /api/people/{code}/end\`), then erase.`,
    },
    { code },
  );
