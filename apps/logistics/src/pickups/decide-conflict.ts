import { randomUUID } from 'node:crypto';
import { type Actor, DomainError } from '@jielong/kernel';
import {
  booksClosed,
  byBundle,
  checkChoice,
  counted,
  decidedBefore,
  type FindableOrder,
  pickupProblems,
  type SaidScan,
} from '@jielong/logistics-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { conflictDecisions } from '../sealed.js';
import { correctGoods, holdGoods } from './corrected-goods.js';
import type { DecisionAnswer, DecisionBody } from './correction.schema.js';
import { standingPickups, takeBack } from './reversal.rows.js';
import { readOrders } from './scan.rows.js';
import { writePickups } from './verdict.rows.js';

interface ConflictRow {
  readonly conflictId: string;
  readonly scanId: string;
  readonly orderId: string | null;
  readonly code: string;
  /** The scan as it was sent. */
  readonly said: Readonly<Record<string, unknown>> & Partial<Pick<SaidScan, 'pointId' | 'by' | 'lines'>> & { readonly givenAt?: string };
}
interface Deciding extends DecisionBody {
  readonly runId: string;
  readonly actor: Actor;
}

/** A person says what a scan was that contradicts the books: once. It is under the run's lock, so that two do not decide at the same time. */
export async function decideConflict(tx: EntityManager, conflictId: string, deciding: Deciding): Promise<DecisionAnswer> {
  const { runId, choice, reason } = deciding;
  const held = await holdGoods(tx, runId);
  const conflict = await conflictMeant(tx, runId, conflictId);
  await refuseSecond(tx, conflictId);
  checkChoice(conflict, choice);
  const pickupId = choice === 'dismiss' ? null : await handOutLate(tx, held, conflict, deciding);
  await tx.query('INSERT INTO scan_conflict_decisions (conflict_id, choice, reason, pickup_id) VALUES ($1, $2, $3, $4)', [
    conflictId,
    choice,
    conflictDecisions.seal(tx, conflict.conflictId, { reason }).reason,
    pickupId,
  ]);
  const details = { runId, choice, pickupId };
  await audit(tx, { action: 'decideConflict', subjectKind: 'scan-conflict', subjectId: conflictId, details });
  const decided = await decisionOf(tx, conflictId);
  if (!decided) throw new Error('a decision that is not there');
  return decided;
}

/** It counts: what the scan says leaves the point, as far as the household still has to get it and the books can give it. */
async function handOutLate(
  tx: EntityManager,
  held: Awaited<ReturnType<typeof holdGoods>>,
  { conflictId, scanId, orderId, said }: ConflictRow,
  { runId, choice, reason, actor }: Deciding,
): Promise<string> {
  const id = orderId ?? '';
  if (held.run.said.ended) throw booksClosed(scanId);
  const earlier = choice === 'reverse-first' ? await standingPickups(tx, { orderId: id }) : [];
  if (earlier.length) await takeBack(tx, { runId, pickups: earlier, to: 'point', reason, by: actor.code });
  const order = await orderMeant(tx, runId, id, said.pointId);
  const lines = counted(order.lines, said.lines);
  const speaker = { reportId: `conflict ${conflictId}`, enteredBy: actor.code, evidence: 'told' } as const;
  await correctGoods(tx, held, speaker, { point: order.pointId, lines });
  const pickupId = randomUUID();
  const answer = { scanId, status: 'recorded', text: { zh: '', en: '' }, pickupId, lines: byBundle(lines) } as const;
  const scan = scanOf(scanId, runId, order, said, actor.code);
  const how = { actor, deviceId: deviceOf(said), outcome: 'handed-out', evidence: 'told', bodies: new Map([[scan, said]]) } as const;
  await writePickups(tx, [{ is: 'recorded', scan, order, lines, answer }], how);
  return pickupId;
}

/** The order, at the point where it was scanned: from there its portions went. */
async function orderMeant(tx: EntityManager, runId: string, orderId: string, pointId: string | undefined): Promise<FindableOrder> {
  const [order] = await readOrders(tx, [orderId]);
  if (!order) throw pickupProblems.unknownCode('orderId');
  if (order.runId !== runId) throw pickupProblems.wrongPlace(order);
  return { ...order, pointId: pointId ?? order.pointId };
}

const scanOf = (
  scanId: string,
  runId: string,
  order: FindableOrder,
  { by, lines, givenAt }: ConflictRow['said'],
  doneBy: string,
): SaidScan => ({
  kind: 'state',
  scanId,
  runId,
  pointId: order.pointId,
  by: by ?? { orderId: order.orderId },
  lines,
  givenAt: givenAt === undefined ? null : new Date(givenAt),
  doneBy,
  enteredBy: doneBy,
  hash: '',
});
const deviceOf = ({ deviceId }: ConflictRow['said']): string | null => (typeof deviceId === 'string' ? deviceId : null);

async function conflictMeant(tx: EntityManager, runId: string, conflictId: string): Promise<ConflictRow> {
  const [row] = await tx.query<ConflictRow[]>(
    `SELECT conflict_id AS "conflictId", scan_id AS "scanId", order_id AS "orderId", code, details->'said' AS said FROM scan_conflicts
     WHERE run_id = $1 AND conflict_id = $2`,
    [runId, conflictId],
  );
  if (row) return row;
  throw new DomainError(
    'not-found',
    'no-such-conflict',
    {
      zh: '这个批次没有这条冲突，请用 GET /api/supply-runs/{id}/conflicts 查看。',
      en: 'This run has no such conflict. `GET /api/supply-runs/{id}/conflicts` lists them.',
    },
    { conflictId },
  );
}

async function refuseSecond(tx: EntityManager, conflictId: string): Promise<void> {
  const first = await decisionOf(tx, conflictId);
  if (first) throw decidedBefore({ choice: first.choice, decidedBy: first.decidedBy, at: first.at });
}

async function decisionOf(tx: EntityManager, conflictId: string): Promise<DecisionAnswer | undefined> {
  const [row] = await tx.query<(Omit<DecisionAnswer, 'at'> & { at: Date })[]>(
    `SELECT conflict_id AS "conflictId", choice, reason, decided_by AS "decidedBy", at, pickup_id AS "pickupId" FROM scan_conflict_decisions
     WHERE conflict_id = $1`,
    [conflictId],
  );
  return row && { ...conflictDecisions.open(tx, row.conflictId, row), at: row.at.toISOString() };
}
