import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { acting, daysAhead } from '@jielong/testing';
import supertest from 'supertest';
import { Gate, type GateOrder } from '../../spec/gate.js';

let gate: Gate;
beforeAll(async () => void (gate = await Gate.open()));
afterAll(() => gate.close());

const minuteMs = 60_000;
const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();
/** A shift that began an hour ago, with D003, whom D004 has followed half an hour ago. */
const shift = (until: string, scope: object = { compound: 'LT', gate: '南门' }) => ({
  grants: [{ role: 'gate-volunteer', scope, from: ago(60), until }],
  claims: {
    session: 'phone-1',
    posts: [
      { code: 'D003', from: ago(60) },
      { code: 'D004', from: ago(30) },
    ],
  },
});
type Shift = ReturnType<typeof shift>;
const on = () => shift(ago(-60));
const over = (minutes = 10) => shift(ago(minutes));

const send = ({ grants, claims }: Shift, path: string, body: object) =>
  supertest(gate.app.getHttpServer())
    .post(`/api/${path}`)
    .set(acting('sample/D004', grants, claims))
    .send(body);
const here = async (count = 1) => {
  const run = await gate.run();
  const point = await gate.point(run, { SC01: 10 });
  return { run, point, orders: await gate.orders(run, count, { point }) };
};
type Here = Awaited<ReturnType<typeof here>>;
const scan = ({ run, point }: Here, order: GateOrder | undefined, givenAt?: string) => ({
  ...{ scanId: `scan-${randomUUID()}`, run, pointId: point, by: { code: order?.code } },
  ...(givenAt === undefined ? {} : { givenAt }),
});
const states = async (
  from: Shift,
  ...scans: readonly object[]
): Promise<{ code?: string; status: string; details?: { reason?: string } }[]> =>
  (await send(from, 'pickups/batch', { deviceId: 'south-gate-1', scans }).expect(200)).body.answers;
/** Who is said to have handed out, by the pickup, by the scan and by the ledger; and in which session it came. */
const trail = async ({ run }: Here) =>
  gate.rows(
    `SELECT p.recorded_by AS pickup, s.recorded_by AS scan, m.entered_by AS ledger, s.session FROM pickups p JOIN scans s USING (community_id, scan_id)
     JOIN custody_movements m USING (community_id, pickup_id) WHERE p.run_id = $1 ORDER BY p.given_at NULLS LAST`,
    [run],
  );
const by = (person: string) => ({ pickup: person, scan: person, ledger: person, session: 'phone-1' });

describe('at a device of a shift', () => {
  test('whoever is there now hands out, and the trail names session and person', async () => {
    const day = await here();
    await send(on(), 'pickups', scan(day, day.orders[0])).expect(200);
    expect(await trail(day)).toEqual([by('D004')]);
  });

  test('a scan counts for whoever was there when it was made, however late it comes', async () => {
    const day = await here(3);
    const scans = [scan(day, day.orders[0], ago(45)), scan(day, day.orders[1], ago(20)), scan(day, day.orders[2], ago(63))];
    expect((await states(on(), ...scans)).map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
    expect(await trail(day)).toEqual([by('D003'), by('D003'), by('D004')]); // a clock that is slow by three minutes means the first
  });

  test('nothing is handed out at another gate, corrected, closed or decided', async () => {
    const day = await here();
    const elsewhere = shift(ago(-60), { compound: 'LT', gate: '北门' });
    expect((await send(elsewhere, 'pickups', scan(day, day.orders[0]))).body.code).toMatch(/not-yours|not-there/);
    expect((await send(elsewhere, 'pickups/batch', { scans: [scan(day, day.orders[0], ago(5))] })).body.code).toBe('not-yours');
    for (const path of [`pickups/${randomUUID()}/reverse`, `supply-runs/${day.run}/conflicts/1/decision`, 'deliveries'])
      expect([path, (await send(on(), path, {})).body.code]).toEqual([path, 'not-yours']);
    expect(await trail(day)).toEqual([]);
  });
});

describe('a run of another gate', () => {
  test.each([
    [
      'at no point that there is',
      (run: string) => ({ scanId: `scan-${randomUUID()}`, run, pointId: randomUUID(), by: { code: '123456' } }),
    ],
    ['in what is no scan', (run: string) => ({ run, pointId: '?', words: '九栋的人说' })],
  ])('gets no conflict from here, named %s', async (_how, said) => {
    const run = await gate.run();
    await gate.point(run);
    await gate.rows(`UPDATE run_points SET gate = '北门' WHERE run_id = $1`, [run]);
    const refused = await send(on(), 'pickups/batch', { scans: [said(run)] });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-yours']);
    expect(await gate.rows('SELECT FROM scan_conflicts WHERE run_id = $1', [run])).toEqual([]);
  });
});

describe('what a device may look at', () => {
  const read = ({ grants, claims }: Shift, path: string) =>
    supertest(gate.app.getHttpServer())
      .get(`/api/supply-runs/${path}`)
      .set(acting('sample/D004', grants, claims));
  const timed = async (state: string, opened: string | null, closed: string | null, date: string) => {
    const run = await gate.run();
    const point = await gate.point(run, { SC01: 10 }, state);
    await gate.rows('UPDATE run_points SET opened_at = $2, closed_at = $3 WHERE pickup_point_id = $1', [point, opened, closed]);
    await gate.rows('UPDATE supply_runs SET service_date = $2 WHERE run_id = $1', [run, date]);
    return run;
  };
  const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date());

  test.each([
    ['is open, since whenever', () => timed('open', ago(3_000), null, '2026-01-01'), 200],
    ['was open while the shift lasted', () => timed('closed', ago(90), ago(50), '2026-01-01'), 200],
    ['opens later, today', () => timed('waiting', null, null, today()), 200],
    ['opens on another day', () => timed('waiting', null, null, daysAhead(30)), 403],
    ['was closed before the shift', () => timed('closed', ago(3_000), ago(2_900), '2026-01-01'), 403],
  ])('a run whose point %s', async (_what, made, status) => {
    const run = await made();
    const found = await send(on(), `supply-runs/${run}/pickup-orders/find`, { room: '1-1-101' });
    const answers = [await read(on(), `${run}/pickup-orders`), await read(on(), `${run}/conflicts`), found];
    expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
    expect(answers.map(({ body }) => body.code)).toEqual(Array(3).fill(status === 200 ? undefined : 'not-of-this-shift'));
    await gate.get(`supply-runs/${run}/pickup-orders`).expect(200);
  });

  test('is that a conflict was decided, and not why', async () => {
    const day = await here();
    await states(over(), scan(day, day.orders[0], ago(5)));
    const [conflict] = (await gate.get(`supply-runs/${day.run}/conflicts`).expect(200)).body.items;
    await gate.rows(
      'INSERT INTO scan_conflict_decisions (community_id, conflict_id, choice, reason, decided_by) VALUES ($1, $2, $3, $4, $5)',
      [...['sample', conflict.conflictId, 'dismiss', '', 'D001']],
    );
    const decided = async (asked: Promise<{ body: { items: { decision: object }[] } }>) => (await asked).body.items[0]?.decision;
    expect(await decided(Promise.resolve(read(on(), `${day.run}/conflicts`)))).toMatchObject({ choice: 'dismiss', reason: null });
    expect(await decided(Promise.resolve(gate.get(`supply-runs/${day.run}/conflicts`)))).toMatchObject({ choice: 'dismiss', reason: '' });
  });
});

describe('when the shift is over', () => {
  test('nothing is handed out, listed or looked up by it any more', async () => {
    const day = await here();
    for (const [path, body] of [
      ['pickups', scan(day, day.orders[0])],
      [`supply-runs/${day.run}/pickup-orders/find`, { room: '1-1-101' }],
    ] as const)
      expect([path, (await send(over(), path, body)).body.code]).toEqual([path, 'not-yours']);
    expect(await trail(day)).toEqual([]);
  });

  test('what was scanned in it still counts', async () => {
    const day = await here(2);
    const scans = [scan(day, day.orders[0], ago(45)), scan(day, day.orders[1], ago(20))];
    expect((await states(over(), ...scans)).map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    expect(await trail(day)).toEqual([by('D003'), by('D004')]);
  });

  test.each([
    ['after its end', () => ago(5), 'after'],
    ['before anybody was there', () => ago(120), 'before'],
    ['in the future', () => ago(-30), 'future'],
    ['at a time that nobody has said', () => undefined, 'no-time'],
  ])('a scan made %s hands nothing out, and is kept for a person to decide', async (_when, givenAt, reason) => {
    const day = await here();
    const [answer] = await states(over(), scan(day, day.orders[0], givenAt()));
    expect(answer).toMatchObject({ status: 'conflict', code: 'not-on-shift', details: { reason } });
    expect(await trail(day)).toEqual([]);
    const { items } = (await gate.get(`supply-runs/${day.run}/conflicts`).expect(200)).body;
    expect(items).toMatchObject([{ code: 'not-on-shift', orderId: day.orders[0]?.orderId, said: { deviceId: 'south-gate-1' } }]);
    expect(items[0].choices.map(({ choice }: { choice: string }) => choice)).toEqual(['dismiss', 'count', 'reverse-first']);
    expect(await gate.held(day.run, 'pickup-point')).toEqual({ SC01: 10 });
  });

  test('one bad scan of a batch holds up none of the others', async () => {
    const day = await here(3);
    const scans = [
      scan(day, day.orders[0], ago(5)),
      scan(day, day.orders[1], ago(20)),
      { nonsense: true },
      scan(day, day.orders[2], ago(40)),
    ];
    expect((await states(over(), ...scans)).map(({ code, status }) => code ?? status)).toEqual([
      ...['not-on-shift', 'recorded', 'malformed', 'recorded'],
    ]);
    expect(await gate.breaches(day.run)).toEqual([]);
  });
});

test('somebody who is signed in is judged by no shift: a scan without a time, or of yesterday, counts', async () => {
  const day = await here(2);
  const scans = [scan(day, day.orders[0]), scan(day, day.orders[1], ago(24 * 60))];
  const { answers } = (await gate.post('pickups/batch', { scans }, 'D001').expect(200)).body;
  expect(answers.map(({ status }: { status: string }) => status)).toEqual(['recorded', 'recorded']);
});
