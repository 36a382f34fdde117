import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Bench, bench, type BoughtRun, said } from '../../spec/bought-run.js';
import { mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { disagreements } from '../../spec/orders-service.js';

let all: Bench;
let rooms: string[];
beforeAll(async () => {
  all = await bench();
  rooms = await singleRooms(all.service.admin, 40);
}, 60_000);
afterAll(() => all.stop());
afterEach(async () => {
  expect(await disagreements(all.service)).toEqual([]);
});

interface Both {
  readonly run: BoughtRun;
  readonly room: string;
  readonly first: string;
  readonly second: string;
}
/** Two households of a room with an order of two, which is all that one may have, and of one, in a run past its cut-off. */
async function both(policies: object = {}): Promise<Both> {
  const room = rooms.pop() ?? '';
  const first = await all.service.householdAt(room);
  const run = await all.open({ orders: [[room, { SC01: 2 }]], policies });
  const second = await shareRoom(all.service.admin, first);
  expect((await call('POST', `${run.path}/orders`, { forHousehold: second, items: { SC01: 1 } })).status).toBe(201);
  return { run, room, first, second };
}
async function divided(policies: object = {}): Promise<Both> {
  const it = await both(policies);
  await it.run.lock();
  await it.run.purchase();
  await it.run.allocate(0);
  return it;
}
interface Answer {
  readonly id: string;
  readonly code: string;
  readonly paidBy: string;
  readonly balanceFen: number;
  readonly staying: readonly object[];
  readonly orders: readonly object[];
  readonly accounts: readonly { kind: string; holder: string; balanceFen: number; acrossRunsFen: number }[];
  readonly items: readonly { forHousehold: string; items: object; state: string }[];
}
const call = (method: string, path: string, body?: object) => all.service.call<Answer>(method, path, body, { actor: 'D002' });
const mergeBoth = ({ first, second }: Both) => mergeInto(all.service.admin, second, first);
const pay = ({ run }: Both, paidBy: string, amountFen: number, more: object = {}) =>
  call('POST', `${run.path}/payments`, { paidBy, amountFen, way: 'cash', ...more });
const openOrders = async ({ run }: Both) => (await call('GET', `${run.path}/orders?state=open`)).body.items;

describe('a run that nobody has told of a merge', () => {
  test('follows it at its lock: one order goes to the purchaser, with every portion', async () => {
    const it = await both();
    await mergeBoth(it);
    await it.run.lock();
    expect(await openOrders(it)).toMatchObject([{ forHousehold: it.first, items: { SC01: 3 } }]);
    const lines = await it.run.rows('SELECT bundle, expected FROM orders.purchase_lines WHERE run_id = $1');
    expect(lines).toEqual([{ bundle: 'SC01', expected: 3 }]);
  });

  test('follows it when its orders join the next turn, and none is left behind over the limit', async () => {
    const it = await both();
    const next = await all.open({ orders: [] });
    await mergeBoth(it);
    await all.activities.applyOrdersReport(it.run.subject, said('voidRun', { reason: '未成团', into: next.id }));
    const moved = (await call('GET', `${next.path}/orders?state=open`)).body.items;
    expect(moved).toMatchObject([{ forHousehold: it.first, items: { SC01: 3 } }]);
    const left = await it.run.rows('SELECT FROM orders.orders WHERE run_id = $1 AND joined_order IS NULL');
    expect(left).toEqual([]);
  });
});

describe('a household that is merged after the lock', () => {
  test('keeps both orders as they are, each with its lines, and is told which', async () => {
    const it = await divided();
    const before = await openOrders(it);
    await mergeBoth(it);
    const { body } = await call('POST', '/household-merges', { household: it.second });
    expect(body).toMatchObject({ orders: [], staying: [{ runId: it.run.id, orderId: expect.any(String) }] });
    expect(await openOrders(it)).toEqual(before);
    await it.run.goods(['SC01', 'pickup-point', it.run.points[0] ?? '', 3]);
    expect(await it.run.allocate(1)).toBeDefined();
    expect(await it.run.broken()).toEqual([]);
  });

  test('owes what both owe and is charged nothing twice, whichever id is named', async () => {
    const it = await divided();
    await mergeBoth(it);
    expect((await pay(it, it.first, 9_001)).body).toMatchObject({ code: 'more-than-owed', details: { owedFen: 9_000 } });
    expect((await pay(it, it.second, 5_000)).body).toMatchObject({ paidBy: it.first, balanceFen: 4_000 });
    expect((await pay(it, it.first, 4_000)).body).toMatchObject({ balanceFen: 0 });
    const { accounts } = (await call('GET', `${it.run.path}/money`)).body;
    expect(accounts.filter(({ kind }) => kind === 'household')).toEqual([
      { kind: 'household', holder: it.first, balanceFen: 0, acrossRunsFen: 0 },
    ]);
    expect(await it.run.broken()).toEqual([]);
  });

  test('has the credit of both, is paid it out once, and a payment under its old id can still be reversed', async () => {
    const it = await divided();
    const { body: early } = await pay(it, it.second, 10_000, { prepaid: true });
    await mergeBoth(it);
    const payOut = (household: string, amountFen: number) =>
      call('POST', `${it.run.path}/payouts`, { household, amountFen, from: 'cash', paidBy: 'D002' });
    expect((await payOut(it.second, 1_001)).body).toMatchObject({ code: 'more-than-credit', details: { creditFen: 1_000 } });
    const answers = await Promise.all([payOut(it.first, 1_000), payOut(it.second, 1_000)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await pay(it, it.first, 9_000, { prepaid: true });
    expect((await call('POST', `/payments/${early.id}/reverse`, { reason: '记错了户' })).body).toMatchObject({ balanceFen: 1_000 });
    expect(await it.run.broken()).toEqual([]);
  });

  test('is waived no more than one household may be', async () => {
    const it = await divided({ waiverLimitFen: 1_000 });
    const waive = (household: string, amountFen: number) =>
      all.service.call<Answer>('POST', `${it.run.path}/waivers`, { household, amountFen, reason: '困难' });
    expect((await waive(it.second, 1_000)).status).toBe(201);
    await mergeBoth(it);
    expect((await waive(it.first, 1)).body).toMatchObject({ code: 'over-waiver-limit' });
  });

  test('owes before it is charged what both have ordered, where the community collects before', async () => {
    const it = await both({ collection: 'before' });
    await it.run.lock();
    await mergeBoth(it);
    expect((await pay(it, it.first, 9_001)).body).toMatchObject({ code: 'more-than-owed', details: { owedFen: 9_000 } });
    expect(await pay(it, it.first, 9_000)).toMatchObject({ status: 201 });
  });

  test('stands once in the text for the group, and a list of payments finds it by its room', async () => {
    const it = await divided();
    await mergeBoth(it);
    const unpaid = async () => (await all.service.call<string>('GET', `${it.run.path}/group-texts/unpaid`)).body;
    expect(await unpaid()).toContain('还有 1 户没有付清，共 90.00 元');
    const listed = await call('POST', `${it.run.path}/payment-lists/commit`, { list: '群', text: `${it.room} 90元`, way: 'cash' });
    expect(listed.status).toBe(200);
    expect(await unpaid()).not.toContain('90.00');
  });

  test('is settled as one: what one id owes and the other has is no receivable, and a supplement names the one that it is now', async () => {
    const it = await divided();
    await pay(it, it.second, 9_000, { prepaid: true });
    await mergeBoth(it);
    await it.run.goods(['SC01', 'source', 'purchase', -3], ['SC01', 'household', '', 3]);
    await it.run.fetched();
    await it.run.enterSettling();
    await it.run.settle();
    expect((await all.service.call('GET', `${it.run.path}/public-account`)).body).toMatchObject({ chargedFen: 9_000, receivableFen: 0 });
    const lines = [{ household: it.second, direction: 'gets', amountFen: 300, reason: '多收' }];
    const supplement = await all.service.call('POST', `${it.run.path}/supplementary-settlements`, { lines });
    expect(supplement).toMatchObject({ status: 201, body: { lines: [{ account: { kind: 'household', holder: it.first } }] } });
    expect(await it.run.broken()).toEqual([]);
  });
});
