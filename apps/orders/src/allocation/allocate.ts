import { supplyRunId } from '@jielong/orders-contract';
import { allocate, isDividing, poolsOf, promisedToNobody, type Share } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { type OccasionalPosting, post } from '../money/postings.rows.js';
import { purchaseLines } from '../purchases/purchase.rows.js';
import { movesOf } from '../places/places.rows.js';
import { askFor } from '../steps/ask-step.js';
import { type HeldRun, holdRun } from '../steps/held-run.js';
import { assumePurchases } from './assumed-purchases.js';
import { type ClaimRow, claimsOf } from './claims.rows.js';
import { goodsOf, type GoodsRows, haveArrived } from './goods.rows.js';
import { takeEffect } from './take-effect.js';
import {
  givesLessThan,
  type NewVersion,
  newestVersion,
  promisesMoreThan,
  saysTheSame,
  standsFor,
  type Version,
  writeVersion,
} from './versions.rows.js';

interface Situation {
  readonly run: HeldRun;
  readonly goods: GoodsRows;
  /** Posted with whatever takes effect. */
  readonly postings: readonly OccasionalPosting[];
}

/**
 * Divides again what there is and is not handed out: once for each state of the goods, and
 * a second time only where somebody has meanwhile picked up what the newest version takes from them, goods have come while it waited, or
 * what it counted on comes no more.
 * A version is made only where somebody gets more or less than by the newest; and none before every bundle is bought or on its way.
 */
export async function divide(tx: EntityManager, runId: string): Promise<void> {
  const run = await holdRun(tx, runId);
  if (!isDividing(run.stage)) return;
  const goods = await goodsOf(tx, runId);
  if (goods.change <= run.basis && !run.placesChanged && !(await isOvertaken(tx, run, goods))) return;
  const postings = await assumePurchases(tx, run, goods);
  const claims = await claimsOf(tx, runId);
  const shares = await sharesOf(tx, run, goods, claims);
  await standsFor(tx, runId, goods.change);
  const situation = { run, goods, postings };
  const newest = await newestVersion(tx, runId);
  if (shares.length < claims.length) await post(tx, postings);
  else if (newest.version > 0 && !run.placesChanged && (await saysTheSame(tx, runId, newest.version, shares)))
    await letStand(tx, situation, newest);
  else await writeNext(tx, situation, newest, { claims, shares });
}

/** Whether the newest version is in effect and says what a division of what there is now would say. */
export async function isDivided(tx: EntityManager, run: HeldRun): Promise<boolean> {
  const { version, effective } = await newestVersion(tx, run.runId);
  if (version === 0) return true;
  const shares = await sharesOf(tx, run, await goodsOf(tx, run.runId), await claimsOf(tx, run.runId));
  return effective && (await saysTheSame(tx, run.runId, version, shares));
}

/** Whether the newest version cannot stay as it is, although the goods that can be counted on are what it was made for. */
async function isOvertaken(tx: EntityManager, run: HeldRun, goods: GoodsRows): Promise<boolean> {
  if (run.calledOff && (await promisesMoreThan(tx, run, goods.handedOut))) return true;
  if (await givesLessThan(tx, run, goods.handedOut)) return true;
  if (run.stage === 'settling') return true; // nothing comes any more: what has not come is promised to nobody
  const { version, effective } = await newestVersion(tx, run.runId);
  return version > 0 && !effective && haveArrived(goods);
}

async function sharesOf(tx: EntityManager, run: HeldRun, { held, handedOut }: GoodsRows, rows: readonly ClaimRow[]): Promise<Share[]> {
  const claims = rows.map((row) => ({ ...row, floor: handedOut.get(row.orderLineId) ?? 0 }));
  if (run.calledOff) return promisedToNobody(claims, await namesOf(tx, run));
  const goods = {
    points: await pointsOf(tx, run),
    bought: await boughtOf(tx, run),
    held,
    isPickupOver: run.stage === 'settling',
    moves: await movesOf(tx, run.runId),
  };
  const pools = poolsOf(goods, claims);
  const { isPickupOver } = goods;
  return allocate({ rule: run.policies.allocation, seed: run.runId, claims, pools, isPickupOver, names: await namesOf(tx, run) });
}

const pointsOf = async (tx: EntityManager, { runId }: HeldRun): Promise<string[]> =>
  (
    await tx.query<{ id: string }[]>('SELECT pickup_point_id AS id FROM run_pickup_points WHERE run_id = $1 ORDER BY pickup_point_id', [
      runId,
    ])
  ).map(({ id }) => id);

const namesOf = async (tx: EntityManager, { runId }: HeldRun): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await tx.query<{ bundle: string; name: string }[]>('SELECT bundle, name FROM run_bundles WHERE run_id = $1', [runId])).map(
      ({ bundle, name }) => [bundle, name],
    ),
  );

/** Portions bought by bundle, of the bundles of which every purchase is in. */
async function boughtOf(tx: EntityManager, { runId }: HeldRun): Promise<Record<string, number>> {
  const lines = await purchaseLines(tx, { runId });
  const open = new Set(lines.filter(({ bought }) => bought === null).map(({ bundle }) => bundle));
  const bought: Record<string, number> = {};
  for (const line of lines.filter(({ bundle }) => !open.has(bundle))) bought[line.bundle] = (bought[line.bundle] ?? 0) + (line.bought ?? 0);
  return bought;
}

function reasonOf({ calledOff, placesChanged }: HeldRun, version: number): NewVersion['reason'] {
  if (calledOff) return 'called-off';
  if (version === 1) return 'bought';
  return placesChanged ? 'places-changed' : 'goods-changed';
}

/** Goods are at a pickup point, or pickup is over: nobody waits for an approval any more. */
const isPastAsking = ({ stage }: HeldRun, goods: GoodsRows): boolean => stage === 'settling' || haveArrived(goods);

/** Nothing changes for anybody; but a version that waits takes effect once goods are at a pickup point, whoever has not approved it. */
async function letStand(tx: EntityManager, { run, goods, postings }: Situation, { version, effective }: Version): Promise<void> {
  if (effective || !isPastAsking(run, goods)) return post(tx, postings);
  await takeEffect(tx, run, { version, approvedBy: null, postings });
}

async function writeNext(
  tx: EntityManager,
  { run, goods, postings }: Situation,
  newest: Version,
  { claims, shares }: { claims: readonly ClaimRow[]; shares: readonly Share[] },
): Promise<void> {
  const version = newest.version + 1;
  const losers = shares.filter(({ sentence }) => sentence !== null);
  await writeVersion(tx, run, { version, basis: goods.change, reason: reasonOf(run, version), claims, shares });
  const details = { version, change: goods.change, losers: losers.length };
  await audit(tx, { action: 'allocate', subjectKind: 'supply-run', subjectId: run.runId, details });
  if (!run.policies.approveShortages || losers.length === 0 || run.calledOff || isPastAsking(run, goods)) {
    return takeEffect(tx, run, { version, approvedBy: null, postings });
  }
  await post(tx, postings);
  await askFor(tx, run, { processId: supplyRunId(run.runId), step: 'approveAllocation' });
}
