import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { until } from '@jielong/testing';
import pg from 'pg';
import { community, disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService();
  await orders.admin.query(subtenants);
});
afterAll(() => orders.stop());
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
});

/** As logistics sees it. */
async function collectorsShown(order: string): Promise<object[]> {
  const logistics = new pg.Client({ connectionString: orders.database.url('logistics') });
  await logistics.connect();
  try {
    await logistics.query(`SELECT set_config('app.community_id', $1, false)`, [community]);
    return (await logistics.query<object>(`SELECT run_id, household_id FROM ${ordersViews.collectors} WHERE order_id = $1`, [order])).rows;
  } finally {
    await logistics.end();
  }
}

/** So that a crowd of 500 lives there. */
const subtenants = `
  INSERT INTO members.published_households_v2 (community_id, compound, building, unit, room, pickup_point_id, priority, fulfilment, masked_name)
  SELECT community_id, compound, building, unit, room || 'B', pickup_point_id, false, 'pick-up', '' FROM members.published_households_v2
  WHERE compound = 'LT'`;

interface Order {
  id: string;
  code?: string;
  items: Record<string, number>;
  state: string;
  way: string;
  moneyFen: number;
  fulfilment: string;
  pickupPointId: string;
  details: { left: number; orderId: string };
}
const place = (run: string, forHousehold: string, items: Record<string, number>, more: object = {}, options = {}) =>
  orders.call<Order>('POST', `/supply-runs/${run}/orders`, { forHousehold, items, ...more }, options);
/** On a machine that is too busy the answer is 503, and that the same request may be sent again. */
const placeAtLast = async (run: string, forHousehold: string, items: Record<string, number>, actor = 'S001') => {
  const options = { key: `at-last-${run}-${forHousehold}`, actor };
  for (;;) {
    const reply = await place(run, forHousehold, items, {}, options);
    if (reply.status !== 503) return reply;
  }
};
const householdsOf = async (count: number): Promise<string[]> => {
  const { rows } = await orders.admin.query<{ id: string }>(
    `SELECT id FROM members.published_households_v2 WHERE compound = 'LT' ORDER BY building, unit, room LIMIT $1`,
    [count],
  );
  return rows.map(({ id }) => id);
};

describe('an order', () => {
  test('is placed for a household with its usual way of collecting and its gate', async () => {
    const run = await openRun(orders);
    const household = await orders.householdAt('4-1-101');
    const { status, body } = await place(run, household, { SC01: 2, JD01: 1, RL01: 0 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ items: { SC01: 2, JD01: 1 }, way: 'staff', state: 'open', moneyFen: 8250, fulfilment: 'pick-up' });
    const { body: detail } = await orders.call<{ bundles: { code: string; left: number; ordered: number }[]; households: number }>(
      'GET',
      `/supply-runs/${run}`,
    );
    expect(detail.households).toBe(1);
    expect(detail.bundles.find(({ code }) => code === 'SC01')).toMatchObject({ ordered: 2, left: 598 });
  });

  test('for another household keeps who placed it, pays for it and may collect it', async () => {
    const run = await openRun(orders);
    const [forHousehold, neighbour, son] = await householdsOf(3);
    const { body } = await place(run, forHousehold ?? '', { SC01: 1 }, { placedBy: neighbour, paidBy: son, mayCollect: [neighbour, son] });
    expect(body).toMatchObject({ way: 'proxy', placedByHousehold: neighbour, paidBy: son, mayCollect: [neighbour, son] });
  });

  test('that does not name who may collect takes those who may for the household, and one that names them takes no others', async () => {
    const run = await openRun(orders);
    const [household = '', other = '', stranger = ''] = await householdsOf(3);
    await orders.admin.query(
      `INSERT INTO ${membersViews.proxies} (community_id, household_id, person, other, may_collect, may_order) VALUES
         ($1, $2, NULL, $3, true, false), ($1, $2, 'V001', NULL, true, true), ($1, $2, NULL, $4, false, true)`,
      [community, household, other, stranger],
    );
    const { body } = await place(run, household, { SC01: 1 });
    expect(body).toMatchObject({ mayCollect: [other], peopleMayCollect: ['V001'] });
    expect(await collectorsShown(body.id)).toEqual([{ run_id: run, household_id: other }]);
    const { body: list } = await orders.call<{ items: object[] }>('GET', `/supply-runs/${run}/orders`);
    expect(list.items).toMatchObject([{ mayCollect: [other], peopleMayCollect: ['V001'] }]);
    const again = await openRun(orders);
    expect((await place(again, household, { SC01: 1 }, { mayCollect: [stranger] })).body).toMatchObject({ mayCollect: [stranger] });
    expect((await place(again, other, { SC01: 1 })).body).toMatchObject({ mayCollect: [], peopleMayCollect: [] });
  });

  test('a second one for the same household is refused, naming the first', async () => {
    const run = await openRun(orders);
    const [household = ''] = await householdsOf(1);
    const first = await place(run, household, { SC01: 1 });
    const second = await place(run, household, { RL01: 1 });
    expect(second).toMatchObject({ status: 409, body: { code: 'already-ordered', details: { orderId: first.body.id } } });
  });

  test('is changed: what is not named stays, 0 takes a bundle out, and nothing left cancels it', async () => {
    const run = await openRun(orders);
    const [household = ''] = await householdsOf(1);
    const { body: order } = await place(run, household, { SC01: 2, RL01: 1 });
    const changed = await orders.call<Order>('PATCH', `/orders/${order.id}`, { items: { SC01: 1, JD01: 2 }, fulfilment: 'to-door' });
    expect(changed.body).toMatchObject({ items: { SC01: 1, RL01: 1, JD01: 2 }, fulfilment: 'to-door' });
    const emptied = await orders.call<Order>('PATCH', `/orders/${order.id}`, { items: { SC01: 0, JD01: 0, RL01: 0 } });
    expect(emptied.body).toMatchObject({ state: 'cancelled', items: {} });
    expect((await place(run, household, { SC01: 1 })).status).toBe(201);
  });

  test('is cancelled once, whoever cancels it again, and frees its portions', async () => {
    const run = await openRun(orders, { bundles: [{ code: 'SC01', cap: 2 }] });
    const [household = '', other = ''] = await householdsOf(2);
    const { body: order } = await place(run, household, { SC01: 2 });
    expect(await place(run, other, { SC01: 1 })).toMatchObject({ status: 409, body: { code: 'sold-out', details: { left: 0 } } });
    for (let again = 0; again < 2; again += 1) {
      const cancelled = await orders.call('POST', `/orders/${order.id}/cancel`, { reason: '不在家' });
      expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', cancelReason: '不在家' } });
    }
    expect((await place(run, other, { SC01: 2 })).status).toBe(201);
  });

  test.each([
    ['more than a household may have', { SC01: 3 }, 409, 'over-limit'],
    ['a bundle that is not open', { LY01: 1 }, 422, 'bundle-not-open'],
    ['nothing', { SC01: 0 }, 422, 'nothing-ordered'],
    ['half a portion', { SC01: 0.5 }, 400, 'malformed'],
  ])('%s is refused and writes nothing', async (_, items, status, code) => {
    const run = await openRun(orders);
    const [household = ''] = await householdsOf(1);
    expect(await place(run, household, items)).toMatchObject({ status, body: { code } });
    expect((await orders.call<{ items: unknown[] }>('GET', `/supply-runs/${run}/orders`)).body.items).toEqual([]);
  });

  test('of a household elsewhere, of nobody, in no run: each is told apart', async () => {
    const run = await openRun(orders);
    const elsewhere = await orders.householdAt('1-1-101', 'YF');
    const nobody = '0193a1b2-0000-7000-8000-00000000dead';
    expect(await place(run, elsewhere, { SC01: 1 })).toMatchObject({ status: 422, body: { code: 'other-compound' } });
    expect(await place(run, nobody, { SC01: 1 })).toMatchObject({ status: 422, body: { code: 'no-such-household' } });
    expect(await place(nobody, elsewhere, { SC01: 1 })).toMatchObject({ status: 404, body: { code: 'no-such-run' } });
    expect(await orders.call('PATCH', `/orders/${nobody}`, { items: { SC01: 1 } })).toMatchObject({ status: 404 });
    expect((await orders.call('PATCH', `/orders/${nobody}`, {})).status).toBe(400);
  });

  test('after an early close is for staff alone; until the lock everybody may be let in again', async () => {
    const run = await openRun(orders);
    const [household = '', other = ''] = await householdsOf(2);
    expect(await orders.call('POST', `/supply-runs/${run}/close-ordering`)).toMatchObject({ status: 200, body: { stage: 'confirming' } });
    const late = await place(run, household, { SC01: 1 }, {}, { actor: 'V001' });
    expect(late).toMatchObject({ status: 409, body: { code: 'ordering-closed' } });
    expect((await place(run, other, { SC01: 1 })).status).toBe(201);
    const cutOffAt = new Date(Date.now() + 7_200_000).toISOString();
    expect(await orders.call('POST', `/supply-runs/${run}/extend`, { cutOffAt })).toMatchObject({
      status: 200,
      body: { stage: 'ordering' },
    });
    expect((await place(run, household, { SC01: 1 }, {}, { actor: 'V001' })).status).toBe(201);
  });
});

describe('under one key', () => {
  test('50 identical requests at once place one order and hear the same answer; another body is refused', async () => {
    const run = await openRun(orders);
    const [household = ''] = await householdsOf(1);
    const options = { key: `fifty-${run}` };
    const replies = await Promise.all(Array.from({ length: 50 }, () => place(run, household, { SC01: 1 }, {}, options)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]?.status).toBe(201);
    expect(await place(run, household, { SC01: 2 }, {}, options)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });
});

describe('a crowd', () => {
  test('500 orders at once for 100 portions: exactly 100 are taken, all are answered', async () => {
    const run = await openRun(orders, {
      bundles: [
        { code: 'SC01', cap: 100 },
        { code: 'JD01', cap: 600 },
      ],
    });
    const households = await householdsOf(500);
    const replies = await Promise.all(households.map((household) => placeAtLast(run, household, { SC01: 1, JD01: 1 })));
    expect(replies).toHaveLength(500);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(100);
    const refused = replies.filter(({ status }) => status !== 201);
    for (const reply of refused) expect(reply).toMatchObject({ status: 409, body: { code: 'sold-out', details: { left: 0 } } });
    expect(await portions(run)).toEqual({ SC01: 100, JD01: 100 });
  }, 60_000);

  test('orders for the same household at once: one is placed, the others learn its id', async () => {
    const run = await openRun(orders);
    const [household = ''] = await householdsOf(1);
    const bundles = ['SC01', 'RL01', 'SG01', 'JD01'];
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => place(run, household, { [bundles[i % 4] ?? '']: 1, [bundles[(i + 1) % 4] ?? '']: 1 })),
    );
    const [placed, ...rest] = replies.filter(({ status }) => status === 201);
    expect(rest).toEqual([]);
    const others = replies.filter(({ status }) => status !== 201);
    expect(new Set(others.map(({ body }) => body.details.orderId))).toEqual(new Set([placed?.body.id]));
  });

  test('changes and cancellations at once with orders neither lose a portion nor lock each other up', async () => {
    const run = await openRun(orders, { bundles: ['SC01', 'RL01', 'JD01'].map((code) => ({ code, cap: 40 })) });
    const households = await householdsOf(80);
    const placed = await Promise.all(households.slice(0, 20).map((household) => place(run, household, { SC01: 2, JD01: 2 })));
    const replies = await Promise.all([
      ...placed.map(({ body }, i) =>
        i % 2
          ? orders.call('POST', `/orders/${body.id}/cancel`, {})
          : orders.call('PATCH', `/orders/${body.id}`, { items: { RL01: 2, SC01: 1 } }),
      ),
      ...households.slice(20).map((household, i) => place(run, household, i % 2 ? { JD01: 1, SC01: 1 } : { RL01: 1, JD01: 1 })),
    ]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(
      new Set([200, 201, ...(replies.some((r) => r.status === 409) ? [409] : [])]),
    );
    for (const ordered of Object.values(await portions(run))) expect(ordered).toBeLessThanOrEqual(40);
  });

  test('500 orders around the instant of cut-off: none is placed at or after it', async () => {
    const run = await openRun(orders);
    const rest = await householdsOf(500);
    const replies: { status: number; code: string | undefined }[] = [];
    const orderAll = async (until: number) => {
      while (rest.length > until) {
        const { status, body } = await placeAtLast(run, rest.pop() ?? '', { SC01: 1 }, 'V001');
        replies.push({ status, code: body.code });
      }
    };
    const crowd = (until: number) => Promise.all(Array.from({ length: 25 }, () => orderAll(until)));
    await crowd(350);
    const extend = () => orders.call('POST', `/supply-runs/${run}/extend`, { cutOffAt: new Date(Date.now() + 300).toISOString() });
    await until(async () => (await extend()).status === 200); // refused where a pause took the instant by
    await crowd(0);
    const { rows } = await orders.admin.query<{ late: number; taken: number }>(
      `SELECT count(*) FILTER (WHERE o.first_seen_at >= r.cut_off_at)::int AS late, count(*)::int AS taken
       FROM orders.orders o JOIN orders.supply_runs r USING (community_id, run_id) WHERE run_id = $1`,
      [run],
    );
    const [placed, refused] = [replies.filter(({ status }) => status === 201), replies.filter(({ status }) => status !== 201)];
    expect(rows[0]).toEqual({ late: 0, taken: placed.length });
    expect(placed.length + refused.length).toBe(500);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['ordering-closed']));
    expect(await portions(run)).toMatchObject({ SC01: placed.length });
  }, 60_000);
});

test('a community sees its own orders alone', async () => {
  const run = await openRun(orders);
  const [household = ''] = await householdsOf(1);
  const { body } = await place(run, household, { SC01: 1 });
  const elsewhere = { community: 'another', actor: 'X001' };
  expect((await orders.call('GET', `/orders/${body.id}`, undefined, elsewhere)).status).toBe(404);
  for (const list of ['', '/orders', '/sign-ups', '/allocations', '/postings', '/purchase-list'])
    expect([list, (await orders.call('GET', `/supply-runs/${run}${list}`, undefined, elsewhere)).status]).toEqual([list, 404]);
  expect((await orders.call('GET', `/purchases?run=${run}`, undefined, elsewhere)).status).toBe(404);
  expect((await orders.call<{ items: unknown[] }>('GET', '/bundles', undefined, elsewhere)).body.items).toEqual([]);
});

test('a list of orders is paged by first sight and loses none', async () => {
  const run = await openRun(orders);
  const households = await householdsOf(7);
  for (const household of households) await place(run, household, { SC01: 1 });
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = `limit=3${after ? `&after=${after}` : ''}`;
    const { body } = await orders.call<{ items: { forHousehold: string }[]; next: string | null }>(
      'GET',
      `/supply-runs/${run}/orders?${query}`,
    );
    seen.push(...body.items.map(({ forHousehold }) => forHousehold));
    after = body.next;
  }
  expect(seen).toEqual(households);
});

const portions = async (run: string): Promise<Record<string, number>> => {
  const { rows } = await orders.admin.query<{ bundle: string; ordered: number }>(
    'SELECT bundle, ordered FROM orders.run_bundles WHERE run_id = $1 AND NOT only_substitute',
    [run],
  );
  return Object.fromEntries(rows.map(({ bundle, ordered }) => [bundle, ordered]));
};
