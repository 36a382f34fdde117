import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
let rooms: string[];
beforeAll(async () => {
  orders = await ordersService();
  rooms = await singleRooms(orders.admin, 60);
});
afterAll(() => orders.stop());
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
});

interface Order {
  id: string;
  code?: string;
  forHousehold: string;
  paidBy: string;
  mayCollect: string[];
  items: Record<string, number>;
  lines: { bundle: string; takesSubstitute: boolean | null }[];
  state: string;
  joinedOrder: string | null;
  room: string;
  details: { orderId: string };
}
interface Merged {
  orders: { runId: string; orderId: string; items: Record<string, number>; joined: string[]; questions: object[] }[];
  staying: { runId: string; orderId: string }[];
  code?: string;
}
/** Two households of a room of their own for each test. */
async function household(): Promise<{ room: string; first: string; second: string }> {
  const room = rooms.pop() ?? '';
  const first = await orders.householdAt(room);
  return { room, first, second: await shareRoom(orders.admin, first) };
}
const place = (run: string, forHousehold: string, items: Record<string, number>, more: object = {}) =>
  orders.call<Order>('POST', `/supply-runs/${run}/orders`, { forHousehold, items, ...more });
const follow = (merged: string) => orders.call<Merged>('POST', '/household-merges', { household: merged });
const merge = async (merged: string, into: string) => {
  await mergeInto(orders.admin, merged, into);
  return (await follow(merged)).body;
};
const show = async (id: string) => (await orders.call<Order>('GET', `/orders/${id}`)).body;
const openOrders = async (run: string, query = ''): Promise<Order[]> =>
  (await orders.call<{ items: Order[] }>('GET', `/supply-runs/${run}/orders?state=open${query}`)).body.items;
const summary = (all: readonly Order[]) => all.map(({ forHousehold, items }) => [forHousehold, items]);
const partsOf = async (orderId: string): Promise<number[]> => {
  const { rows } = await orders.admin.query<{ portions: number }>(
    `SELECT i.portions FROM orders.order_line_increments i JOIN orders.order_lines l USING (community_id, order_line_id)
     WHERE l.order_id = $1 AND l.state = 'open' ORDER BY i.seen_at, i.portions`,
    [orderId],
  );
  return rows.map(({ portions }) => portions);
};

describe('a household that is merged while both have an open order', () => {
  test('has one: the portions of the other are added with their times, and the other says where it has gone', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const { body: theirs } = await place(run, second, { SC01: 1, JD01: 2 }, { mayCollect: [first] });
    const { body: ours } = await place(run, first, { SC01: 1 });
    expect(await merge(second, first)).toMatchObject({
      orders: [{ runId: run, orderId: ours.id, items: { SC01: 2, JD01: 2 }, joined: [theirs.id], questions: [] }],
      staying: [],
    });
    expect(await show(ours.id)).toMatchObject({ forHousehold: first, items: { SC01: 2, JD01: 2 }, state: 'open', mayCollect: [] });
    expect(await show(theirs.id)).toMatchObject({ state: 'cancelled', joinedOrder: ours.id, items: {} });
    for (const [method, path, body] of [
      ['PATCH', '', { items: { SC01: 0 } }],
      ['POST', '/cancel', {}],
      ['POST', '/household', { household: second, reason: '分户' }],
    ] as const)
      expect(await orders.call(method, `/orders/${theirs.id}${path}`, body)).toMatchObject({
        ...{ status: 409, body: { code: 'order-joined', details: { orderId: ours.id } } },
      });
    expect(await partsOf(ours.id)).toEqual([1, 2, 1]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 2, JD01: 2 }]]);
  });

  test('keeps what was said of substitutes: of two, the no stands', async () => {
    const run = await openRun(orders, { bundles: ['SC01', 'RL01'].map((code) => ({ code })) });
    const { first, second } = await household();
    const { body: theirs } = await place(run, second, { SC01: 1, RL01: 1 }, { substitutes: { SC01: false, RL01: true } });
    const { body: ours } = await place(run, first, { SC01: 1 }, { substitutes: { SC01: true } });
    expect([theirs.code, ours.code]).toEqual([undefined, undefined]);
    await merge(second, first);
    const { lines } = await show(ours.id);
    expect(Object.fromEntries(lines.map(({ bundle, takesSubstitute }) => [bundle, takesSubstitute]))).toEqual({ SC01: false, RL01: true });
  });

  test('keeps more than its limit and is asked about it; more is refused, less is not', async () => {
    const run = await openRun(orders, { bundles: [{ code: 'SC01', cap: 4 }] });
    const { first, second } = await household();
    const { body: ours } = await place(run, first, { SC01: 2 });
    await place(run, second, { SC01: 2 });
    expect((await merge(second, first)).orders[0]?.questions).toEqual([{ is: 'over-limit', bundle: 'SC01', portions: 4, limit: 2 }]);
    const change = (portions: number) => orders.call('PATCH', `/orders/${ours.id}`, { items: { SC01: portions } });
    expect((await change(5)).body).toMatchObject({ code: 'over-limit' });
    expect((await change(3)).body).toMatchObject({ items: { SC01: 3 } });
  });

  test('with another payer and another way of collecting is asked about both', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const son = await orders.householdAt(rooms.pop() ?? '');
    await place(run, second, { SC01: 1 }, { paidBy: son, fulfilment: 'to-door' });
    const { body: ours } = await place(run, first, { SC01: 1 }, { fulfilment: 'pick-up' });
    const [joined] = (await merge(second, first)).orders;
    expect(joined?.questions).toEqual([
      { is: 'other-payer', household: son },
      { is: 'other-place', pickupPointId: expect.any(String), fulfilment: 'to-door' },
    ]);
    expect(await show(ours.id)).toMatchObject({ paidBy: first, fulfilment: 'pick-up' });
  });
});

describe('a household that is merged while it alone has an open order', () => {
  test('brings it along, whoever pays and collects among them', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const { body: theirs } = await place(run, second, { SC01: 1 });
    expect(await merge(second, first)).toMatchObject({ orders: [{ orderId: theirs.id, joined: [], questions: [] }] });
    expect(await show(theirs.id)).toMatchObject({ forHousehold: first, paidBy: first, state: 'open', joinedOrder: null });
    const { rows } = await orders.admin.query(
      'SELECT from_household AS "from", to_household AS "to", reason, entered_by AS by FROM orders.order_moves WHERE order_id = $1',
      [theirs.id],
    );
    expect(rows).toEqual([{ from: second, to: first, reason: null, by: 'S001' }]);
  });

  test('is found under either id, and orders no second time under either', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const { body: theirs } = await place(run, second, { SC01: 1 });
    await merge(second, first);
    for (const id of [first, second]) {
      expect(await place(run, id, { SC01: 1 })).toMatchObject({
        status: 409,
        body: { code: 'already-ordered', details: { orderId: theirs.id } },
      });
      expect((await openOrders(run, `&household=${id}`)).map((order) => order.id)).toEqual([theirs.id]);
    }
  });

  test('after a chain of merges it is the last one’s', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const third = await shareRoom(orders.admin, first);
    await place(run, third, { SC01: 1 });
    await merge(third, second);
    await merge(second, first);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 1 }]]);
  });
});

test('following a merge again changes nothing and answers the same; one that members does not know of is refused', async () => {
  const run = await openRun(orders);
  const { first, second } = await household();
  await place(run, first, { SC01: 1 });
  await place(run, second, { SC01: 1 });
  expect(await follow(second)).toMatchObject({ status: 409, body: { code: 'not-merged' } });
  await mergeInto(orders.admin, second, first);
  const replies = await Promise.all(Array.from({ length: 5 }, () => follow(second)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const [one, ...others] = replies.map(({ body }) => body.orders);
  expect(one).toMatchObject([{ runId: run, items: { SC01: 2 } }]);
  for (const again of others) expect(again).toEqual(one);
  expect(summary(await openOrders(run))).toEqual([[first, { SC01: 2 }]]);
  expect(await follow('0193a1b2-0000-7000-8000-00000000dead')).toMatchObject({ status: 422, body: { code: 'no-such-household' } });
});

describe('an order for the id of a merged household', () => {
  test('is one of the household that it is now, as payer and collector too', async () => {
    const run = await openRun(orders);
    const merged = await household();
    const other = await household();
    await merge(merged.second, merged.first);
    const { status, body } = await place(run, merged.second, { SC01: 1 });
    expect([status, body.forHousehold, body.paidBy]).toEqual([201, merged.first, merged.first]);
    const { body: neighbours } = await place(run, other.first, { SC01: 1 }, { paidBy: merged.second, mayCollect: [merged.second] });
    expect(neighbours).toMatchObject({ paidBy: merged.first, mayCollect: [merged.first] });
  });

  test('that is placed while it is merged is not lost: nobody needs to tell of the merge', async () => {
    const run = await openRun(orders, { bundles: [{ code: 'SC01', limitPerHousehold: 50 }] });
    const both: { first: string; second: string }[] = [];
    for (let i = 0; i < 8; i += 1) both.push(await household());
    const mergeAll = async () => {
      for (const { first, second } of both) expect(await merge(second, first)).toHaveProperty('orders');
    };
    const placing = both.flatMap(({ first, second }) => [place(run, second, { SC01: 1 }), place(run, first, { SC01: 2 })]);
    const [replies] = await Promise.all([Promise.all(placing), mergeAll()]);
    const placed = replies.flatMap(({ status, body }) => (status === 201 ? [body] : []));
    const refused = replies.filter(({ status }) => status >= 300);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code ?? ''}`))).toEqual(
      new Set(refused.length ? ['409 already-ordered'] : []),
    );
    await place(run, (await household()).first, { SC01: 1 }); // whoever orders next lets the run follow
    const now = await openOrders(run, '&limit=200');
    const sum = (all: readonly Order[]) => all.reduce((total, { items }) => total + (items['SC01'] ?? 0), 0);
    expect(sum(now)).toBe(sum(placed) + 1);
    expect(now.map(({ forHousehold }) => forHousehold).filter((id) => both.some(({ second }) => second === id))).toEqual([]);
    expect(new Set(now.map(({ forHousehold }) => forHousehold)).size).toBe(now.length);
  });
});

const header = ['#接龙', '【蓝天花园】11月25日团购', 'A 蔬菜包 30元/份 限2份', 'D 鸡蛋 22.5元/板 限2板'];
interface Committed {
  held: { fingerprint: string; reason: string }[];
}
const commit = async (run: string, entries: readonly string[], answers: object[] = []) => {
  const text = [...header, '', ...entries].join('\n');
  const { body } = await orders.call<{ revision: number }>('POST', `/supply-runs/${run}/sign-ups/preview`, { text, answers });
  const said = { text, answers, revision: body.revision };
  return (await orders.call<Committed>('POST', `/supply-runs/${run}/sign-ups/commit`, said)).body;
};

describe('a chain', () => {
  const chainRun = () => openRun(orders, { bundles: [{ code: 'SC01' }, { code: 'JD01' }] });

  test('that is pasted again after a merge orders nothing anew for the household that an answer named', async () => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`];
    const [held] = (await commit(run, entries)).held;
    expect(held?.reason).toBe('several_households');
    await commit(run, entries, [{ fingerprint: held?.fingerprint, choose: 'household', household: second }]);
    expect(summary(await openOrders(run))).toEqual([[second, { SC01: 1 }]]);
    await mergeInto(orders.admin, second, first);
    expect((await commit(run, entries)).held).toEqual([]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 1 }]]);
    expect((await commit(run, [...entries, `2. ${room} 再加 D1`])).held).toEqual([]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 1, JD01: 1 }]]);
  });

  test('with entries of both keeps the portions of both and asks whether both are meant', async () => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`, `2. ${room} A1 D1`];
    const { held } = await commit(run, entries);
    const answers = held.map(({ fingerprint }, i) => ({ fingerprint, choose: 'household', household: [first, second][i] }));
    await commit(run, entries, answers);
    expect(await openOrders(run)).toHaveLength(2);
    await merge(second, first);
    const [asked, ...others] = (await commit(run, entries)).held;
    expect([asked?.reason, others]).toEqual(['possible_duplicate', []]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 2, JD01: 1 }]]);
    await commit(run, entries, [{ fingerprint: asked?.fingerprint, choose: 'add' }]);
    expect((await commit(run, entries)).held).toEqual([]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 2, JD01: 1 }]]);
  });

  test('goes on counting for the household beside another way’s order', async () => {
    const run = await chainRun();
    const { room, first } = await household();
    await orders.admin.query('DELETE FROM members.published_households_v2 WHERE room = $1 AND id <> $2 AND masked_name = $3', [
      room.split('-')[2],
      first,
      '钱**',
    ]);
    await commit(run, [`1. ${room} A1`]);
    const second = await shareRoom(orders.admin, first);
    await place(run, second, { JD01: 1 });
    await merge(second, first);
    expect((await commit(run, [`1. ${room} A1`])).held).toEqual([]);
    expect(summary(await openOrders(run))).toEqual([[first, { SC01: 1, JD01: 1 }]]);
  });
});

describe('an order is moved to another household of its room', () => {
  const move = (order: string, to: string) => orders.call<Order>('POST', `/orders/${order}/household`, { household: to, reason: '分户' });

  test('with its portions and their times; the household pays that it is for, another payer goes on paying', async () => {
    const run = await openRun(orders);
    const { first, second } = await household();
    const { body: order } = await place(run, first, { SC01: 2 }, { mayCollect: [second] });
    const moved = { forHousehold: second, paidBy: second, mayCollect: [], items: { SC01: 2 } };
    expect(await move(order.id, second)).toMatchObject({ status: 200, body: moved });
    expect(await move(order.id, second)).toMatchObject({ status: 200 });
    expect(await partsOf(order.id)).toEqual([2]);
    await orders.call('PATCH', `/orders/${order.id}`, { paidBy: first });
    const third = await shareRoom(orders.admin, first);
    expect((await move(order.id, third)).body).toMatchObject({ forHousehold: third, paidBy: first });
    const { rows } = await orders.admin.query('SELECT reason FROM orders.order_moves WHERE order_id = $1', [order.id]);
    expect(rows).toEqual(Array(2).fill({ reason: expect.stringMatching(/^sealed:/) }));
    expect((await place(run, first, { SC01: 1 })).status).toBe(201);
  });

  test('and the chain that it came by orders it no second time', async () => {
    const run = await openRun(orders, { bundles: [{ code: 'SC01' }, { code: 'JD01' }] });
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`];
    const [held] = (await commit(run, entries)).held;
    await commit(run, entries, [{ fingerprint: held?.fingerprint, choose: 'household', household: first }]);
    const [order] = await openOrders(run);
    await move(order?.id ?? '', second);
    expect((await commit(run, entries)).held).toEqual([]);
    expect(summary(await openOrders(run))).toEqual([[second, { SC01: 1 }]]);
  });

  test('not to another room, not beside an order that it has, not after the lock, not to nobody', async () => {
    const run = await openRun(orders);
    const [here, elsewhere] = [await household(), await household()];
    const { body: order } = await place(run, here.first, { SC01: 1 });
    expect((await move(order.id, elsewhere.first)).body).toMatchObject({ code: 'other-room' });
    expect((await move(order.id, '0193a1b2-0000-7000-8000-00000000dead')).body).toMatchObject({ code: 'no-such-household' });
    const { body: own } = await place(run, here.second, { SC01: 1 });
    expect((await move(order.id, here.second)).body).toMatchObject({ code: 'already-ordered', details: { orderId: own.id } });
    await orders.admin.query(`UPDATE orders.supply_runs SET stage = 'purchasing' WHERE run_id = $1`, [run]);
    expect((await move(order.id, here.second)).body).toMatchObject({ code: 'orders-locked' });
    expect(await show(order.id)).toMatchObject({ forHousehold: here.first });
  });
});
