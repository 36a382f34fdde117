import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';
import type { Place } from '../../spec/logistics-views.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const orders = [
  ['1-1-101', { SC01: 2 }],
  ['1-1-102', { SC01: 1, JD01: 1 }],
] as const;
/** Bought a fen cheaper, one portion damaged, the rest with the households. */
async function distributed(): Promise<BoughtRun> {
  const run = await all.open({ orders });
  await run.lock();
  await run.purchase({ bought: { SC01: { portions: 3, priceFen: 2_900 } } });
  await run.allocate(0);
  const [point = ''] = run.points;
  await run.goods(...received, ['SC01', 'pickup-point', point, 2], ['SC01', 'damaged', '', 1], ['JD01', 'pickup-point', point, 1]);
  await run.allocate(1);
  return run;
}
const received = [
  ['SC01', 'source', 'purchase', -3],
  ['JD01', 'source', 'purchase', -1],
] as const;
/** Everything that was fit is with the households, except so many of SC01. */
async function fetched(run: BoughtRun, left: number, ...lost: Place[]): Promise<void> {
  const [point = ''] = run.points;
  await run.fetched({ SC01: left });
  await run.goods(
    ...received,
    ['SC01', 'household', '', 2 - left],
    ['SC01', 'pickup-point', point, left],
    ['JD01', 'household', '', 1],
    ...lost,
  );
}
const pay = (run: BoughtRun, body: object, key?: string, actor = 'D002') =>
  all.service.call('POST', `${run.path}/payments`, body, { actor, ...(key === undefined ? {} : { key }) });

describe('a payment', () => {
  it('is written once, however often it is sent, and held by whoever took it', async () => {
    const run = await distributed();
    const paidBy = await all.service.householdAt('1-1-102');
    const body = { paidBy, amountFen: 2_000, way: 'cash' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(run, body, 'payment-once-1')));
    for (const { status, body: answer } of answers) expect([status, answer]).toEqual([201, answers[0]?.body]);
    expect(answers[0]?.body).toMatchObject({ heldBy: { kind: 'cash', holder: 'D002' }, amountFen: 2_000 });
    expect((await pay(run, { ...body, amountFen: 1 }, 'payment-once-1')).body).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await run.balances()).toMatchObject({ 'cash:D002': 2_000, household: 2 * 3_000 + 2_250 - 2_000 });
    expect(await run.broken()).toEqual([]);
  });

  it.each([
    ['no-such-household', { paidBy: '0193a1b2-0000-7000-8000-00000000dead', amountFen: 1, way: 'cash' }],
    ['no-such-person', { amountFen: 1, way: 'cash', collectedBy: 'X999' }],
    ['malformed', { amountFen: 0, way: 'cash' }],
    ['malformed', { amountFen: 1.5, way: 'cash' }],
    ['malformed', { amountFen: 1, way: 'gold' }],
  ])('is refused as %s', async (code, body) => {
    const run = await all.open({ orders });
    const paidBy = await all.service.householdAt('1-1-101');
    expect((await pay(run, { paidBy, ...body })).body).toMatchObject({ code });
    expect(await run.balances()).toEqual({});
  });

  it('of a run that is not there is refused', async () => {
    const paidBy = await all.service.householdAt('1-1-101');
    const { status } = await all.service.call('POST', '/supply-runs/0193a1b2-0000-7000-8000-000000000009/payments', {
      paidBy,
      amountFen: 1,
      way: 'cash',
    });
    expect(status).toBe(404);
  });
});

describe('settlement', () => {
  it('closes the books: clearing is empty, every fen has a holder, and the account names nobody', async () => {
    const run = await distributed();
    await pay(run, { paidBy: await all.service.householdAt('1-1-101'), amountFen: 3_000, way: 'transfer' });
    await fetched(run, 0, ['SC01', 'written-off', '', 1]);
    expect(await run.enterSettling()).toMatchObject({ stage: 'settling' });
    const report = { reportId: 'settlement-once', enteredBy: 'S003' };
    const [first, second] = await Promise.all([run.settle(report), run.settle(report)]);
    expect(first.receipt).toEqual(second.receipt);
    expect(first.run).toMatchObject({ stage: 'closed', done: expect.arrayContaining(['approveSettlement']) });
    expect(await run.balances()).toEqual({ household: 5_250, fund: 2_700 + 3_000, 'supplier:示范保供超市': -(3 * 2_900 + 2_250) });
    const { body } = await all.service.call('GET', `${run.path}/public-account`);
    expect(body).toMatchObject({
      households: 2,
      chargedFen: 8_250,
      paidFen: 3_000,
      receivableFen: 5_250,
      spentFen: 10_950,
      fundFen: 2_700,
      priceDifferenceFen: -300,
      notChargedFen: 3_000,
    });
    expect(JSON.stringify(body)).not.toMatch(/\b[SDZ]\d{3}\b|holder/);
    const { body: money } = await all.service.call<{ accounts: object[] }>('GET', `${run.path}/money`);
    expect(money).toMatchObject({ balanced: true, fromFundFen: 2_700 });
    expect(money.accounts).toContainEqual({ kind: 'clearing', holder: run.id, balanceFen: 0, acrossRunsFen: 0 });
    expect(await run.broken()).toEqual([]);
  });

  it('says where portions still are, and how many', async () => {
    const run = await distributed();
    await run.enterSettling();
    await fetched(run, 1, ['SC01', 'damaged', '', 1]);
    await expect(run.settle()).rejects.toMatchObject({
      code: 'in-flight',
      details: {
        total: 2,
        places: expect.arrayContaining([
          { bundle: 'SC01', kind: 'damaged', ref: '', portions: 1 },
          { bundle: 'SC01', kind: 'pickup-point', ref: run.points[0], portions: 1 },
        ]),
      },
    });
    expect((await run.state()).stage).toBe('settling');
  });

  it('is refused while pickup is open, before the lock, after the end, and by whoever holds the money', async () => {
    const run = await all.open({ orders });
    await expect(run.settle()).rejects.toMatchObject({ code: 'still-ordering' });
    const other = await distributed();
    await expect(other.settle()).rejects.toMatchObject({ code: 'pickup-open' });
    await pay(other, { paidBy: await all.service.householdAt('1-1-101'), amountFen: 100, way: 'cash' });
    await fetched(other, 0, ['SC01', 'written-off', '', 1]);
    await other.enterSettling();
    for (const saying of [
      { enteredBy: 'D002' },
      { enteredBy: 'D002', doneBy: 'S003' },
      { enteredBy: 'S003', doneBy: 'D002' },
      { enteredBy: 'S004' },
    ])
      await expect(other.settle(saying)).rejects.toMatchObject({ code: 'own-money' });
    const [bought] = await other.rows<{ id: string }>(
      `SELECT report_id AS id FROM orders.reports WHERE step = 'confirmPurchase' AND $1 = ANY(runs)`,
    );
    await other.purchase({ enteredBy: 'S001', doneBy: 'D018', corrects: bought?.id });
    await expect(other.settle({ enteredBy: 'S004' })).rejects.toMatchObject({ code: 'own-money' }); // who bought first has bought
    await other.settle();
    await expect(other.settle()).rejects.toMatchObject({ code: 'closed' });
    await expect(other.purchase({ corrects: 'x' })).rejects.toMatchObject({ code: 'closed' });
    expect((await other.allocate(9)).stage).toBe('closed');
    expect((await other.enterSettling()).stage).toBe('closed');
  });

  it('is refused while a count is contested, also where its process has not heard of it', async () => {
    const run = await distributed();
    await fetched(run, 0, ['SC01', 'written-off', '', 1]);
    await run.enterSettling();
    await all.service.admin.query(`INSERT INTO logistics.published_disputes_v1 VALUES ($1, $2, 'stop-1')`, ['sample', run.id]);
    await expect(run.settle()).rejects.toMatchObject({ code: 'disputed', details: { stops: ['stop-1'] } });
    await all.service.admin.query('DELETE FROM logistics.published_disputes_v1');
    await run.settle();
  });

  it('has no account before', async () => {
    const run = await all.open({ orders });
    expect(await all.service.call('GET', `${run.path}/public-account`)).toMatchObject({ status: 404, body: { code: 'not-settled' } });
  });
});

it('lists the books page by page', async () => {
  const run = await distributed();
  const first = await all.service.call<{ items: { id: string }[]; next: string }>('GET', `${run.path}/postings?limit=3`);
  const rest = await all.service.call<{ items: { id: string }[]; next: null }>(
    'GET',
    `${run.path}/postings?limit=50&after=${first.body.next}`,
  );
  const ids = [...first.body.items, ...rest.body.items].map(({ id }) => Number(id));
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(ids).toHaveLength(Number((await run.rows<{ n: string }>('SELECT count(*) AS n FROM orders.postings WHERE run_id = $1'))[0]?.n));
  expect(rest.body.next).toBeNull();
});

it('keeps the ledger from being changed, and a person from paying out cash they do not hold', async () => {
  const run = await distributed();
  const app = new pg.Client({ connectionString: all.service.database.url('orders') });
  await app.connect();
  try {
    await app.query(`SELECT set_config('app.community_id', 'sample', false)`);
    for (const change of [
      'UPDATE orders.postings SET amount_fen = 1',
      'DELETE FROM orders.postings',
      'UPDATE orders.account_balances SET balance_fen = 0',
    ]) {
      await expect(app.query(change)).rejects.toMatchObject({ code: '42501' });
    }
    const payOut = `INSERT INTO orders.postings (run_id, kind, subject, occasion, debit_kind, debit_holder, credit_kind, credit_holder, amount_fen)
      VALUES ($1, 'payout', 'x', 'x', 'household', 'h', 'cash', 'D001', 1)`;
    await expect(app.query(payOut, [run.id])).rejects.toMatchObject({ code: '23514' });
  } finally {
    await app.end();
  }
});
