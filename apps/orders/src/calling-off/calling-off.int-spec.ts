import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { DomainError } from '@jielong/kernel';
import { type Bench, bench, type BoughtRun, said } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const orders = [
  ['1-1-101', { SC01: 2 }],
  ['1-1-102', { SC01: 1, JD01: 1 }],
] as const;
const reason = 'the road is closed';
const cancel = (run: BoughtRun) => all.activities.applyOrdersReport(run.subject, said('cancelRun', { reason }));
const voided = (run: BoughtRun, into?: string) =>
  all.activities.applyOrdersReport(run.subject, said('voidRun', { reason, ...(into ? { into } : {}) }));
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );
const lineStates = async (run: BoughtRun) =>
  (await run.rows<{ state: string }>('SELECT state FROM orders.order_lines WHERE run_id = $1 ORDER BY order_line_id')).map(
    ({ state }) => state,
  );
const ordered = (run: BoughtRun) =>
  run.rows<{ bundle: string; ordered: number }>(
    'SELECT bundle, ordered FROM orders.run_bundles WHERE run_id = $1 AND ordered > 0 ORDER BY 1',
  );

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

describe('a run that is called off', () => {
  it.each(['ordering', 'confirming'] as const)(
    'while %s is over at once: orders are void, nobody is asked, what was paid stays as credit',
    async (stage) => {
      const run = await all.open({ orders, ...(stage === 'ordering' ? { cutOffAt: inAnHour(), serviceDate: daysAhead(1) } : {}) });
      const paidBy = await all.service.householdAt('1-1-101');
      await all.service.call('POST', `${run.path}/payments`, { paidBy, amountFen: 500, way: 'cash', prepaid: true }, { actor: 'D002' });
      const { run: state } = await cancel(run);
      expect(state).toMatchObject({ stage: 'cancelled', calledOff: true });
      expect(state?.done).toEqual(expect.arrayContaining(['lockOrders', 'approveAllocation', 'approveSettlement']));
      expect([await lineStates(run), await run.pending(run.subject.processId)]).toEqual([['void', 'void', 'void'], []]);
      expect(await run.balances()).toEqual({ 'cash:D002': 500, household: -500 });
      expect(await codeOf(cancel(run))).toBe('closed');
      expect(await run.broken()).toEqual([]);
    },
  );

  it('after the lock, with nothing bought, is over too, and its purchase is asked for no more', async () => {
    const run = await all.open({ orders });
    await run.lock();
    const [purchase = ''] = (await run.state()).purchases;
    expect((await cancel(run)).run).toMatchObject({ stage: 'cancelled', done: expect.arrayContaining([`confirmPurchase@${purchase}`]) });
    expect((await all.activities.readPurchase(community, purchase)).done).toEqual([`confirmPurchase@${purchase}`]);
    expect(await run.wishes(`purchase:${purchase}`)).not.toEqual([]);
  });

  it('with goods on their way promises nobody anything more, credits everybody, and is settled by a person', async () => {
    const run = await all.open({ orders });
    await run.lock();
    await run.purchase();
    await run.allocate(0);
    await run.goods(
      ['SC01', 'source', 'purchase', -3],
      ['JD01', 'source', 'purchase', -1],
      ['SC01', 'bus', 't', 3],
      ['JD01', 'bus', 't', 1],
    );
    const { run: state } = await cancel(run);
    expect(state).toMatchObject({ stage: 'distributing', calledOff: true, allocation: { version: 2, effective: true } });
    const { body } = await all.service.call<{ short: { from: number; to: number; sentence: { zh: string } }[] }>(
      'GET',
      `${run.path}/allocations/2`,
    );
    expect(body.short.map(({ from, to }) => [from, to])).toEqual(expect.arrayContaining([[2, 0]]));
    expect(body.short[0]?.sentence.zh).toContain('批次已取消');
    expect(await run.balances()).toEqual({ clearing: 3 * 3_000 + 2_250, 'supplier:示范保供超市': -(3 * 3_000 + 2_250) });
    expect(await codeOf(cancel(run))).toBe('already-reported');
    await run.enterSettling();
    expect(await codeOf(run.settle())).toBe('in-flight');
    await run.goods(
      ['SC01', 'source', 'purchase', -3],
      ['JD01', 'source', 'purchase', -1],
      ['SC01', 'returned', '', 3],
      ['JD01', 'returned', '', 1],
    );
    expect((await run.settle()).run).toMatchObject({ stage: 'cancelled' });
    expect(await run.balances()).toEqual({ fund: 3 * 3_000 + 2_250, 'supplier:示范保供超市': -(3 * 3_000 + 2_250) });
    expect(await run.broken()).toEqual([]);
  });

  it('leaves households what they have in their hands, and charges them for that', async () => {
    const run = await all.open({ orders });
    await run.lock();
    await run.purchase();
    await run.allocate(0);
    await run.goods(
      ['SC01', 'source', 'purchase', -3],
      ['SC01', 'pickup-point', 'gate', 2],
      ['SC01', 'household', '', 1],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'pickup-point', 'gate', 1],
    );
    await run.handOut('1-1-101', 'SC01', 1);
    await cancel(run);
    expect(await run.line('1-1-101', 'SC01')).toMatchObject({ allocated: 1 });
    expect((await run.balances())['household']).toBe(3_000);
    await run.handOut('1-1-102', 'SC01', 1); // whoever was at the table just then
    expect((await run.state()).allocation.version).toBe(2);
    await run.allocate(1);
    expect([(await run.state()).allocation.version, await run.line('1-1-102', 'SC01')]).toMatchObject([3, { allocated: 1 }]);
    expect(await run.broken()).toEqual([]);
  });

  it('is not, by a report that corrects one which nobody has made', async () => {
    const run = await all.open({ orders });
    const correcting = all.activities.applyOrdersReport(run.subject, said('cancelRun', { reason, corrects: 'nobody-made-it' }));
    expect(await codeOf(correcting)).toBe('not-current');
    expect(await run.state()).toMatchObject({ calledOff: false });
  });

  it('that has only its books left is not called off any more', async () => {
    const run = await all.open({ orders });
    await run.lock();
    await run.purchase();
    await run.allocate(0);
    await run.enterSettling();
    expect(await codeOf(cancel(run))).toBe('only-books-left');
  });
});

describe('a run below its minimum', () => {
  const few = { orders, minimumPortions: 50 };

  it('may be put off: neighbours order again until the new cut-off, and the lock is asked for after it', async () => {
    const run = await all.open({ ...few, serviceDate: daysAhead(1) });
    await all.activities.openOrdersStep(run.subject, 'lockOrders', null, '2020-02-24T22:00:00+08:00');
    const { status, body } = await all.service.call('POST', `${run.path}/extend`, { cutOffAt: inAnHour() });
    expect([status, body]).toMatchObject([200, { stage: 'ordering', waitingFor: [] }]);
    expect(await run.wishes(run.subject.processId)).not.toEqual([]);
    expect(await codeOf(run.lock({ goOn: true }))).toBe('still-ordering');
  });

  it('is void with a reason, and then ended', async () => {
    const run = await all.open(few);
    expect((await voided(run)).run).toMatchObject({ stage: 'voided', calledOff: true });
    expect(await lineStates(run)).toEqual(['void', 'void', 'void']);
    expect(await run.broken()).toEqual([]);
  });

  it('joins the next turn: its orders with their times; what does not fit stays behind and is void', async () => {
    const [run, next] = [await all.open(few), await all.open({ orders: [['1-1-102', { JD01: 1 }]] })];
    const [first] = await run.rows<{ seen: Date }>(`SELECT min(first_seen_at) AS seen FROM orders.orders WHERE run_id = $1`);
    await voided(run, next.id);
    expect(await ordered(next)).toEqual([
      { bundle: 'JD01', ordered: 1 },
      { bundle: 'SC01', ordered: 2 },
    ]);
    const [moved] = await next.rows<object>(
      `SELECT first_seen_at AS seen, way, chain FROM orders.orders WHERE run_id = $1 ORDER BY first_seen_at LIMIT 1`,
    );
    expect(moved).toEqual({ seen: first?.seen, way: 'staff', chain: null });
    const left = await run.rows<{ room: string }>(`SELECT for_household FROM orders.orders WHERE run_id = $1 AND joined_order IS NULL`);
    expect(left).toEqual([{ for_household: await all.service.householdAt('1-1-102') }]);
    expect([await run.broken(), await next.broken()]).toEqual([[], []]);
  });

  it.each([
    ['no-such-run', '0193a1b2-0000-7000-8000-00000000dead'],
    ['joins-itself', undefined],
  ])('does not join %s, and nothing is written then', async (code, into) => {
    const run = await all.open(few);
    expect(await codeOf(voided(run, into ?? run.id))).toBe(code);
    expect((await run.state()).stage).toBe('confirming');
  });

  it('after the lock is called off instead of voided', async () => {
    const run = await all.open({ orders });
    await run.lock();
    expect(await codeOf(voided(run))).toBe('orders-locked');
  });

  it.each([
    ['ask', 'confirming'],
    ['void', 'voided'],
  ] as const)('at the deadline of the lock: the policy is to %s', async (belowMinimum, stage) => {
    const run = await all.open({ ...few, policies: { belowMinimum, durations: { lockMs: 0 } } });
    await all.activities.openOrdersStep(run.subject, 'lockOrders', null, '2020-02-24T22:00:00+08:00');
    await all.activities.ringOrdersStep(run.subject, 'lockOrders', [null]);
    await all.activities.ringOrdersStep(run.subject, 'lockOrders', [null]);
    expect((await run.state()).stage).toBe(stage);
  });
});
