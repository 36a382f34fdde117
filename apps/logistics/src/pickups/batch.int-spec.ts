import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Gate } from '../../spec/gate.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

interface Told {
  readonly scanId: string | null;
  readonly status: string;
  readonly code?: string;
  readonly flags?: readonly string[];
  readonly pickupId?: string;
}
const send = async (scans: readonly unknown[], deviceId = 'phone-1', actor = 'V001'): Promise<Told[]> =>
  (await gate.post('pickups/batch', { deviceId, scans }, actor).expect(200)).body.answers;
const said = (run: string, pointId: string, by: object, more: object = {}) => ({
  scanId: `scan-${randomUUID()}`,
  run,
  pointId,
  by,
  givenAt: new Date().toISOString(),
  ...more,
});
const here = async (holds: Record<string, number> = { SC01: 100 }, state = 'open') => {
  const run = await gate.run();
  return { run, point: await gate.point(run, holds, state) };
};
const conflictsOf = async (run: string) => (await gate.get(`supply-runs/${run}/conflicts`).expect(200)).body.items;

describe('a batch from a device that was offline', () => {
  test('is answered in its order; what contradicts the books is kept with what both say', async () => {
    const { run, point } = await here();
    const [first, second, unclear] = await gate.orders(run, 3, { point });
    const scans = [
      said(run, point, { code: first?.code }),
      said(run, point, { code: first?.code }),
      said(run, point, { code: '000000' }),
      said(run, point, { orderId: second?.orderId }, { lines: { SC01: 5 } }),
      { nonsense: true },
      said(run, point, { room: 'somewhere' }),
      said(run, point, { orderId: unclear?.orderId }, { kind: 'state' }),
    ];
    const answers = await send(scans);
    expect(answers.map(({ status, code }) => code ?? status)).toEqual([
      'recorded',
      'already-handed-out',
      'unknown-code',
      'more-than-allocated',
      'malformed',
      'unreadable-room',
      'recorded',
    ]);
    expect(answers.map(({ scanId }) => scanId)).toEqual(scans.map((scan) => ('scanId' in scan ? scan.scanId : null)));
    const conflicts = await conflictsOf(run);
    expect(conflicts.map(({ code }: { code: string }) => code)).toEqual([
      'already-handed-out',
      'unknown-code',
      'more-than-allocated',
      'unreadable-room',
    ]);
    expect(conflicts[0]).toMatchObject({
      orderId: first?.orderId,
      recordedBy: 'V001',
      said: { by: { code: first?.code }, deviceId: 'phone-1' },
      books: { handedOut: [{ by: 'V001', lines: { SC01: 1 } }] },
    });
    expect(await gate.breaches(run)).toEqual([]);
  });

  test('sent again changes nothing, however often, and says so', async () => {
    const { run, point } = await here();
    const orders = await gate.orders(run, 3, { point });
    const scans = [...orders.map(({ code }) => said(run, point, { code })), said(run, point, { code: orders[0]?.code }), { bad: 1, run }];
    const first = await send(scans);
    const again = await Promise.all([send(scans), send(scans), send(scans)]);
    for (const answers of again)
      expect(answers.map(({ status }) => status)).toEqual(['repeated', 'repeated', 'repeated', 'conflict', 'malformed']);
    expect(again[0]?.map(({ pickupId }) => pickupId)).toEqual(first.map(({ pickupId }) => pickupId));
    expect(await gate.rows('SELECT FROM pickups WHERE run_id = $1', [run])).toHaveLength(3);
    expect(await gate.rows('SELECT FROM scan_conflicts WHERE run_id = $1', [run])).toHaveLength(2);
    expect(await gate.breaches(run)).toEqual([]);
  });

  test('the same scan 20 times in one batch is one pickup', async () => {
    const { run, point } = await here();
    const order = await gate.order(run, { point });
    const scan = said(run, point, { token: order.token });
    const answers = await send(Array.from({ length: 20 }, () => scan));
    expect(answers.map(({ status }) => status)).toEqual(['recorded', ...Array(19).fill('repeated')]);
    expect(await gate.held(run, 'household')).toEqual({ SC01: 1 });
  });

  test('another body under an accepted id is kept, and told apart', async () => {
    const { run, point } = await here();
    const [one, two] = await gate.orders(run, 2, { point });
    const scan = said(run, point, { code: one?.code });
    const answers = await send([scan, { ...scan, by: { code: two?.code } }]);
    expect(answers.map(({ status }) => status)).toEqual(['recorded', 'scan-id-reused']);
    expect((await conflictsOf(run)).map(({ code }: { code: string }) => code)).toEqual(['scan-id-reused']);
  });

  test('a scan that was asked online and never heard its answer may be stated later', async () => {
    const { run, point } = await here();
    const order = await gate.order(run, { point });
    const scan = said(run, point, { code: order.code });
    const { givenAt: _, ...asked } = scan;
    await gate.post('pickups', { ...asked, kind: 'ask' }).expect(200);
    expect((await send([scan])).map(({ status }) => status)).toEqual(['repeated']);
  });

  test.each([
    ['closed', 'conflict'],
    ['waiting', 'not-ready'],
  ])('at a point that is %s is kept, not booked', async (state, status) => {
    const { run, point } = await here({ SC01: 1 }, state);
    const order = await gate.order(run, { point });
    expect((await send([said(run, point, { code: order.code })])).map((told) => told.status)).toEqual([status]);
    expect(await conflictsOf(run)).toHaveLength(1);
    expect(await gate.held(run, 'pickup-point')).toEqual({ SC01: 1 });
  });

  test('with an impossible clock is booked all the same, and flagged', async () => {
    const { run, point } = await here();
    const [early, late, never] = await gate.orders(run, 3, { point });
    const answers = await send([
      said(run, point, { code: early?.code }, { givenAt: '2001-01-01T00:00:00+08:00' }),
      said(run, point, { code: late?.code }, { givenAt: '2999-01-01T00:00:00+08:00' }),
      said(run, point, { code: never?.code }, { givenAt: '0000-01-01T00:00:00Z' }),
    ]);
    expect(answers.map(({ status, flags }) => flags ?? status)).toEqual([['given-before-the-run'], ['given-in-the-future'], 'malformed']);
  });

  test('where the ledger does not cover one, the others go through', async () => {
    const { run, point } = await here({ SC01: 3 });
    const orders = await gate.orders(run, 5, { point });
    const answers = await send(orders.map(({ code }) => said(run, point, { code })));
    expect(answers.map(({ status, code }) => code ?? status)).toEqual([...Array(3).fill('recorded'), ...Array(2).fill('not-at-the-point')]);
    expect(await gate.breaches(run)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 7],
    ['a list', [1]],
    ['a NUL', { scanId: 'scan-\u0000-1', run: '\u0000' }],
    ['half an emoji', { scanId: 'scan-0001', by: { room: '\ud83d' } }],
    ['a deep body', { scanId: { a: { b: { c: 1 } } } }],
    ['too long an id', { scanId: 'x'.repeat(5_000) }],
  ])('an item that is %s gets an answer and stops none of the others', async (_says, item) => {
    const { run, point } = await here();
    const order = await gate.order(run, { point });
    const answers = await send([item, said(run, point, { code: order.code })]);
    expect(answers.map(({ status }) => status)).toEqual(['malformed', 'recorded']);
  });

  test('what cannot be read is kept sealed, in its run, so much of it at once; a run that is not there is none', async () => {
    const { run } = await here();
    const broken = Array.from({ length: 30 }, (_, nth) => ({ run, words: `赵家 ${nth}` }));
    expect((await send(broken)).map(({ status }) => status)).toEqual(Array(30).fill('malformed'));
    const conflicts = await conflictsOf(run);
    expect(conflicts).toHaveLength(20);
    expect(conflicts[0].said).toEqual({ deviceId: 'phone-1', raw: JSON.stringify(broken[0]) });
    const kept = await gate.rows<{ raw: string }>('SELECT raw, details FROM scan_conflicts WHERE run_id = $1', [run]);
    expect(JSON.stringify(kept)).not.toContain('赵家');
    const nowhere = randomUUID();
    await send([{ run: nowhere }, said(nowhere, randomUUID(), { code: '000000' })]);
    expect(await gate.rows('SELECT FROM scan_conflicts WHERE run_id = $1', [nowhere])).toEqual([]);
  });

  test('only a body that is no batch at all is 400', async () => {
    await gate.post('pickups/batch', { scans: 'none' }).expect(400);
    await gate.post('pickups/batch', {}).expect(400);
    await gate.post('pickups/batch', { scans: [], deviceId: 7 }).expect(200);
  });
});

test('two offline devices for one order: one pickup and one conflict, whoever comes first', async () => {
  const { run, point } = await here();
  const orders = await gate.orders(run, 30, { point });
  const scansOf = () => orders.map(({ code }) => said(run, point, { code }));
  const [south, north] = await Promise.all([send(scansOf(), 'phone-1', 'V001'), send(scansOf().reverse(), 'phone-2', 'D001')]);
  const statuses = [...south, ...north].map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(30).fill('conflict'), ...Array(30).fill('recorded')]);
  expect(await gate.rows('SELECT DISTINCT order_id FROM pickups WHERE run_id = $1', [run])).toHaveLength(30);
  expect(await gate.rows('SELECT DISTINCT order_id FROM scan_conflicts WHERE run_id = $1', [run])).toHaveLength(30);
  expect(await gate.breaches(run)).toEqual([]);
});

test('a thousand scans of two devices, asks in between: each order is handed out once and the books hold', async () => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 1_000 });
  const orders = await gate.orders(run, 300, { point, lines: { SC01: 2 } });
  const scans = Array.from({ length: 1_000 }, (_, i) => said(run, point, { code: orders[(i * 7) % 300]?.code }, { lines: { SC01: 1 } }));
  const asks = orders
    .slice(0, 40)
    .map(({ code }) => gate.post('pickups', { scanId: `scan-${randomUUID()}`, run, pointId: point, by: { code }, lines: { SC01: 1 } }));
  const [answers] = await Promise.all([send(scans), ...asks]);
  expect(answers).toHaveLength(1_000);
  expect(answers.map(({ scanId }) => scanId)).toEqual(scans.map(({ scanId }) => scanId));
  expect(await gate.held(run, 'household')).toEqual({ SC01: 600 });
  expect(await gate.breaches(run)).toEqual([]);
});

test('broken off in the middle and sent again: nothing twice, nothing lost', async () => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 150 });
  const orders = await gate.orders(run, 150, { point });
  const scans = orders.map(({ code }) => said(run, point, { code }));
  await gate.sql.query('BEGIN');
  await gate.sql.query('SELECT FROM pickup_orders WHERE order_id = $1 FOR UPDATE', [orders[120]?.orderId]);
  const broken = gate.post('pickups/batch', { scans }).then(({ status }) => status);
  const ended = async () =>
    (
      await gate.rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
    ).length;
  while (!(await ended()));
  await gate.sql.query('COMMIT');
  expect(await broken).toBe(503);
  expect((await send(scans)).map(({ status }) => status)).toEqual([...Array(100).fill('repeated'), ...Array(50).fill('recorded')]);
  expect(await gate.held(run, 'household')).toEqual({ SC01: 150 });
  expect(await gate.breaches(run)).toEqual([]);
});
