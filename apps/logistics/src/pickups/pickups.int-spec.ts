import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { scansOf } from '@jielong/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { Gate } from '../../spec/gate.js';
import { listPickupOrders } from './pickup-orders.query.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

const scanId = () => `scan-${randomUUID()}`;
const ask = (run: string, pointId: string, by: object, more: object = {}) =>
  gate.post('pickups', { scanId: scanId(), kind: 'ask', run, pointId, by, ...more });
const here = async (lines: Record<string, number> = { SC01: 2, JD01: 1 }, holds: Record<string, number> = { SC01: 10, JD01: 10 }) => {
  const run = await gate.run();
  const point = await gate.point(run, holds);
  const room = String(Math.floor(Math.random() * 1_000_000));
  return { run, point, room, order: await gate.order(run, { point, lines, building: '3', unit: '2', room }) };
};

describe('a household picks up', () => {
  test.each<[string, (at: Awaited<ReturnType<typeof here>>) => object]>([
    ['room', ({ room }) => ({ room: `３栋2单元${room}室` })],
    ['code', ({ order }) => ({ code: order.code })],
    ['token', ({ order }) => ({ token: order.token })],
    ['order', ({ order }) => ({ orderId: order.orderId })],
    ['order in capitals', ({ order }) => ({ orderId: order.orderId.toUpperCase() })],
  ])('by %s: all of it, and the books follow', async (_says, by) => {
    const at = await here();
    const { body } = await ask(at.run, at.point, by(at)).expect(200);
    expect(body).toMatchObject({ status: 'recorded', orderId: at.order.orderId, lines: { SC01: 2, JD01: 1 } });
    expect(await gate.held(at.run, 'pickup-point')).toEqual({ SC01: 8, JD01: 9 });
    expect(await gate.held(at.run, 'household')).toEqual({ SC01: 2, JD01: 1 });
    expect(await gate.breaches(at.run)).toEqual([]);
    const [pickup] = await gate.rows<{ recorded_by: string; pickup_id: string }>('SELECT * FROM pickups WHERE run_id = $1', [at.run]);
    expect(pickup).toMatchObject({ recorded_by: 'V001', pickup_id: body.pickupId, outcome: 'handed-out', kind: 'ask' });
  });

  test('in parts, until nothing is left', async () => {
    const { run, point, order } = await here();
    const by = { code: order.code };
    expect((await ask(run, point, by, { lines: { SC01: 1 } }).expect(200)).body.lines).toEqual({ SC01: 1 });
    expect((await ask(run, point, by, { lines: { SC01: 2 } }).expect(409)).body.code).toBe('more-than-allocated');
    expect((await ask(run, point, by).expect(200)).body.lines).toEqual({ SC01: 1, JD01: 1 });
    const { body } = await ask(run, point, by).expect(409);
    expect(body).toMatchObject({ code: 'already-handed-out', details: { handedOut: [{ by: 'V001' }, { by: 'V001' }] } });
    expect(body.detail).toContain('V001');
    expect(await gate.breaches(run)).toEqual([]);
  });

  test('at the wrong place is told the right one', async () => {
    const { run, order } = await here();
    const north = await gate.point(run, {}, 'open', '北门花坛');
    const { body } = await ask(run, north, { code: order.code }).expect(409);
    expect(body).toMatchObject({ code: 'wrong-place', details: { pointName: '南门岗亭' } });
  });

  test.each(['waiting', 'closed', 'cleared'])('not while the point is %s', async (state) => {
    const run = await gate.run();
    const point = await gate.point(run, { SC01: 1 }, state);
    const order = await gate.order(run, { point });
    const { body } = await ask(run, point, { code: order.code }).expect(409);
    expect(body).toMatchObject({ code: 'not-ready', details: { reason: state === 'waiting' ? 'waiting' : 'closed' } });
  });

  test('in a room of several households only when it is said which', async () => {
    const { run, point, room, order } = await here();
    const other = await gate.order(run, { point, building: '3', unit: '2', room, maskedName: '李**' });
    const { body } = await ask(run, point, { room: `3-2-${room}` }).expect(409);
    expect(body.code).toBe('several-households');
    expect(body.details.choices.map((choice: { maskedName: string }) => choice.maskedName).sort()).toEqual(['张**', '李**']);
    const chosen = await ask(run, point, { room: `3-2-${room}` }, { householdId: other.householdId }).expect(200);
    expect(chosen.body.orderId).toBe(other.orderId);
    expect((await ask(run, point, { orderId: order.orderId }).expect(200)).body.orderId).toBe(order.orderId);
  });

  test('is not covered when the books say the point is empty, and nothing is kept', async () => {
    const { run, point, order } = await here({ SC01: 2 }, { SC01: 1 });
    const same = scanId();
    const { body } = await gate.post('pickups', { scanId: same, run, pointId: point, by: { code: order.code } }).expect(409);
    expect(body.code).toBe('not-at-the-point');
    expect(await gate.rows('SELECT FROM scans WHERE scan_id = $1', [same])).toEqual([]);
    expect(await gate.breaches(run)).toEqual([]);
  });

  test.each<[string, object, number, string]>([
    ['an unknown code', { by: { code: '000000' } }, 404, 'unknown-code'],
    ['an unknown room', { by: { room: '99-9-999' } }, 404, 'unknown-code'],
    ['an unreadable room', { by: { room: '隔壁' } }, 422, 'unreadable-room'],
    ['an unknown point', { pointId: randomUUID() }, 404, 'unknown-point'],
    ['two ways at once', { by: { code: '000000', room: '1-1-1' } }, 400, 'malformed'],
    ['no way', { by: {} }, 400, 'malformed'],
    ['a code that is none', { by: { code: "1' OR 1=1" } }, 400, 'malformed'],
    ['half a portion', { lines: { SC01: 0.5 } }, 400, 'malformed'],
    ['no portion', { lines: { SC01: 0 } }, 400, 'malformed'],
    ['no lines', { lines: {} }, 400, 'malformed'],
    ['a NUL', { by: { room: '3-2-5\u00001' } }, 400, 'malformed'],
    ['a run that is none', { run: 'x' }, 400, 'malformed'],
  ])('not with %s', async (_says, wrong, status, code) => {
    const { run, point, order } = await here();
    const { body } = await ask(run, point, { code: order.code }, wrong);
    expect([body.status, body.code]).toEqual([status, code]);
  });
});

describe('who else may collect an order', () => {
  const seen = async (run: string, room: string) => {
    const { body } = await gate.post(`supply-runs/${run}/pickup-orders/find`, { room: `3-2-${room}` }).expect(200);
    const [{ mayCollect, peopleMayCollect }] = body.items;
    return [mayCollect.map((one: { room: string }) => one.room), peopleMayCollect];
  };
  const acts = (household: string, by: { other?: string; person?: string }, collects = true) =>
    gate.sql.query(
      `INSERT INTO ${membersViews.proxies} (household_id, other, person, may_collect, may_order) VALUES ($1, $2, $3, $4, true)`,
      [household, by.other, by.person, collects],
    );
  const neighbour = (run: string, point: string, room: string) =>
    gate.order(run, { point, building: '3', unit: '2', room, maskedName: '李**' });

  test('is shown at the gate with it: households that it names or that act for its own today, once each, and people by code', async () => {
    const { run, point, room, order } = await here();
    expect(await seen(run, room)).toEqual([[], []]);
    const [named, acting, ordering] = [
      await neighbour(run, point, 'A1'),
      await neighbour(run, point, 'A2'),
      await neighbour(run, point, 'A3'),
    ];
    for (const { householdId } of [named, acting])
      await gate.sql.query(`INSERT INTO ${ordersViews.collectors} (run_id, order_id, household_id) VALUES ($1, $2, $3)`, [
        run,
        order.orderId,
        householdId,
      ]);
    await acts(order.householdId, { other: acting.householdId });
    await acts(order.householdId, { other: ordering.householdId }, false);
    await acts(order.householdId, { person: 'V001' });
    expect(await seen(run, room)).toEqual([['A1', 'A2'], ['V001']]);
    expect(await seen(run, 'A1')).toEqual([[], []]);
    const { body } = await gate.get(`supply-runs/${run}/pickup-orders`).expect(200);
    const listed = body.items.find(({ orderId }: { orderId: string }) => orderId === order.orderId);
    expect(listed.mayCollect[0]).toEqual({
      ...{ householdId: named.householdId, compound: 'LT', compoundName: '蓝天花园' },
      ...{ building: '3', unit: '2', room: 'A1', maskedName: '李**' },
    });
  });

  test('has no room where it lives in another compound: here that would be somebody else’s', async () => {
    const { run, point, room, order } = await here();
    const elsewhere = await gate.order(run, { point, compound: 'YF', building: '3', unit: '2', room: 'C1', maskedName: '王**' });
    await acts(order.householdId, { other: elsewhere.householdId });
    const { body } = await gate.post(`supply-runs/${run}/pickup-orders/find`, { room: `3-2-${room}` }).expect(200);
    expect(body.items[0].mayCollect).toEqual([
      {
        ...{ householdId: elsewhere.householdId, compound: 'YF', compoundName: '云峰苑' },
        ...{ building: null, unit: null, room: null, maskedName: '王**' },
      },
    ]);
  });

  test('is looked for once for each order of a page, however many the run has', async () => {
    const { run, point } = await here();
    await gate.orders(run, 20, { point });
    const page = (tx: EntityManager) => listPickupOrders(tx, run, { limit: 2 });
    const scans = await inCommunity(gate.app.get(DataSource), 'sample', (tx) => scansOf(tx, 'published_proxies_v1', page));
    expect(scans.map(({ times }) => times)).toEqual([3]);
  });

  test('is what merged households are now, and never the household itself', async () => {
    const { run, point, room, order } = await here();
    const [staying, gone, own] = [await neighbour(run, point, 'B1'), await neighbour(run, point, 'B2'), await neighbour(run, point, 'B3')];
    for (const { householdId } of [gone, own])
      await gate.sql.query(`INSERT INTO ${ordersViews.collectors} (run_id, order_id, household_id) VALUES ($1, $2, $3)`, [
        run,
        order.orderId,
        householdId,
      ]);
    const merge = (from: string, into: string) =>
      gate.sql.query(`UPDATE ${membersViews.households} SET merged_into = $2 WHERE id = $1`, [from, into]);
    await merge(gone.householdId, staying.householdId);
    await merge(own.householdId, order.householdId);
    expect(await seen(run, room)).toEqual([['B1'], []]);
  });

  test('is no condition: whoever has come is written down', async () => {
    const { run, point, order } = await here();
    await ask(run, point, { code: order.code }, { collectedBy: 'V001' }).expect(200);
    expect(await gate.rows('SELECT collected_by FROM pickups WHERE run_id = $1', [run])).toEqual([{ collected_by: 'V001' }]);
  });
});

describe('one scan', () => {
  test('sent 20 times at once is one pickup, and all are told the same', async () => {
    const { run, point, order } = await here();
    const body = { scanId: scanId(), kind: 'ask', run, pointId: point, by: { code: order.code } };
    const answers = await Promise.all(Array.from({ length: 20 }, () => gate.post('pickups', body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await gate.rows('SELECT FROM pickups WHERE run_id = $1', [run])).toHaveLength(1);
    expect(await gate.breaches(run)).toEqual([]);
  });

  test('with another body is refused', async () => {
    const { run, point, order } = await here();
    const body = { scanId: scanId(), run, pointId: point, by: { code: order.code }, lines: { SC01: 1 } };
    await gate.post('pickups', body).expect(200);
    expect((await gate.post('pickups', { ...body, lines: { SC01: 2 } }).expect(422)).body.code).toBe('scan-id-reused');
  });

  test('that was refused may be sent again when it has become possible', async () => {
    const run = await gate.run();
    const point = await gate.point(run, { SC01: 1 }, 'waiting');
    const order = await gate.order(run, { point });
    const body = { scanId: scanId(), run, pointId: point, by: { code: order.code } };
    await gate.post('pickups', body).expect(409);
    await gate.sql.query(`UPDATE run_points SET state = 'open' WHERE pickup_point_id = $1`, [point]);
    await gate.post('pickups', body).expect(200);
  });
});

test('20 different asks at once for one order: one pickup, 19 are told that it is gone, and nothing of them is kept', async () => {
  const { run, point, order } = await here();
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(run, point, { code: order.code })));
  const codes = answers.map(({ status, body }) => (status === 200 ? 'recorded' : body.code)).sort();
  expect(codes).toEqual([...Array(19).fill('already-handed-out'), 'recorded']);
  expect(await gate.rows(`SELECT FROM scans WHERE body->>'run' = $1`, [run])).toHaveLength(1);
  expect(await gate.rows('SELECT FROM scan_conflicts WHERE run_id = $1', [run])).toEqual([]);
  expect(await gate.breaches(run)).toEqual([]);
});

test('100 households at once: everybody gets theirs, nobody locks out another', async () => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 100, JD01: 200 });
  const orders = await gate.orders(run, 100, { point, lines: { JD01: 2, SC01: 1 } });
  const answers = await Promise.all(orders.map(({ code }) => ask(run, point, { code })));
  expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
  expect(await gate.held(run, 'pickup-point')).toEqual({ SC01: 0, JD01: 0 });
  expect(await gate.breaches(run)).toEqual([]);
});

test('closing while people pick up: each pickup is before it or refused, and what closing sees is what is left', async () => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 60 });
  const orders = await gate.orders(run, 60, { point });
  const counted = async () => {
    await gate.sql.query('BEGIN');
    await gate.sql.query('SELECT FROM run_points WHERE pickup_point_id = $1 FOR UPDATE', [point]);
    const [held] = await gate.rows<{ portions: number }>(
      `SELECT portions FROM custody_balances WHERE run_id = $1 AND place_kind = 'pickup-point'`,
      [run],
    );
    await gate.sql.query(`UPDATE run_points SET state = 'closed' WHERE pickup_point_id = $1`, [point]);
    await gate.sql.query('COMMIT');
    return held?.portions;
  };
  const first = orders.slice(0, 10).map(({ code }) => ask(run, point, { code }));
  await Promise.race(first);
  const asked = orders.slice(10).map(({ code }) => ask(run, point, { code }));
  const [left, ...answers] = await Promise.all([counted(), ...first, ...asked]);
  const recorded = answers.filter(({ status }) => status === 200).length;
  expect(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code)).toEqual(Array(60 - recorded).fill('not-ready'));
  expect(left).toBe(60 - recorded);
  expect(await gate.held(run, 'pickup-point')).toEqual({ SC01: left });
  expect(await gate.breaches(run)).toEqual([]);
});

describe('closing a point and a pickup at the same moment', () => {
  /** Until somebody waits for a lock of ours. */
  const somebodyWaits = async () => {
    for (;;) {
      const [waiting] = await gate.rows(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      if (waiting) return;
    }
  };
  const lockAndClose = `SELECT FROM run_points WHERE pickup_point_id = $1 FOR UPDATE NOWAIT`;

  test('closing waits for a pickup that has begun', async () => {
    const { run, point, order } = await here();
    await gate.sql.query('BEGIN');
    await gate.sql.query('SELECT FROM pickup_orders WHERE order_id = $1 FOR UPDATE', [order.orderId]);
    const asked = ask(run, point, { code: order.code }).then(({ status }) => status);
    await somebodyWaits();
    await gate.sql.query('SAVEPOINT closing');
    await expect(gate.sql.query(lockAndClose, [point])).rejects.toMatchObject({ code: '55P03' });
    await gate.sql.query('ROLLBACK TO closing');
    await gate.sql.query('COMMIT');
    expect(await asked).toBe(200);
  });

  test('a pickup waits for closing that has begun, and is refused', async () => {
    const { run, point, order } = await here();
    await gate.sql.query('BEGIN');
    await gate.sql.query(lockAndClose, [point]);
    const asked = ask(run, point, { code: order.code }).then(({ body }) => body.code);
    await somebodyWaits();
    await gate.sql.query(`UPDATE run_points SET state = 'closed' WHERE pickup_point_id = $1`, [point]);
    await gate.sql.query('COMMIT');
    expect(await asked).toBe('not-ready');
  });
});
