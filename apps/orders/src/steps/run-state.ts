import { stepKey } from '@jielong/kernel';
import type { PurchaseState, RunStage, RunState } from '@jielong/orders-contract';
import { isOver, isPast } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { newestVersion, type Version } from '../allocation/versions.rows.js';
import { undecidedOf } from '../purchases/dear-prices.rows.js';
import { purchaseLines, runsOfPurchase } from '../purchases/purchase.rows.js';
import { unreceivedOf } from '../purchases/unreceived.rows.js';
import { noSuchRun } from '../supply-runs/run-rows.js';

interface Row {
  readonly stage: RunStage;
  readonly calledOff: boolean;
  readonly cutOffAt: Date;
  readonly basis: number;
  readonly placesChanged: boolean;
  readonly bundles: readonly string[];
  readonly portions: number;
  readonly households: number;
}
interface PurchaseIn {
  readonly id: string;
  readonly isIn: boolean;
}

/** What the workflow of a run decides by. */
export async function runStateOf(tx: EntityManager, runId: string): Promise<RunState> {
  const [row] = await tx.query<Row[]>(run, [runId]);
  if (!row) throw noSuchRun(runId);
  const purchases = await purchasesIn(tx, runId);
  const newest = await newestVersion(tx, runId);
  return {
    stage: row.stage,
    cutOffAt: row.cutOffAt.toISOString(),
    done: doneSteps(row, purchases, newest, await undecidedOf(tx, runId)),
    bundles: row.bundles,
    purchases: purchases.map(({ id }) => id),
    bought: purchases.length > 0 && purchases.every(({ isIn }) => isIn),
    unreceived: [...new Set((await unreceivedOf(tx, runId)).flatMap((it) => it.purchases))],
    placesChanged: row.placesChanged && newest.version > 0,
    allocation: { ...newest, basis: row.basis },
    calledOff: row.calledOff,
    portions: row.portions,
    households: row.households,
  };
}

/** A later report makes an earlier step superfluous: by then the stage has moved on. */
function doneSteps(
  { stage, calledOff }: Row,
  purchases: readonly PurchaseIn[],
  { version, effective }: Version,
  undecidedPrices: readonly string[],
): string[] {
  const isSettled = isOver(stage);
  const isAsked = !isSettled && !calledOff;
  const isApproved = (version > 0 && effective) || isPast(stage, 'distributing');
  return [
    ...(!isAsked || isPast(stage, 'confirming') ? ['lockOrders'] : []),
    ...purchases.filter(({ isIn }) => isIn || !isAsked).map(({ id }) => stepKey('confirmPurchase', id)),
    ...(!isAsked || isApproved ? ['approveAllocation'] : []),
    ...(isSettled || !undecidedPrices.length ? ['approvePrice'] : []),
    ...(isSettled ? ['approveSettlement'] : []),
  ];
}

const run = `
  SELECT stage, called_off_at IS NOT NULL AS "calledOff", cut_off_at AS "cutOffAt", allocation_basis::float8 AS basis, places_changed AS "placesChanged",
    ARRAY(SELECT bundle FROM run_bundles b WHERE b.run_id = r.run_id ORDER BY bundle) AS bundles,
    (SELECT coalesce(sum(ordered), 0)::integer FROM run_bundles b WHERE b.run_id = r.run_id) AS portions,
    (SELECT count(*)::integer FROM orders o WHERE o.run_id = r.run_id AND o.state = 'open') AS households
  FROM supply_runs r WHERE run_id = $1`;

const purchasesIn = (tx: EntityManager, runId: string): Promise<PurchaseIn[]> =>
  tx.query<PurchaseIn[]>(
    `SELECT l.purchase_id AS id, bool_and(l.bought IS NOT NULL) AS "isIn" FROM purchase_lines l JOIN purchases p ON p.purchase_id = l.purchase_id
     WHERE l.run_id = $1 GROUP BY l.purchase_id, p.supplier ORDER BY p.supplier, l.purchase_id`,
    [runId],
  );

/** What the workflow of a purchase decides by. Runs that are over ask for nothing any more. */
export async function purchaseStateOf(tx: EntityManager, purchaseId: string): Promise<PurchaseState> {
  const runIds = await runsOfPurchase(tx, purchaseId);
  const lines = await purchaseLines(tx, { purchaseId });
  const runs = await tx.query<{ stage: RunStage; calledOff: boolean }[]>(
    'SELECT stage, called_off_at IS NOT NULL AS "calledOff" FROM supply_runs WHERE run_id = ANY($1)',
    [runIds],
  );
  const isDone = lines.every(({ bought }) => bought !== null) || runs.every(({ stage, calledOff }) => calledOff || isOver(stage));
  return {
    done: isDone ? [stepKey('confirmPurchase', purchaseId)] : [],
    bundles: [...new Set(lines.map(({ bundle }) => bundle))],
    runIds,
  };
}
