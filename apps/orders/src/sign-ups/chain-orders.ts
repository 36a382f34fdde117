import { randomUUID } from 'node:crypto';
import type { ChainState, CommitPlan, HouseholdChange, Register } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { standingCollectors } from '../orders/collectors.rows.js';
import { householdsOf } from '../orders/household-rows.js';
import { linesOf, reshape } from '../orders/order-lines.rows.js';
import { cancelOrders, insertOrders, type NewOrder } from '../orders/order-rows.js';
import { fulfilmentIn, placesOf, pointIn } from '../places/places.rows.js';
import { countOrdered } from '../supply-runs/run-rows.js';

/** Where a commit is carried out. */
export interface ChainPlace {
  readonly runId: string;
  readonly chain: string;
  readonly states: ReadonlyMap<string, ChainState>;
  readonly households: Register['households'];
}
/** A change with the id of the order that it is made in. */
type Change = HouseholdChange & { readonly orderId: string; readonly isNew: boolean };
interface Point {
  readonly id: string;
  readonly gate: string;
}

/** Carries out what a commit does to orders; the run, the chain and the counters are held. */
export async function writeChainOrders(tx: EntityManager, place: ChainPlace, plan: CommitPlan): Promise<void> {
  const changes = plan.households.flatMap((change) => withOrder(place, change));
  const points = await tx.query<Point[]>(
    'SELECT pickup_point_id AS id, gate FROM run_pickup_points WHERE run_id = $1 ORDER BY gate, name, pickup_point_id',
    [place.runId],
  );
  await countOrdered(tx, place.runId, plan.difference);
  await insertNew(tx, place, changes, points);
  await reshapeAll(tx, place, changes);
  await moveToGates(tx, place, changes, points);
  await writeStates(tx, place, changes);
}

/** A household whose order is gone and for which nothing is ordered has no order to change. */
function withOrder({ states }: ChainPlace, change: HouseholdChange): Change[] {
  if (change.orderId !== null) return [{ ...change, orderId: change.orderId, isNew: false }];
  if (Object.keys(change.items).length > 0) return [{ ...change, orderId: randomUUID(), isNew: true }];
  const before = states.get(change.householdId);
  return before ? [{ ...change, orderId: before.orderId, isNew: false }] : [];
}

async function insertNew(tx: EntityManager, place: ChainPlace, changes: readonly Change[], points: readonly Point[]): Promise<void> {
  const added = changes.filter(({ isNew }) => isNew);
  const households = await householdsOf(
    tx,
    added.map(({ householdId }) => householdId),
  );
  const places = await placesOf(tx, place.runId);
  const collectors = await standingCollectors(
    tx,
    added.map(({ householdId }) => householdId),
  );
  const orders = added.flatMap((change) => {
    const household = households.get(change.householdId);
    if (!household) return [];
    const point = pointIn(places, household, pointFor(change.gate, household.pickupPointId, points));
    const mayCollect = collectors.get(change.householdId) ?? [];
    return [{ ...newOrder(place, change, fulfilmentIn(places, household), point), mayCollect }];
  });
  await insertOrders(tx, orders);
}

function newOrder(place: ChainPlace, change: Change, fulfilment: NewOrder['fulfilment'], pickupPointId: string): NewOrder {
  const { householdId, orderId, placedBy, remarks, firstSeenAt } = change;
  return {
    orderId,
    runId: place.runId,
    forHousehold: householdId,
    ...placer(place, householdId, placedBy),
    paidBy: householdId,
    mayCollect: [],
    pickupPointId,
    fulfilment,
    way: 'chain',
    chain: place.chain,
    remark: remarks.length > 0 ? remarks.join('；').slice(0, 500) : null,
    firstSeenAt,
  };
}

/** A room in which one household lives is that household; another room, or a name, is kept as it is written. */
function placer({ households }: ChainPlace, householdId: string, placedBy: string | null) {
  const there = households.filter(({ building, unit, room }) => [building, unit, room].filter(Boolean).join('-') === placedBy);
  const [only, ...others] = there;
  if (placedBy === null || there.some(({ id }) => id === householdId)) return { placedBy: null, placedByHousehold: null };
  return only && others.length === 0 ? { placedBy: null, placedByHousehold: only.id } : { placedBy, placedByHousehold: null };
}

/** The gate that an entry says, else that of the building; a run without either has all of it collected at its first point. */
const pointFor = (gate: string | null, usual: string, points: readonly Point[]): string =>
  (points.find((point) => point.gate === gate) ?? points.find(({ id }) => id === usual) ?? points[0])?.id ?? usual;

async function reshapeAll(tx: EntityManager, { runId }: ChainPlace, changes: readonly Change[]): Promise<void> {
  const before = await linesOf(
    tx,
    changes.map(({ orderId }) => orderId),
  );
  await reshape(
    tx,
    runId,
    before,
    changes.map(({ orderId, items, coming }) => ({ orderId, items, coming: (bundle) => coming[bundle] ?? [] })),
  );
  const ended = changes.filter(({ items, isNew }) => !isNew && Object.keys(items).length === 0).map(({ orderId }) => orderId);
  await cancelOrders(tx, ended, null);
}

/** Orders whose entries now say another gate than before. */
async function moveToGates(tx: EntityManager, { states }: ChainPlace, changes: readonly Change[], points: readonly Point[]): Promise<void> {
  const moved = changes.flatMap(({ householdId, orderId, gate, isNew }) => {
    const point = points.find((it) => it.gate === gate);
    return !isNew && point && gate !== states.get(householdId)?.gate ? [{ orderId, pointId: point.id }] : [];
  });
  if (moved.length === 0) return;
  await tx.query(
    `UPDATE orders o SET pickup_point_id = m."pointId" FROM jsonb_to_recordset($1) AS m("orderId" uuid, "pointId" uuid)
     WHERE o.order_id = m."orderId"`,
    [JSON.stringify(moved)],
  );
}

async function writeStates(tx: EntityManager, { runId, chain }: ChainPlace, changes: readonly Change[]): Promise<void> {
  const isOver = ({ chainItems }: Change) => Object.keys(chainItems).length === 0;
  await tx.query('DELETE FROM chain_orders WHERE run_id = $1 AND chain = $2 AND household_id = ANY($3)', [
    runId,
    chain,
    changes.filter(isOver).map(({ householdId }) => householdId),
  ]);
  await tx.query(
    `INSERT INTO chain_orders (run_id, chain, household_id, order_id, items, gate)
     SELECT $1, $2, "householdId", "orderId", "chainItems", gate
     FROM jsonb_to_recordset($3) AS c("householdId" uuid, "orderId" uuid, "chainItems" jsonb, gate text)
     ON CONFLICT (community_id, run_id, chain, household_id) DO UPDATE SET order_id = excluded.order_id, items = excluded.items,
       gate = excluded.gate`,
    [runId, chain, JSON.stringify(changes.filter((change) => !isOver(change)))],
  );
}
