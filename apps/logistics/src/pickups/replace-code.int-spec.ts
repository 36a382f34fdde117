import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type GateOrder, Gate } from '../../spec/gate.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

interface Here {
  readonly run: string;
  readonly point: string;
  readonly order: GateOrder;
}
const here = async (state = 'open'): Promise<Here> => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 5 }, state);
  return { run, point, order: await gate.order(run, { point, lines: { SC01: 2 } }) };
};
const replace = (orderId: string, key: string = randomUUID()) =>
  gate.post(`pickup-orders/${orderId}/code`, {}, 'D001').set('Idempotency-Key', key);
const ask = ({ run, point }: Here, by: object) =>
  gate.post('pickups', { scanId: `scan-${randomUUID()}`, kind: 'ask', run, pointId: point, by });

describe('a code that others may have read', () => {
  test('is replaced: neither it nor its QR code hands anything out, and the new one does, once', async () => {
    const at = await here();
    const { body } = await replace(at.order.orderId).expect(200);
    expect(body).toMatchObject({ orderId: at.order.orderId, code: expect.stringMatching(/^\d{6}$/) });
    expect(body.code).not.toBe(at.order.code);
    for (const old of [{ code: at.order.code }, { token: at.order.token }]) expect((await ask(at, old)).body.code).toBe('unknown-code');
    expect(await gate.held(at.run, 'household')).toEqual({});
    await ask(at, { code: body.code }).expect(200);
    const again = await ask(at, { token: body.token }).expect(409);
    expect(again.body).toMatchObject({ code: 'already-handed-out', details: { handedOut: [{ by: 'V001' }] } });
    expect(await gate.breaches(at.run)).toEqual([]);
  });

  test('asked for again under the same key is the same one, and leaves one trace without the code', async () => {
    const { order } = await here();
    const key = randomUUID();
    const [first, again] = [await replace(order.orderId, key), await replace(order.orderId, key)];
    expect(again.body).toEqual(first.body);
    const traces = await gate.rows<{ actor: string; details: object }>(
      `SELECT actor, details FROM audit_entries WHERE action = 'replacePickupCode' AND subject_id = $1`,
      [order.orderId],
    );
    expect(traces).toEqual([{ actor: 'D001', details: {} }]);
  });

  test('replaced by two at once, one code is good', async () => {
    const at = await here();
    const answers = await Promise.all([replace(at.order.orderId), replace(at.order.orderId)]);
    const [kept] = await gate.rows<{ code: string }>('SELECT code FROM pickup_orders WHERE order_id = $1', [at.order.orderId]);
    expect(answers.map(({ body }) => body.code)).toContain(kept?.code);
  });

  test('is not replaced once pickup is over, nor for an order that is not there', async () => {
    const { order } = await here();
    await gate.rows('UPDATE pickup_orders SET open = false WHERE order_id = $1', [order.orderId]);
    expect((await replace(order.orderId).expect(409)).body.code).toBe('pickup-over');
    await replace(randomUUID()).expect(404);
  });
});

test('orders sees codes that are good, and how much is left; a code that was replaced is not among them', async () => {
  const at = await here();
  const shown = () =>
    gate.rows('SELECT code, portions_left, handed_out, point_state FROM published_pickup_codes_v1 WHERE order_id = $1', [at.order.orderId]);
  const { body } = await replace(at.order.orderId);
  expect(await shown()).toEqual([{ code: body.code, portions_left: 2, handed_out: 0, point_state: 'open' }]);
  await ask(at, { code: body.code }).expect(200);
  expect(await shown()).toEqual([{ code: body.code, portions_left: 0, handed_out: 2, point_state: 'open' }]);
});
