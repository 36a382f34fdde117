import { booksClosed, type SaidScan, type ScanAnswer } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';
import { correctGoods, holdGoods } from '../pickups/corrected-goods.js';
import { standingPickups, takeBack } from '../pickups/reversal.rows.js';
import { answeredBefore, lockScanIds } from '../pickups/scan.rows.js';
import { type Circumstances, writeScans } from '../pickups/verdict.rows.js';
import { handedOver, outcomeWords, writeDelivery } from './delivery.rows.js';
import type { Delivery } from './delivery.schema.js';

interface Said {
  readonly scan: SaidScan;
  readonly body: Delivery;
  readonly how: Circumstances;
}

/**
 * A later outcome of a delivery takes the place of the one that gave the household everything: where nobody was there after all, its portions are
 * at the point again; where it was only brought in another way, they stay. Undefined where there is no such outcome: then it is a first one.
 */
export async function replaceOutcome(tx: EntityManager, said: Said): Promise<ScanAnswer | undefined> {
  const { scan, body, how } = said;
  await lockScanIds(tx, [scan]);
  const before = (await answeredBefore(tx, [scan])).get(scan.scanId);
  if (before || !(await wasDelivered(tx, body))) return undefined;
  const isBack = !handedOver.includes(body.outcome);
  if (!isBack && (await hasMoreToGet(tx, body.orderId))) return undefined;
  if (isBack) await bringBack(tx, said);
  const { scanId } = scan;
  const { zh, en } = outcomeWords[body.outcome];
  const text = { zh: `${zh}。`, en: `${en}.` };
  const answer: ScanAnswer = { scanId, status: 'recorded', text, outcome: body.outcome, orderId: body.orderId };
  await writeScans(tx, [{ scan, answer }], how);
  await writeDelivery(tx, body, scan, how);
  return answer;
}

async function wasDelivered(tx: EntityManager, { run, orderId }: Delivery): Promise<boolean> {
  const [last] = await tx.query<{ outcome: string }[]>(
    'SELECT outcome FROM deliveries WHERE run_id = $1 AND order_id = $2 ORDER BY delivery_id DESC LIMIT 1',
    [run, orderId],
  );
  return last !== undefined && handedOver.includes(last.outcome);
}

async function hasMoreToGet(tx: EntityManager, orderId: string): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT FROM pickup_order_lines WHERE order_id = $1 AND handed_out < portions LIMIT 1', [orderId]);
  return rows.length > 0;
}

async function bringBack(tx: EntityManager, { scan, body, how: { actor } }: Said): Promise<void> {
  const held = await holdGoods(tx, body.run);
  if (held.run.said.ended) throw booksClosed(scan.scanId);
  const pickups = await standingPickups(tx, { orderId: body.orderId, outcomes: handedOver });
  if (pickups.length) await takeBack(tx, { runId: body.run, pickups, to: 'point', reason: body.outcome, by: actor.code });
  await correctGoods(tx, held, { reportId: `delivery ${scan.scanId}`, enteredBy: actor.code, evidence: 'told' });
}
