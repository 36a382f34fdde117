import { type Actor, DomainError } from '@jielong/kernel';
import { byBundle, reversal } from '@jielong/logistics-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { correctGoods, holdGoods } from './corrected-goods.js';
import type { Reversal, ReversalAnswer } from './correction.schema.js';
import { standingPickups, takeBack } from './reversal.rows.js';

/** All or part of a pickup was not given after all: it is at the point again, or was not in the bag. */
export async function reversePickup(tx: EntityManager, pickupId: string, body: Reversal, actor: Actor): Promise<ReversalAnswer> {
  const { runId, orderId } = await pickupMeant(tx, pickupId);
  const held = await holdGoods(tx, runId);
  const [standing] = await standingPickups(tx, { pickupId });
  const known = { pickupId, given: standing?.lines ?? [], ended: held.run.said.ended ?? false };
  const lines = reversal(known, body);
  const { to, reason } = body;
  const [reversalId = ''] = await takeBack(tx, { runId, pickups: [{ pickupId, orderId, lines }], to, reason, by: actor.code });
  await correctGoods(tx, held, { reportId: `reversal ${reversalId}`, enteredBy: actor.code, evidence: 'counted' });
  await audit(tx, { action: 'reversePickup', subjectKind: 'pickup', subjectId: pickupId, details: { reversalId, runId, orderId, to } });
  return { reversalId, pickupId, orderId, to, lines: byBundle(lines), text: texts[to] };
}

const texts = {
  point: { zh: '已更正：货又在自提点。', en: 'Taken back: the portions are at the point again.' },
  missing: { zh: '已登记袋中短少，份数重新分配。', en: 'Not in the bag: what there is is divided again.' },
  damaged: { zh: '已登记袋中破损，份数重新分配。', en: 'Damaged in the bag: what there is is divided again.' },
} as const satisfies Record<Reversal['to'], object>;

async function pickupMeant(tx: EntityManager, pickupId: string): Promise<{ runId: string; orderId: string }> {
  const [row] = await tx.query<{ runId: string; orderId: string }[]>(
    'SELECT run_id AS "runId", order_id AS "orderId" FROM pickups WHERE pickup_id = $1',
    [pickupId],
  );
  if (row) return row;
  throw new DomainError(
    'not-found',
    'no-such-pickup',
    { zh: '没有这次取货，请核对编号。', en: 'There is no such pickup. Check the id.' },
    { pickupId },
  );
}
