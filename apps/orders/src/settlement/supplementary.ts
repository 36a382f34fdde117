import { type Actor, DomainError, fen } from '@jielong/kernel';
import type { supplementaryAnswer, supplementaryBody } from '@jielong/orders-contract/schemas';
import {
  accountOf,
  accounts,
  checkClosed,
  checkNotConcerned,
  checkOwnMoney,
  type SupplementaryLine,
  supplementing,
} from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { checkPerson, holdAccounts } from '../money/accounts.rows.js';
import { on, post } from '../money/postings.rows.js';
import { householdsOf, idNow } from '../orders/household-rows.js';
import { holdRun } from '../steps/held-run.js';
import { settlementLines } from '../sealed.js';
import { moneyHandlersOf } from './remainder.rows.js';

export type Supplement = z.output<typeof supplementaryBody>;
type Answer = z.output<typeof supplementaryAnswer>;
export type Supplementary = Omit<Answer, 'approvedAt'> & { readonly approvedAt: Date };

/** What comes out after a run is closed: settled beside the first settlement, with the next number. The run stays closed. */
export async function supplement(tx: EntityManager, runId: string, { lines: named }: Supplement, approver: Actor): Promise<Supplementary> {
  const run = await holdRun(tx, runId);
  checkClosed(run.stage);
  const said = await asTheyAreNow(tx, named);
  const lines = said.map(lineOf);
  checkOwnMoney([approver.code], await moneyHandlersOf(tx, runId));
  checkNotConcerned(approver.code, lines);
  await checkParties(tx, runId, lines);
  await holdAccounts(tx, [...lines.map(accountOf), accounts.fund]);
  const number = await nextNumber(tx, runId);
  await tx.query('INSERT INTO settlements (run_id, number, totals, approved_by) VALUES ($1, $2, $3, $4)', [
    runId,
    number,
    JSON.stringify({ fundFen: fundFen(lines) }),
    approver.code,
  ]);
  await writeLines(
    tx,
    runId,
    number,
    said.map((line, i) => settlementLines.seal(tx, [runId, number, i + 1], { ...line, line: i + 1, account: accountOf(lineOf(line)) })),
  );
  await post(tx, on(runId, `settlement ${number}`, supplementing(runId, number, lines)));
  const details = { number, lines: lines.length, fundFen: fundFen(lines) };
  await audit(tx, { action: 'supplementarySettlement', subjectKind: 'supply-run', subjectId: runId, details });
  return settlementOf(await listSupplementary(tx, runId), number);
}

type Said = Supplement['lines'][number];
function lineOf({ household, supplier, person, direction, amountFen }: Said): SupplementaryLine {
  const named = { direction, amountFen: fen(amountFen) };
  if (household !== undefined) return { who: { household }, ...named };
  return supplier === undefined ? { who: { person: person ?? '' }, ...named } : { who: { supplier }, ...named };
}

/** A household that was merged is the one that it is now. */
async function asTheyAreNow(tx: EntityManager, said: readonly Said[]): Promise<Said[]> {
  const households = await householdsOf(tx, [...new Set(said.flatMap(({ household }) => household ?? []))]);
  return said.map((line) => (line.household === undefined ? line : { ...line, household: idNow(households, line.household) }));
}

/** What the fund bears by it; below zero: what it gets. */
const fundFen = (lines: readonly SupplementaryLine[]): number =>
  lines.reduce((sum, { direction, amountFen }) => sum + (direction === 'gets' ? amountFen : -amountFen), 0);

/** People who are there, and suppliers of this run. */
async function checkParties(tx: EntityManager, runId: string, lines: readonly SupplementaryLine[]): Promise<void> {
  const parties = lines.map(({ who }) => who);
  for (const who of parties) if ('person' in who) await checkPerson(tx, who.person);
  const rows = await tx.query<{ supplier: string }[]>('SELECT DISTINCT supplier FROM run_bundles WHERE run_id = $1', [runId]);
  const suppliers = rows.map(({ supplier }) => supplier);
  for (const who of parties) if ('supplier' in who && !suppliers.includes(who.supplier)) throw foreignSupplier(who.supplier, suppliers);
}

async function nextNumber(tx: EntityManager, runId: string): Promise<number> {
  const [row] = await tx.query<{ last: number }[]>('SELECT max(number) AS last FROM settlements WHERE run_id = $1', [runId]);
  return (row?.last ?? 1) + 1;
}

async function writeLines(tx: EntityManager, runId: string, number: number, lines: readonly object[]): Promise<void> {
  await tx.query(
    `INSERT INTO settlement_lines (run_id, number, line, account_kind, holder, direction, amount_fen, reason)
     SELECT $1, $2, line, account->>'kind', account->>'holder', direction, "amountFen", reason
     FROM jsonb_to_recordset($3) AS l(line integer, account jsonb, direction text, "amountFen" bigint, reason text)`,
    [runId, number, JSON.stringify(lines)],
  );
}

/** The supplementary settlements of a run, in the order of their numbers. */
export async function listSupplementary(tx: EntityManager, runId: string): Promise<Supplementary[]> {
  const rows = await tx.query<Supplementary[]>(
    `SELECT s.number, s.approved_by AS "approvedBy", s.approved_at AS "approvedAt", (s.totals->>'fundFen')::float8 AS "fundFen",
       (SELECT jsonb_agg(jsonb_build_object('account', jsonb_build_object('kind', l.account_kind, 'holder', l.holder), 'direction', l.direction,
          'amountFen', l.amount_fen, 'reason', l.reason) ORDER BY l.line)
        FROM settlement_lines l WHERE (l.run_id, l.number) = (s.run_id, s.number)) AS lines
     FROM settlements s WHERE s.run_id = $1 AND s.number > 1 ORDER BY s.number`,
    [runId],
  );
  const opened = ({ number, lines }: Supplementary) => lines.map((line, i) => settlementLines.open(tx, [runId, number, i + 1], line));
  return rows.map((row) => ({ ...row, lines: opened(row) }));
}

function settlementOf(all: readonly Supplementary[], number: number): Supplementary {
  const found = all.find((one) => one.number === number);
  if (!found) throw new Error(`settlement ${number} was written and is not there`);
  return found;
}

const foreignSupplier = (supplier: string, suppliers: readonly string[]) =>
  new DomainError(
    'invalid',
    'foreign-supplier',
    {
      zh: `${supplier} 不是这个批次的供应商（${suppliers.join('、')}）。`,
      en: `${supplier} is no supplier of this run (${suppliers.join(', ')}).`,
    },
    { supplier, suppliers },
  );
