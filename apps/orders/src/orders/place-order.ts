import { randomUUID } from 'node:crypto';
import { type Actor, DomainError, householdOf, mayAt } from '@jielong/kernel';
import type { OrderWay } from '@jielong/orders-contract';
import type { placeOrderBody } from '@jielong/orders-contract/schemas';
import { checkDemand, checkOffered, checkOrdering, checkSubstitutes, type Door, nothingOrdered, wanted } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { followMerges } from '../merges/follow-merges.js';
import { fulfilmentIn, placesOf, pointIn } from '../places/places.rows.js';
import { countOrdered, lockBundles, type LockedRun, lockRun } from '../supply-runs/run-rows.js';
import { checkNamedByLink } from './by-own-link.js';
import { standingCollectors } from './collectors.rows.js';
import { type Household, householdsOf, idNow } from './household-rows.js';
import { reshape } from './order-lines.rows.js';
import { type OrderView, readOrder } from './order-list.js';
import { checkPickupPoint, insertOrders, type NewOrder } from './order-rows.js';
import { writeWishes } from './substitutes.rows.js';

export type PlaceOrder = z.output<typeof placeOrderBody>;

/** Roles that may still write orders after cut-off, until the lock. */
const staff: readonly string[] = ['coordinator', 'group-buy-leader'];
export const doorOf = (actor: Pick<Actor, 'grants'>, { compound }: Pick<LockedRun, 'compound'>): Door =>
  mayAt(actor, staff, [[{ compound }]]) ? 'staff' : 'self-service';

/** Places an order for a household, judged at the moment at which it holds the run. Run, counters, order: locked in this order by everybody. */
export async function placeOrder(tx: EntityManager, runId: string, body: PlaceOrder, actor: Actor): Promise<OrderView> {
  refuseAnothersName(body, actor);
  checkNamedByLink(body, actor);
  const items = wanted(body.items);
  if (Object.keys(items).length === 0) throw nothingOrdered();
  const run = await lockRun(tx, runId, 'SHARE');
  checkOrdering(run, doorOf(actor, run));
  checkOffered(items, run.open);
  await followMerges(tx, runId);
  const order = await newOrder(tx, run, runId, body, actor);
  await audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: order.orderId, details: { runId, items } });
  const bundles = await lockBundles(tx, runId, Object.keys(items)); // from here on everybody who wants the same bundles waits
  const [written] = await insertOrders(tx, [order]);
  if (written === undefined) throw await alreadyOrdered(tx, runId, order.forHousehold);
  checkDemand({}, items, bundles);
  checkSubstitutes(body.substitutes ?? {}, items, bundles);
  await countOrdered(tx, runId, items);
  const seenAt = run.now.toISOString();
  await reshape(tx, runId, [], [{ orderId: order.orderId, items, coming: (bundle) => [{ portions: items[bundle] ?? 0, seenAt }] }]);
  await writeWishes(tx, order.orderId, body.substitutes);
  return readOrder(tx, order.orderId);
}

async function newOrder(tx: EntityManager, run: LockedRun, runId: string, body: PlaceOrder, actor: Actor): Promise<NewOrder> {
  const { forHousehold, placedBy, paidBy = forHousehold, mayCollect = [] } = body;
  const households = await householdsOf(tx, [forHousehold, ...(placedBy ? [placedBy] : []), paidBy, ...mayCollect]);
  const household = households.get(forHousehold);
  if (household?.compound !== run.compound) throw otherCompound(run, household);
  const by = placedBy ?? inWhoseName(household.id, actor);
  const places = await placesOf(tx, runId);
  const pickupPointId = pointIn(places, household, body.pickupPointId);
  await checkPickupPoint(tx, runId, pickupPointId);
  return {
    orderId: randomUUID(),
    runId,
    forHousehold: household.id,
    placedBy: null,
    placedByHousehold: by ?? null,
    paidBy: idNow(households, paidBy),
    mayCollect:
      body.mayCollect?.map((id) => idNow(households, id)) ?? (await standingCollectors(tx, [household.id])).get(household.id) ?? [],
    pickupPointId,
    fulfilment: fulfilmentIn(places, { ...household, fulfilment: body.fulfilment ?? household.fulfilment }),
    way: by === undefined || by === forHousehold ? wayOf(actor, run) : 'proxy',
    chain: null,
    remark: body.remark ?? null,
    firstSeenAt: run.now,
  };
}

/** By its own link a household says nothing of what another one has done. */
function refuseAnothersName({ placedBy }: PlaceOrder, actor: Actor): void {
  const own = householdOf(actor);
  if (own !== undefined && placedBy !== undefined && placedBy !== own) throw notInAnothersName();
}

/** The household by whose link another one's order comes. */
function inWhoseName(household: string, actor: Actor): string | undefined {
  const own = householdOf(actor);
  return own === household ? undefined : own;
}

const wayOf = (actor: Actor, run: LockedRun): OrderWay => (doorOf(actor, run) === 'staff' ? 'staff' : 'self');

/** Names the order that a household has. */
export async function alreadyOrdered(tx: EntityManager, runId: string, household: string): Promise<DomainError> {
  const [order] = await tx.query<{ id: string }[]>(
    `SELECT order_id AS id FROM orders WHERE run_id = $1 AND for_household = $2 AND state = 'open'`,
    [runId, household],
  );
  return new DomainError(
    'conflict',
    'already-ordered',
    {
      zh: '这一户在本批次已有订单。要加减请改那个订单：PATCH /api/orders/{id}。',
      en: 'This household has an order in this run already. Change that one: `PATCH /api/orders/{id}`.',
    },
    { orderId: order?.id ?? null },
  );
}

const notInAnothersName = () =>
  new DomainError('invalid', 'not-in-anothers-name', {
    zh: '用本户链接下的单算本户自己下的，请不要填 placedBy。',
    en: 'What is ordered by the link of a household is its own order: leave `placedBy` out.',
  });
const otherCompound = (run: LockedRun, household: Household | undefined) =>
  new DomainError(
    'invalid',
    'other-compound',
    {
      zh: `这一户不在${run.compoundName}，不能订这个批次。`,
      en: `This household does not live in ${run.compound}: the run is not for it.`,
    },
    { compound: run.compound, householdCompound: household?.compound ?? null },
  );
