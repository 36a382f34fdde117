import { fen, type Fen } from '@jielong/kernel';
import { supplyRunId } from '@jielong/orders-contract';
import { basisOf, type BoughtLine, chargedPrice, isDear, type PriceDecision } from '@jielong/orders-domain';
import { closePendingSteps } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { askFor } from '../steps/ask-step.js';
import type { HeldRun } from '../steps/held-run.js';
import { paidLines } from './purchase.rows.js';

/** Notes which prices of a run are dearer than the tolerance, and asks for a decision on those that nobody has decided at this price. */
export async function findDear(tx: EntityManager, run: HeldRun, purchaseId: string, bought: readonly BoughtLine[]): Promise<void> {
  const lines = bought
    .filter(({ runId }) => runId === run.runId)
    .map((line) => ({ ...line, purchaseId, isDear: isDear(line, line.quotedPriceFen, run.policies.priceTolerancePercent) }));
  await tx.query(
    `INSERT INTO dear_prices AS d (purchase_id, run_id, bundle, price_fen)
     SELECT "purchaseId", "runId", bundle, "priceFen" FROM jsonb_to_recordset($1)
       AS l("purchaseId" uuid, "runId" uuid, bundle text, "priceFen" bigint, "isDear" boolean) WHERE "isDear"
     ON CONFLICT (community_id, purchase_id, run_id, bundle) DO UPDATE SET price_fen = excluded.price_fen, is_dear = true,
       decision = CASE WHEN d.is_dear AND d.price_fen = excluded.price_fen THEN d.decision END,
       report_id = CASE WHEN d.is_dear AND d.price_fen = excluded.price_fen THEN d.report_id END`,
    [JSON.stringify(lines)],
  );
  await tx.query(
    `UPDATE dear_prices d SET is_dear = false, decision = NULL, report_id = NULL
     FROM jsonb_to_recordset($1) AS l("purchaseId" uuid, "runId" uuid, bundle text, "isDear" boolean)
     WHERE NOT "isDear" AND (d.purchase_id, d.run_id, d.bundle) = ("purchaseId", "runId", l.bundle)`,
    [JSON.stringify(lines)],
  );
  await askOrNot(tx, run);
}

const stepOf = (runId: string) => ({ processId: supplyRunId(runId), step: 'approvePrice' });

async function askOrNot(tx: EntityManager, run: HeldRun): Promise<void> {
  if ((await undecidedOf(tx, run.runId)).length) await askFor(tx, run, stepOf(run.runId), run.dueAt['closePickup']);
  else await closePendingSteps(tx, [stepOf(run.runId)]);
}

/** Bundles of a run whose price waits for a person. */
export const undecidedOf = async (tx: EntityManager, runId: string): Promise<string[]> =>
  (
    await tx.query<{ bundle: string }[]>(
      'SELECT DISTINCT bundle FROM dear_prices WHERE run_id = $1 AND is_dear AND decision IS NULL ORDER BY bundle',
      [runId],
    )
  ).map(({ bundle }) => bundle);

/** A person has decided what is undecided. */
export async function decide(tx: EntityManager, runId: string, decision: PriceDecision, reportId: string): Promise<void> {
  await tx.query('UPDATE dear_prices SET decision = $2, report_id = $3 WHERE run_id = $1 AND is_dear AND decision IS NULL', [
    runId,
    decision,
    reportId,
  ]);
  await closePendingSteps(tx, [stepOf(runId)]);
}

/** What a household of a run is charged for a portion, as things stand. */
export type PriceOf = (bundle: string, quotedFen: number) => Fen;

export async function chargedPrices(tx: EntityManager, { runId, policies }: Pick<HeldRun, 'runId' | 'policies'>): Promise<PriceOf> {
  const paid = await paidLines(tx, runId);
  const rows = await tx.query<{ bundle: string; decision: PriceDecision }[]>(
    'SELECT bundle, decision FROM dear_prices WHERE run_id = $1 AND is_dear AND decision IS NOT NULL',
    [runId],
  );
  const decisions = new Map(rows.map(({ bundle, decision }) => [bundle, decision]));
  return (bundle, quotedFen) =>
    chargedPrice(
      basisOf(policies.priceBasis, decisions.get(bundle)),
      fen(quotedFen),
      paid.filter((line) => line.bundle === bundle),
    );
}
