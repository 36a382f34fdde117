import { Injectable } from '@nestjs/common';
import { type Actor, hashOf } from '@jielong/kernel';
import { type SaidScan, type ScanAnswer, type Verdict, pickupProblems } from '@jielong/logistics-domain';
import { membersViews } from '@jielong/members-contract';
import { inCommunity, refuseStrangers } from '@jielong/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { hearAsking } from '../pickups/hearing.js';
import { type Circumstances, writeScans, writeVerdicts } from '../pickups/verdict.rows.js';
import { handedOver, outcomeWords as words, writeDelivery } from './delivery.rows.js';
import type { Delivery } from './delivery.schema.js';
import { replaceOutcome } from './replace-outcome.js';

/** What came of bringing somebody their portions: a pickup by other means, or none. */
@Injectable()
export class DeliveryDesk {
  constructor(private readonly db: DataSource) {}

  /** Writes the outcome once a scanId. Delivered and left at the door hand out from the point; otherwise the goods stay there. */
  async record(actor: Actor, body: Delivery): Promise<ScanAnswer> {
    const scan = await this.scanOf(actor, body);
    const evidence = body.doneBy === undefined || body.doneBy === actor.code ? 'counted' : 'told';
    const how: Circumstances = { actor, deviceId: null, outcome: body.outcome, evidence, bodies: new Map([[scan, body]]) };
    const replaced = await inCommunity(this.db, actor.community, (tx) => replaceOutcome(tx, { scan, body, how }));
    return replaced ?? this.hear(scan, body, how);
  }

  private hear(scan: SaidScan, body: Delivery, how: Circumstances): Promise<ScanAnswer> {
    const { actor } = how;
    return hearAsking(this.db, {
      community: actor.community,
      scans: [scan],
      worded: (verdict) => withOutcome(verdict, body),
      write: (tx, verdicts) => this.write(tx, verdicts, body, how),
    });
  }

  private async scanOf(actor: Actor, body: Delivery): Promise<SaidScan> {
    const { scanId, run, orderId, outcome, deliveredTo, lines, doneBy = actor.code, givenAt } = body;
    const [place] = await inCommunity(this.db, actor.community, (tx) =>
      tx.query<{ point: string }[]>('SELECT pickup_point_id AS point FROM pickup_orders WHERE order_id = $1 AND run_id = $2', [
        orderId,
        run,
      ]),
    );
    if (!place) throw pickupProblems.unknownCode('orderId');
    const hash = hashOf({ run, orderId, outcome, deliveredTo, lines, doneBy });
    const at = givenAt === undefined ? null : new Date(givenAt);
    return {
      kind: 'ask',
      scanId,
      runId: run,
      pointId: place.point,
      by: { orderId },
      lines,
      givenAt: at,
      doneBy,
      enteredBy: actor.code,
      hash,
    };
  }

  private async write(tx: EntityManager, verdicts: readonly Verdict[], body: Delivery, how: Circumstances): Promise<void> {
    const recorded = verdicts.flatMap((verdict) => (verdict.is === 'recorded' ? [verdict] : []));
    const named = recorded.length
      ? [...recorded.map(({ scan }) => scan.doneBy), ...takerIn(body)].filter((code) => code !== how.actor.code)
      : [];
    await refuseStrangers(tx, membersViews.people, named);
    await (handedOver.includes(body.outcome) ? writeVerdicts(tx, recorded, how) : writeScans(tx, recorded, how));
    for (const { scan } of recorded) await writeDelivery(tx, body, scan, how);
  }
}

/** The code of a person who took it; the other words name nobody. */
const takerIn = ({ outcome, deliveredTo }: Delivery): string[] =>
  outcome !== 'delivered' || ['household', 'neighbour', 'guard'].includes(deliveredTo) ? [] : [deliveredTo];

/** The answer says the outcome; where nothing was handed over it names no pickup. */
function withOutcome(verdict: Verdict, { outcome }: Delivery): Verdict {
  if (verdict.is !== 'recorded') return verdict;
  const { scanId, status, orderId, flags, pickupId, lines } = verdict.answer;
  const what = Object.entries(lines ?? {}).map(([bundle, portions]) => `${bundle}×${portions}`);
  const handed = handedOver.includes(outcome);
  const text = handed
    ? { zh: `${words[outcome].zh}：${what.join('、')}。`, en: `${words[outcome].en}: ${what.join(', ')}.` }
    : { zh: `${words[outcome].zh}。`, en: `${words[outcome].en}.` };
  const answer = { scanId, status, text, outcome, ...(orderId ? { orderId } : {}), ...(flags ? { flags } : {}) };
  return { ...verdict, answer: handed ? { ...answer, ...(pickupId ? { pickupId } : {}), ...(lines ? { lines } : {}) } : answer };
}
