import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { GateDay } from '../../spec/gate-day.js';

let gate: GateDay;
beforeAll(async () => void (gate = await GateDay.open()));
afterAll(() => gate.close());

const reverse = (pickup: string, body: object = {}) => gate.post(`pickups/${pickup}/reverse`, { reason: '扫错了一户', ...body });

describe('a pickup is taken back', () => {
  test('to the point: the household has nothing, and may pick up again', async () => {
    const day = await gate.day();
    const pickup = await gate.picksUp(day);
    const { body } = await reverse(pickup).expect(200);
    expect(body).toMatchObject({ pickupId: pickup, to: 'point', lines: { SC01: 1 } });
    expect([await gate.handedOut(day), await day.held()]).toEqual([0, { source: -10, 'pickup-point': 10 }]);
    await gate.picksUp(day);
    expect([await gate.handedOut(day), await day.held()]).toEqual([1, { source: -10, 'pickup-point': 9, household: 1 }]);
    expect(await day.breaches()).toEqual([]);
  });

  test('in parts, never more than it gave, and only rows are added', async () => {
    const day = await gate.day({ orders: [5] });
    const [line] = day.lines;
    await gate.house.sql.query('UPDATE pickup_order_lines SET portions = 3 WHERE order_line_id = $1', [line?.order_line_id]);
    const pickup = await gate.picksUp(day);
    const before = await gate.house.rows('SELECT * FROM custody_movements WHERE run_id = $1 ORDER BY movement_id', [day.run]);
    await reverse(pickup, { lines: { SC01: 1 } }).expect(200);
    const { body } = await reverse(pickup, { lines: { SC01: 3 } }).expect(409);
    expect(body).toMatchObject({ code: 'more-than-given', details: { given: { SC01: 2 } } });
    await reverse(pickup, { lines: { SC01: 1 } }).expect(200);
    expect(await gate.handedOut(day)).toBe(1);
    await reverse(pickup).expect(200);
    expect((await reverse(pickup).expect(409)).body.code).toBe('already-reversed');
    expect([await gate.handedOut(day), await day.held()]).toEqual([0, { source: -10, 'pickup-point': 10 }]);
    const after = await gate.house.rows('SELECT * FROM custody_movements WHERE run_id = $1 ORDER BY movement_id', [day.run]);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(await day.breaches()).toEqual([]);
  });

  test('once, when twenty people say so at once; and the same key again gets the first answer', async () => {
    const day = await gate.day();
    const pickup = await gate.picksUp(day);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => reverse(pickup).then(({ status }) => status)));
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect([await gate.handedOut(day), await day.held()]).toEqual([0, { source: -10, 'pickup-point': 10 }]);
    const [again, key] = [await gate.picksUp(day), randomUUID()];
    const first = await gate.post(`pickups/${again}/reverse`, { reason: '重复' }, key).expect(200);
    await gate.post(`pickups/${again}/reverse`, { reason: '重复' }, key).expect(200, first.body);
    expect(await day.breaches()).toEqual([]);
  });

  test.each(['missing', 'damaged'] as const)(
    'because it is %s in the bag: what can be counted on has changed, and the run hears of it',
    async (to) => {
      const day = await gate.day();
      const pickup = await gate.picksUp(day);
      const { change } = await day.read();
      await gate.house.sql.query('DELETE FROM outbox');
      await reverse(pickup, { to }).expect(200);
      expect([await gate.handedOut(day), await day.held()]).toEqual([0, { source: -10, 'pickup-point': 9, [to]: 1 }]);
      expect((await day.read()).change).toBe(change + 1);
      expect(await gate.house.rows('SELECT process_id FROM outbox')).toEqual([{ process_id: `supply-run:${day.run}` }]);
      await expect(day.allocates(2)).rejects.toThrow(/promises more/);
      await day.allocates(3, 9);
      expect(await day.breaches()).toEqual([]);
    },
  );

  test('after the point was counted and closed: it is there with the rest, and disposed of with it', async () => {
    const day = await gate.day();
    const pickup = await gate.picksUp(day);
    await day.says(day.closing(8)); // one of nine is missing
    await reverse(pickup).expect(200);
    expect(await day.held()).toEqual({ source: -10, 'pickup-point': 9, missing: 1 });
    await day.says(day.disposal());
    expect(await day.held()).toEqual({ source: -10, returned: 9, 'written-off': 1 });
    expect((await day.read()).inFlight).toBe(0);
    expect(await day.breaches()).toEqual([]);
  });

  test('after everything was disposed of: the disposal takes it in', async () => {
    const day = await gate.day({ expected: 2, orders: [2] });
    const pickups = [await gate.picksUp(day, 0), await gate.picksUp(day, 1)];
    await day.says(day.closing());
    expect((await day.read()).inFlight).toBe(0);
    await reverse(pickups[0] ?? '').expect(200);
    expect((await day.read()).inFlight).toBe(1);
    expect(await gate.house.rows(`SELECT step FROM pending_steps WHERE process_id = $1`, [`supply-run:${day.run}`])).toEqual([
      { step: 'disposeRemainder' },
    ]);
    await day.says(day.disposal());
    await reverse(pickups[1] ?? '').expect(200);
    expect(await day.held()).toEqual({ source: -2, returned: 2 });
    expect(await day.breaches()).toEqual([]);
  });

  test('never once the books are closed', async () => {
    const day = await gate.day();
    const pickup = await gate.picksUp(day);
    await gate.house.sql.query('UPDATE supply_runs SET ended_at = now() WHERE run_id = $1', [day.run]);
    expect((await reverse(pickup).expect(409)).body.code).toBe('books-closed');
    expect(await gate.handedOut(day)).toBe(1);
    expect((await reverse(randomUUID()).expect(404)).body.code).toBe('no-such-pickup');
  });
});

describe('a delivery', () => {
  test('is told again: delivered, nobody there, delivered; the last one counts and the others are kept', async () => {
    const day = await gate.day({ fulfilment: 'to-door' });
    const [line] = day.lines;
    const says = (outcome: string, scanId = `scan-${randomUUID()}`) =>
      gate.post('deliveries', { scanId, run: day.run, orderId: line?.order_id, outcome }).expect(200);
    await says('delivered');
    const scanId = `scan-${randomUUID()}`;
    const { body } = await says('nobody-there', scanId);
    expect((await says('nobody-there', scanId)).body).toEqual(body);
    expect([await gate.handedOut(day), await day.held()]).toEqual([0, { source: -10, 'pickup-point': 10 }]);
    await says('delivered');
    await says('left-at-door');
    expect([await gate.handedOut(day), await day.held()]).toEqual([1, { source: -10, 'pickup-point': 9, household: 1 }]);
    expect(await gate.house.rows('SELECT outcome, done_by FROM deliveries WHERE run_id = $1 ORDER BY delivery_id', [day.run])).toEqual(
      ['delivered', 'nobody-there', 'delivered', 'left-at-door'].map((outcome) => ({ outcome, done_by: 'D001' })),
    );
    expect(await day.breaches()).toEqual([]);
  });

  test('that was made for a part takes back its part only, not what the household fetched itself', async () => {
    const day = await gate.day({ fulfilment: 'to-door', orders: [5] });
    const [line] = day.lines;
    await gate.house.sql.query('UPDATE pickup_order_lines SET portions = 2 WHERE order_line_id = $1', [line?.order_line_id]);
    const says = (outcome: string, more: object = {}) =>
      gate.post('deliveries', { scanId: `scan-${randomUUID()}`, run: day.run, orderId: line?.order_id, outcome, ...more }).expect(200);
    await says('delivered', { lines: { SC01: 1 } });
    await gate.picksUp(day);
    await says('nobody-there');
    expect([await gate.handedOut(day), await day.held()]).toEqual([1, { source: -10, 'pickup-point': 9, household: 1 }]);
  });
});
