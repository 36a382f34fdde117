import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let households: string[];
beforeAll(async () => {
  auditor = await Auditor.open();
  await auditor.rows(
    `INSERT INTO members.person_roles (community_id, code, role, scope, listed) VALUES ('sample', 'Z001', 'building-captain', 'CD', false) ON CONFLICT DO NOTHING`,
  );
  households = (await office.all<{ id: string }>('/households?compound=CD')).map(({ id }) => id);
});
afterAll(() => auditor.close());

/** Whatever a crowd does to a run, every promise holds afterwards. */
const opened: GoodDay[] = [];
afterEach(async () => {
  for (const day of opened.splice(0)) expect(await auditor.broken(day.runId)).toEqual({});
});

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const open = async ({ cutOffAt, cap }: { cutOffAt: string; cap: number }): Promise<GoodDay> => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'CD', gateCaptain: 'D073', serviceDate: daysAhead(4), cutOffAt, minimumPortions: 1 },
    bundles: [{ code: 'SC01', cap, limitPerHousehold: 2 }],
  });
  opened.push(day);
  return day;
};
/** Somebody who orders for neighbours and is no staff: for them ordering ends at the cut-off. */
const resident = office.as('Z001');
const place = (day: GoodDay, forHousehold: string, who = resident) =>
  who.call<{ id: string } & Problem>('POST', `${day.path}/orders`, { forHousehold, items: { SC01: 1 } });
const taken = async (day: GoodDay) =>
  (
    await auditor.rows<{ n: number }>(
      `SELECT coalesce(sum(portions), 0)::int AS n FROM orders.order_lines WHERE run_id = $1 AND state <> 'cancelled'`,
      [day.runId],
    )
  )[0]?.n;

test('500 orders at once for 100 portions: exactly 100 are taken, all are answered, the others hear what is left', async () => {
  const day = await open({ cutOffAt: inMs(3_600_000), cap: 100 });
  const answers = await Promise.all(households.slice(0, 500).map((household) => place(day, household)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.map(({ status, body }) => [status, body.code, body.details?.['left']])).toEqual(refused.map(() => [409, 'sold-out', 0]));
  expect(await taken(day)).toBe(100);
}, 120_000);

test('500 orders around the instant of cut-off: none is placed at or after it, and the purchase list equals the accepted orders', async () => {
  const day = await open({ cutOffAt: inMs(3_600_000), cap: 600 });
  const [early, crowd] = [households.slice(0, 20), households.slice(20, 500)];
  const first = await Promise.all(early.map((household) => place(day, household)));
  const cutOff = Date.now() + 4_000;
  await office.post(`${day.path}/extend`, { cutOffAt: new Date(cutOff).toISOString() });
  const later = crowd.map(async (household, i) => {
    await setTimeout(Math.max(0, cutOff + (i - crowd.length / 2) * 10 - Date.now()));
    return place(day, household);
  });
  const answers = [...first, ...(await Promise.all(later))];
  const accepted = answers.filter(({ status }) => status === 201).length;
  expect(accepted).toBeGreaterThanOrEqual(early.length);
  expect(accepted).toBeLessThan(500);
  expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(['ordering-closed']));
  await day.reaches('confirming');
  await day.lock();
  const late = await auditor.rows(
    'SELECT o.order_id FROM orders.orders o JOIN orders.supply_runs r USING (community_id, run_id) WHERE run_id = $1 AND o.first_seen_at >= r.cut_off_at',
    [day.runId],
  );
  expect(late).toEqual([]);
  expect(await taken(day)).toBe(accepted);
  const [listed] = await auditor.rows<{ n: number }>('SELECT sum(expected)::int AS n FROM orders.purchase_lines WHERE run_id = $1', [
    day.runId,
  ]);
  expect(listed?.n).toBe(accepted);
}, 120_000);

test('50 identical requests at once under one Idempotency-Key: one row, 50 identical answers; another body is refused', async () => {
  const day = await open({ cutOffAt: inMs(3_600_000), cap: 100 });
  const key = { 'Idempotency-Key': randomUUID() };
  const body = { forHousehold: households[0], items: { SC01: 1 } };
  const answers = await Promise.all(Array.from({ length: 50 }, () => resident.call('POST', `${day.path}/orders`, body, key)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(await taken(day)).toBe(1);
  const other = await resident.call('POST', `${day.path}/orders`, { ...body, items: { SC01: 2 } }, key);
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});

async function locked(): Promise<{ day: GoodDay; path: string }> {
  const day = await open({ cutOffAt: inMs(-1_000), cap: 100 });
  for (const household of households.slice(0, 5)) await office.post(`${day.path}/orders`, { forHousehold: household, items: { SC01: 1 } });
  const { purchases } = await day.lock();
  return { day, path: `/purchases/${purchases[0]?.id ?? ''}/purchase` };
}
const receiptOf = (n: number) => ({ receipt: { number: `R${n}` } });

test('one report 20 times at once: one effect, the same answers; its id with another body is refused', async () => {
  const { day, path } = await locked();
  const report = { reportId: randomUUID(), ...receiptOf(1) };
  await office.report(path, report);
  const again = await Promise.all(Array.from({ length: 20 }, () => office.call('POST', path, report)));
  expect(new Set(again.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(again[0]?.status).toBe(200);
  expect(await office.call('POST', path, { ...report, ...receiptOf(2) })).toMatchObject({
    status: 422,
    body: { code: 'report-id-reused' },
  });
  const reports = await auditor.rows(`SELECT report_id FROM orders.reports WHERE step = 'confirmPurchase' AND $1 = ANY(runs)`, [day.runId]);
  expect(reports).toHaveLength(1);
  await day.allocated();
  const received = await auditor.rows(`SELECT portions FROM logistics.custody_movements WHERE run_id = $1 AND kind = 'receive'`, [
    day.runId,
  ]);
  expect(received).toEqual([{ portions: 5 }]);
});

test('a fresh report 20 times at once: every answer is the same receipt', async () => {
  const { day, path } = await locked();
  const report = { reportId: randomUUID(), ...receiptOf(1) };
  await day.office.until<{ items: { step: string }[] }>(
    `/steps?process=purchase:${path.split('/')[2] ?? ''}`,
    ({ items }) => items.length > 0,
  );
  const answers = await Promise.all(Array.from({ length: 20 }, () => office.call('POST', path, report)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test('two different reports of one step at once: one counts, the other is told why not', async () => {
  const { day, path } = await locked();
  await day.office.until<{ items: { step: string }[] }>(
    `/steps?process=purchase:${path.split('/')[2] ?? ''}`,
    ({ items }) => items.length > 0,
  );
  const rivals = await Promise.all([1, 2].map((n) => office.call<Problem>('POST', path, { reportId: randomUUID(), ...receiptOf(n) })));
  expect(rivals.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(['being-written', 'already-reported', 'closed']).toContain(rivals.find(({ status }) => status === 409)?.body.code);
  const reports = await auditor.rows(`SELECT report_id FROM orders.reports WHERE step = 'confirmPurchase' AND $1 = ANY(runs)`, [day.runId]);
  expect(reports).toHaveLength(1);
});
