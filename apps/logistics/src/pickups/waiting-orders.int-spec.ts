import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { logisticsViews } from '@jielong/logistics-contract';
import { type GateOrder, Gate } from '../../spec/gate.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

/** What members sees of an order: by whom its household may be called now. */
const seen = ({ householdId }: GateOrder) =>
  gate.rows<object>(
    `SELECT order_id, fulfilment, compound, gate, trip_id, team FROM ${logisticsViews.waitingOrders} WHERE household_id = $1`,
    [householdId],
  );
const take = (run: string, pointId: string, { code }: GateOrder, portions: number) =>
  gate.post('pickups', { scanId: `scan-${randomUUID()}`, run, pointId, by: { code }, lines: { SC01: portions } }).expect(200);

test('members sees an order while portions of it wait at a point that is open, and no longer', async () => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 5 }, 'waiting');
  const order = await gate.order(run, { point, lines: { SC01: 2 } });
  expect(await seen(order)).toEqual([]);
  await gate.rows(`UPDATE run_points SET state = 'open', opened_at = now() WHERE pickup_point_id = $1`, [point]);
  const waiting = [{ order_id: order.orderId, fulfilment: 'pick-up', compound: 'LT', gate: '南门', trip_id: null, team: null }];
  expect(await seen(order)).toEqual(waiting);
  await take(run, point, order, 1);
  expect(await seen(order)).toEqual(waiting);
  await take(run, point, order, 1);
  expect(await seen(order)).toEqual([]);
});

test('once its point is closed, or pickup is over, nobody is called any more', async () => {
  const run = await gate.run();
  const point = await gate.point(run);
  const [one, other] = [await gate.order(run, { point }), await gate.order(run, { point })];
  await gate.rows('UPDATE pickup_orders SET open = false WHERE order_id = $1', [one.orderId]);
  expect([await seen(one), await seen(other)]).toEqual([[], [expect.anything()]]);
  await gate.rows(`UPDATE run_points SET state = 'closed' WHERE pickup_point_id = $1`, [point]);
  expect(await seen(other)).toEqual([]);
});

test('with the team of the bus that goes there', async () => {
  const run = await gate.run();
  const point = await gate.point(run);
  const order = await gate.order(run, { point, fulfilment: 'to-door' });
  const trip = randomUUID();
  await gate.rows(`INSERT INTO trips (trip_id, team) VALUES ($1, '物资保障一队')`, [trip]);
  await gate.rows('INSERT INTO trip_runs (trip_id, run_id) VALUES ($1, $2)', [trip, run]);
  await gate.rows('INSERT INTO stops (stop_id, trip_id, run_id, pickup_point_id, seq) VALUES ($1, $2, $3, $4, 1)', [
    randomUUID(),
    trip,
    run,
    point,
  ]);
  expect(await seen(order)).toMatchObject([{ fulfilment: 'to-door', trip_id: trip, team: '物资保障一队' }]);
});
