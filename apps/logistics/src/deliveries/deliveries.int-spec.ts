import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Gate } from '../../spec/gate.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

const here = async (state = 'open') => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 5 }, state);
  return { run, point, order: await gate.order(run, { point, lines: { SC01: 2 }, fulfilment: 'to-door' }) };
};
const deliver = (run: string, orderId: string, outcome: string, more: object = {}) =>
  gate.post('deliveries', { scanId: `scan-${randomUUID()}`, run, orderId, outcome, ...more });
const outcomes = (run: string) =>
  gate.rows<{ outcome: string; delivered_to: string | null; done_by: string; evidence: string }>(
    'SELECT outcome, delivered_to, done_by, evidence FROM deliveries WHERE run_id = $1 ORDER BY delivery_id',
    [run],
  );

test.each([
  ['delivered', 'household'],
  ['left-at-door', null],
])('%s hands out everything from the point', async (outcome, to) => {
  const { run, order } = await here();
  const { body } = await deliver(run, order.orderId, outcome).expect(200);
  expect(body).toMatchObject({ status: 'recorded', outcome, orderId: order.orderId, lines: { SC01: 2 } });
  expect(await outcomes(run)).toEqual([{ outcome, delivered_to: to, done_by: 'V001', evidence: 'counted' }]);
  expect(await gate.rows('SELECT outcome FROM pickups WHERE run_id = $1', [run])).toEqual([{ outcome }]);
  expect([await gate.held(run, 'pickup-point'), await gate.held(run, 'household')]).toEqual([{ SC01: 3 }, { SC01: 2 }]);
  expect(await gate.breaches(run)).toEqual([]);
});

test.each(['nobody-there', 'refused'])('%s leaves the goods at the point, and it may be tried again', async (outcome) => {
  const { run, order } = await here();
  const { body } = await deliver(run, order.orderId, outcome).expect(200);
  expect(body).not.toHaveProperty('pickupId');
  expect(await gate.held(run, 'pickup-point')).toEqual({ SC01: 5 });
  await deliver(run, order.orderId, 'delivered', { deliveredTo: 'neighbour', doneBy: 'D001' }).expect(200);
  expect(await outcomes(run)).toEqual([
    { outcome, delivered_to: null, done_by: 'V001', evidence: 'counted' },
    { outcome: 'delivered', delivered_to: 'neighbour', done_by: 'D001', evidence: 'told' },
  ]);
  expect(await gate.held(run, 'household')).toEqual({ SC01: 2 });
});

test('a part is delivered, the rest is picked up', async () => {
  const { run, point, order } = await here();
  await deliver(run, order.orderId, 'delivered', { lines: { SC01: 1 } }).expect(200);
  const rest = await gate.post('pickups', { scanId: `scan-${randomUUID()}`, run, pointId: point, by: { code: order.code } }).expect(200);
  expect(rest.body.lines).toEqual({ SC01: 1 });
  expect(await gate.breaches(run)).toEqual([]);
});

test.each(['delivered', 'nobody-there'])('the same scan of %s 10 times at once is one outcome, told the same to all', async (outcome) => {
  const { run, order } = await here();
  const body = { scanId: `scan-${randomUUID()}`, run, orderId: order.orderId, outcome };
  const answers = await Promise.all(Array.from({ length: 10 }, () => gate.post('deliveries', body)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await outcomes(run)).toHaveLength(1);
  expect((await gate.post('deliveries', { ...body, outcome: 'refused' }).expect(422)).body.code).toBe('scan-id-reused');
});

test.each<[string, object, number, string]>([
  ['an order of nobody', { orderId: randomUUID() }, 404, 'unknown-code'],
  ['more than allocated', { lines: { SC01: 3 } }, 409, 'more-than-allocated'],
  ['a taker who is in no list', { deliveredTo: 'X999' }, 422, 'no-such-person'],
  ['a bringer who is in no list', { doneBy: 'X999' }, 422, 'no-such-person'],
  ['an outcome that is none', { outcome: 'lost' }, 400, 'malformed'],
])('with %s nothing is written', async (_says, wrong, status, code) => {
  const { run, order } = await here();
  const { body } = await deliver(run, order.orderId, 'delivered', wrong);
  expect([body.status, body.code]).toEqual([status, code]);
  expect(await outcomes(run)).toEqual([]);
});

test('from a closed point nothing is delivered', async () => {
  const { run, order } = await here('closed');
  expect((await deliver(run, order.orderId, 'delivered').expect(409)).body.code).toBe('not-ready');
});
