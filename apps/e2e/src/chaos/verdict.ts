import { Auditor } from '../invariants.js';
import type { Promised } from './stubborn-person.js';

/** What a run came to: portions by bundle and kind of place, fen by kind of account, and how often what happens once has happened. */
export type Ledgers = Readonly<Record<string, number>>;

const ledgers = `
  SELECT 'portions ' || bundle || ' ' || place_kind AS what, sum(portions)::integer AS much FROM logistics.custody_balances WHERE run_id = $1 GROUP BY 1
  UNION ALL SELECT 'fen ' || side.kind, sum(side.fen)::integer FROM orders.postings
    CROSS JOIN LATERAL (VALUES (debit_kind, amount_fen), (credit_kind, -amount_fen)) AS side(kind, fen) WHERE run_id = $1 GROUP BY 1
  UNION ALL SELECT 'reports ' || step, count(*)::integer FROM
    (SELECT step, runs FROM orders.reports UNION ALL SELECT step, runs FROM logistics.reports) said WHERE $1 = ANY(runs) GROUP BY 1
  UNION ALL SELECT 'movements ' || kind, count(*)::integer FROM logistics.custody_movements WHERE run_id = $1 GROUP BY 1
  UNION ALL SELECT 'postings ' || kind, count(*)::integer FROM orders.postings WHERE run_id = $1 GROUP BY 1
  UNION ALL SELECT 'pickups', count(*)::integer FROM logistics.pickups WHERE run_id = $1
  UNION ALL SELECT 'trips', count(DISTINCT trip_id)::integer FROM logistics.stops WHERE run_id = $1
  UNION ALL SELECT 'allocation versions', count(*)::integer FROM orders.allocations WHERE run_id = $1
  UNION ALL SELECT 'stage is ' || stage, 1 FROM orders.supply_runs WHERE run_id = $1`;

export async function ledgersOf(auditor: Auditor, runId: string): Promise<Ledgers> {
  const rows = await auditor.rows<{ what: string; much: number }>(ledgers, [runId]);
  return Object.fromEntries(rows.filter(({ much }) => much !== 0).map(({ what, much }) => [what, much] as const));
}

/** Where two come to something else. */
export function difference(expected: Ledgers, found: Ledgers): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].toSorted();
  return names
    .filter((name) => (expected[name] ?? 0) !== (found[name] ?? 0))
    .map((name) => `${name}: ${found[name] ?? 0} instead of ${expected[name] ?? 0}`);
}

/** What was answered "done" and is in no row. */
export async function missing(auditor: Auditor, { reports, scans }: Promised): Promise<string[]> {
  const lost = async (ids: ReadonlySet<string>, known: string) => {
    const rows = await auditor.rows<{ id: string }>(`SELECT id FROM unnest($1::text[]) AS id WHERE id NOT IN (${known})`, [[...ids]]);
    return rows.map(({ id }) => id);
  };
  return [
    ...(await lost(reports, 'SELECT report_id FROM orders.reports UNION ALL SELECT report_id FROM logistics.reports')),
    ...(await lost(scans, 'SELECT scan_id FROM logistics.scans')),
  ];
}

/** All that is wrong with a run that is over; nothing. */
export async function wrongWith(auditor: Auditor, runId: string, expected: Ledgers): Promise<string[]> {
  const broken = await auditor.brokenAtEnd(runId);
  return [
    ...Object.entries(broken).map(([promise, rows]) => `${promise}: ${JSON.stringify(rows).slice(0, 300)}`),
    ...difference(expected, await ledgersOf(auditor, runId)),
  ].map((wrong) => `${runId}: ${wrong}`);
}
