import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { actingByKey } from '@jielong/testing';
import { type Bench, bench, type BoughtRun, said } from '../../spec/bought-run.js';
import { singleRooms } from '../../spec/members-views.js';
import { community, openRun } from '../../spec/orders-service.js';

let all: Bench;
let rooms: string[];
beforeAll(async () => {
  all = await bench();
  rooms = await singleRooms(all.service.admin, 10);
}, 60_000);
afterAll(() => all.stop());

/** As the service `test`, whose key has these scopes. */
async function byKey(scopes: readonly string[], path: string, body: object) {
  const answer = await fetch(`${await all.service.app.getUrl()}/api${path}`, {
    method: 'POST',
    headers: { ...actingByKey(community, scopes), 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as { id: string; code: string } };
}
const household = async (room = rooms.pop() ?? ''): Promise<string> => all.service.householdAt(room);

async function charged(): Promise<{ run: BoughtRun; room: string; paidBy: string }> {
  const room = rooms.pop() ?? '';
  const run = await all.open({ orders: [[room, { SC01: 2 }]] });
  await run.lock();
  await run.purchase();
  await run.allocate(0);
  return { run, room, paidBy: await household(room) };
}
const paymentsOf = (run: BoughtRun) => run.rows('SELECT way, collected_by AS by, entered_by FROM orders.payments WHERE run_id = $1');

test('a service orders for a household as anybody does before the cut-off, under its own name', async () => {
  const [run, forHousehold] = [await openRun(all.service), await household()];
  const { status, body } = await byKey(['orders.place'], `/supply-runs/${run}/orders`, { forHousehold, items: { SC01: 1 } });
  expect(status).toBe(201);
  const { rows } = await all.service.admin.query(
    `SELECT o.way, a.actor, a.channel FROM orders.orders o JOIN orders.audit_entries a ON a.subject_id = o.order_id::text WHERE o.order_id = $1`,
    [body.id],
  );
  expect(rows).toEqual([{ way: 'self', actor: 'service:test', channel: 'service' }]);
});

test('after the cut-off it orders no more: only staff still write then', async () => {
  const { id } = await all.open({ orders: [[rooms.pop() ?? '', { SC01: 1 }]] });
  const order = { forHousehold: await household(), items: { SC01: 1 } };
  expect((await byKey(['orders.place'], `/supply-runs/${id}/orders`, order)).status).toBe(409);
});

test('a service records what came into the fund, and no cash: it has no hands', async () => {
  const { run, paidBy } = await charged();
  const pay = (over: object) => byKey(['payments.record'], `${run.path}/payments`, { paidBy, amountFen: 3_000, ...over });
  for (const over of [{ way: 'cash' }, { way: 'cash', collectedBy: 'service:test' }, { way: 'cash', collectedBy: 'D002' }])
    expect((await pay(over)).body.code).toBe('cash-needs-person');
  expect((await pay({ way: 'transfer' })).status).toBe(201);
  expect(await paymentsOf(run)).toEqual([{ way: 'transfer', by: null, entered_by: 'service:test' }]);
});

test('a pasted list in which somebody paid cash is booked by nobody but a person, not even in part', async () => {
  const { run, room } = await charged();
  const commit = (text: string) => byKey(['payments.record'], `${run.path}/payment-lists/commit`, { text });
  expect((await commit(`${room} 现金60`)).body.code).toBe('cash-needs-person');
  expect(await paymentsOf(run)).toEqual([]);
  expect((await commit(`${room} 60元`)).status).toBe(200);
  expect(await paymentsOf(run)).toEqual([{ way: 'transfer', by: null, entered_by: 'service:test' }]);
});

/** A purchase as a service reports it, in whose hands the goods were. */
const boughtByKey = (over: object) => ({
  ...said('confirmPurchase', { receipt: { number: 'A-1' }, enteredBy: 'service:test', ...over }),
  doneBy: 'S007',
  channel: 'service' as const,
});
const owedTo = async (run: BoughtRun) => Object.entries(await run.balances()).filter(([account]) => account.startsWith('advance'));

test('no service says that a person has advanced the money, nor that they have not: that is said by a person', async () => {
  const run = await all.open({ orders: [[rooms.pop() ?? '', { SC01: 2 }]] });
  await run.lock();
  const refused = expect.objectContaining({ code: 'advance-needs-person' });
  await expect(run.purchase({}, boughtByKey({ paidFrom: 'advance' }))).rejects.toEqual(refused);
  expect(await run.balances()).toEqual({});
  const { receipt } = await run.purchase({ paidFrom: 'advance', enteredBy: 'S007' });
  const owed = await owedTo(run);
  expect(owed).toEqual([['advance:S007', expect.any(Number)]]);
  for (const paidFrom of [undefined, 'supplier', 'advance'])
    await expect(run.purchase({}, boughtByKey({ paidFrom, corrects: receipt.reportId, reason: '改' }))).rejects.toEqual(refused);
  expect(await owedTo(run)).toEqual(owed);
});

test('a service reports what was bought at the supplier, as it does what it has seen', async () => {
  const run = await all.open({ orders: [[rooms.pop() ?? '', { SC01: 2 }]] });
  await run.lock();
  await run.purchase({}, boughtByKey({}));
  expect(await owedTo(run)).toEqual([]);
});
