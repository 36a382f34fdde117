import { hashOf } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { accounts, type KnownLine, type ListedPayment, readPaymentList } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { noSuchRun } from '../supply-runs/run-rows.js';
import { type Balances, lookIntoAccounts } from './accounts.rows.js';

/** The lines of a text, with the households of the run's compound that each may mean. */
export async function listedLines(tx: EntityManager, runId: string, text: string): Promise<KnownLine[]> {
  const [run] = await tx.query<{ compound: string }[]>('SELECT compound FROM supply_runs WHERE run_id = $1', [runId]);
  if (!run) throw noSuchRun(runId);
  const lines = readPaymentList(text);
  const found = await tx.query<{ line: number; households: string[] }[]>(
    `SELECT w.line, array_agg(h.id::text ORDER BY h.id) AS households
     FROM jsonb_to_recordset($2) AS w(line integer, building text, unit text, room text)
     JOIN ${membersViews.households} h ON h.compound = $1 AND h.merged_into IS NULL AND (h.building, h.room) = (w.building, w.room) AND (w.unit IS NULL OR w.unit = h.unit)
     GROUP BY w.line`,
    [run.compound, JSON.stringify(lines.flatMap(({ line, reading }) => (reading ? [{ line, ...reading.room }] : [])))],
  );
  const candidates = new Map(found.map(({ line, households }) => [line, households]));
  return lines.map((line) => ({ ...line, key: keyOf(line), candidates: candidates.get(line.line) ?? [] }));
}

/** A text names a room, so it is kept as a hash only. */
const keyOf = ({ text, occurrence }: ListedPayment): string => hashOf([text, occurrence]);

export const householdsIn = (lines: readonly KnownLine[]): string[] => [...new Set(lines.flatMap(({ candidates }) => candidates))];

/** What the households of a list owe now, for somebody who only looks. */
export const listBalances = (tx: EntityManager, lines: readonly KnownLine[]): Promise<Balances> =>
  lookIntoAccounts(
    tx,
    householdsIn(lines).map((id) => accounts.household(id)),
  );

/** Lines of a list that are booked. */
export async function bookedKeys(tx: EntityManager, runId: string, list: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ key: string }[]>('SELECT line_key AS key FROM payment_list_lines WHERE run_id = $1 AND list = $2', [
    runId,
    list,
  ]);
  return new Set(rows.map(({ key }) => key));
}

/** Which payment each line of a list became. */
export async function noteBooked(
  tx: EntityManager,
  runId: string,
  list: string,
  booked: readonly { readonly key: string; readonly paymentId: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO payment_list_lines (run_id, list, line_key, payment_id)
     SELECT $1, $2, key, "paymentId" FROM jsonb_to_recordset($3) AS p(key text, "paymentId" uuid)`,
    [runId, list, JSON.stringify(booked)],
  );
}
