import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { purchaseId, supplyRunId } from '@jielong/orders-contract';
import { type Bench, bench, said } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const orders = [
  ['1-1-101', { SC01: 2, JD01: 1 }],
  ['1-1-102', { SC01: 1 }],
  ['4-1-101', { JD01: 2 }],
] as const;

describe('lock', () => {
  it('plans a purchase of what is ordered and wishes its process, once', async () => {
    const run = await all.open({ orders });
    await all.activities.openOrdersStep(run.subject, 'lockOrders', null, '2026-11-24T22:00:00+08:00');
    const report = said('lockOrders', {});
    const answers = await Promise.all(Array.from({ length: 8 }, () => all.activities.applyOrdersReport(run.subject, report)));
    for (const answer of answers) expect(answer.receipt).toEqual(answers[0]?.receipt);
    const state = await run.state();
    expect(state).toMatchObject({ stage: 'purchasing', done: ['lockOrders', 'approvePrice'], bought: false, portions: 6, households: 3 });
    expect(state.purchases).toHaveLength(1);
    const started = await run.rows(`SELECT workflow, input FROM orders.processes WHERE input->>'purchaseId' = $1`, [state.purchases[0]]);
    expect(started).toEqual([
      {
        workflow: 'purchaseWorkflow',
        input: {
          community,
          purchaseId: state.purchases[0],
          runIds: [run.id],
          dueAt: { confirmPurchase: expect.stringContaining('T') },
        },
      },
    ]);
    expect(await run.wishes(purchaseId(state.purchases[0] ?? ''))).toHaveLength(1);
    expect(await run.pending(supplyRunId(run.id))).toHaveLength(0);
  });

  it.each([
    ['below-minimum', { orders, minimumPortions: 50 }, { portions: 6, minimum: 50 }],
    ['over-trip-cap', { orders, tripCap: 5 }, { portions: 6, tripCap: 5 }],
    ['still-ordering', { orders, cutOffAt: inAnHour, serviceDate: daysAhead(1) }, {}],
    ['nothing-ordered', { orders: [] }, {}],
  ])('is refused as %s, and changes nothing', async (code, opening, details) => {
    const run = await all.open(opening);
    const before = await run.state();
    await expect(run.lock()).rejects.toMatchObject({ kind: 'conflict', code, details: expect.objectContaining(details) });
    expect(await run.state()).toEqual(before);
  });

  it('goes on below the minimum when the coordinator says why', async () => {
    const run = await all.open({ orders, minimumPortions: 50 });
    await run.lock({ goOn: true, reason: '楼里有五户老人' });
    expect((await run.state()).stage).toBe('purchasing');
  });

  it('refuses another body under a report id that is taken, and a second report', async () => {
    const run = await all.open({ orders });
    await run.lock({ reportId: 'lock-once-0001' });
    await expect(run.lock({ reportId: 'lock-once-0001', reason: 'other' })).rejects.toMatchObject({ code: 'report-id-reused' });
    await expect(run.lock()).rejects.toMatchObject({ code: 'already-reported' });
  });

  it('asks for a step only as long as it is not done', async () => {
    const run = await all.open({ orders });
    await run.lock();
    await all.activities.openOrdersStep(run.subject, 'lockOrders', null, '2026-11-24T22:00:00+08:00');
    expect(await run.pending(supplyRunId(run.id))).toHaveLength(0);
  });
});

it('shows the purchase list as JSON and as a spreadsheet', async () => {
  const run = await all.open({ orders });
  const { body } = await all.service.call<object>('GET', `${run.path}/purchase-list`);
  expect(body).toMatchObject({
    locked: false,
    suppliers: [
      {
        portions: 6,
        moneyFen: 3 * 3_000 + 3 * 2_250,
        lines: [
          { bundle: 'JD01', portions: 3 },
          { bundle: 'SC01', portions: 3 },
        ],
      },
    ],
  });
  const csv = await all.service.call<string>('GET', `${run.path}/purchase-list?format=csv`);
  expect(csv.body.split('\r\n')).toHaveLength(6);
  expect(csv.body).toMatch(/\r\n导出人,S001,导出时间,\d{4}-\d{2}-\d{2} \d{2}:\d{2}\r\n$/);
  expect(csv.headers.get('content-disposition')).toMatch(/''purchase-list-[\da-f-]{36}_\d{8}-\d{4}_S001\.csv$/);
  expect(csv.body).toContain('SC01,蔬菜包');
  expect((await all.service.call('GET', '/supply-runs/0193a1b2-0000-7000-8000-000000000009/purchase-list')).status).toBe(404);
});

describe('a purchase', () => {
  it('as expected is in the books at the quoted price, on the supplier', async () => {
    const run = await all.open({ orders });
    await run.lock();
    const [id = ''] = (await run.state()).purchases;
    await all.activities.openOrdersStep({ community, processId: purchaseId(id) }, 'confirmPurchase', id, '2026-11-25T12:00:00+08:00');
    expect((await all.service.call<{ items: object[] }>('GET', `/steps/orders?process=purchase:${id}`)).body.items).toMatchObject([
      { step: 'confirmPurchase', at: id, role: 'purchaser', place: 'LT' },
    ]);
    const { purchase } = await run.purchase();
    expect(purchase).toEqual({ done: [`confirmPurchase@${id}`], bundles: ['JD01', 'SC01'], runIds: [run.id] });
    expect(await run.state()).toMatchObject({ bought: true, stage: 'purchasing' });
    expect(await run.balances()).toEqual({ clearing: 15_750, 'supplier:示范保供超市': -15_750 });
    expect((await all.service.call<{ items: object[] }>('GET', `/steps/orders?process=purchase:${id}`)).body.items).toEqual([]);
    const { body } = await all.service.call('GET', `/purchases/${id}`);
    expect(body).toMatchObject({
      state: 'bought',
      receipt: 'A-1',
      enteredBy: 'S004',
      lines: [
        { bundle: 'JD01', bought: 3 },
        { bundle: 'SC01', bought: 3 },
      ],
    });
    expect((await all.service.call<{ items: object[] }>('GET', `/purchases?run=${run.id}`)).body.items).toEqual([body]);
  });

  it('with real quantities and prices, paid by the purchaser, and corrected, moves only the difference', async () => {
    const run = await all.open({ orders });
    await run.lock();
    const bought = { SC01: { portions: 2, priceFen: 2_900 } };
    await run.purchase({ reportId: 'purchase-first-1', bought, paidFrom: 'advance', receipt: { noneBecause: '小摊没有小票' } });
    expect(await run.balances()).toEqual({ clearing: 12_550, 'advance:S004': -12_550 });
    await expect(run.purchase()).rejects.toMatchObject({ code: 'already-reported' });
    await expect(run.purchase({ corrects: 'purchase-other' })).rejects.toMatchObject({ code: 'not-current' });
    await run.purchase({ corrects: 'purchase-first-1', bought: { SC01: { portions: 2 } } });
    expect(await run.balances()).toEqual({ clearing: 12_750, 'supplier:示范保供超市': -12_750 });
    expect(await run.broken()).toEqual([]);
  });

  it.each([
    ['unknown-bundle', 'invalid', { bought: { XX99: { portions: 1 } } }],
    ['more-than-ordered', 'conflict', { bought: { SC01: { portions: 4 } } }],
  ])('is refused as %s', async (code, kind, saying) => {
    const run = await all.open({ orders });
    await run.lock();
    await expect(run.purchase(saying)).rejects.toMatchObject({ code, kind });
    expect(await run.balances()).toEqual({});
  });

  it('is taken from the run too, which tells the purchase', async () => {
    const run = await all.open({ orders });
    await run.lock();
    const [id = ''] = (await run.state()).purchases;
    const report = said('confirmPurchase', { receipt: { number: 'A-2' } });
    const { receipt, run: state } = await all.activities.applyOrdersReport(run.subject, report);
    expect(receipt).toMatchObject({ step: 'confirmPurchase', at: id });
    expect(state).toMatchObject({ bought: true, done: ['lockOrders', `confirmPurchase@${id}`, 'approvePrice'] });
    expect(await run.wishes(purchaseId(id))).toHaveLength(2);
    await expect(all.activities.applyOrdersReport(run.subject, { ...report, reportId: 'other-report', at: run.id })).rejects.toMatchObject({
      code: 'unknown-purchase',
      details: { places: [{ id, name: expect.any(String) }] },
    });
  });
});

it('closes ordering at cut-off, by the clock of the database, and not before', async () => {
  const run = await all.open({ orders, cutOffAt: inAnHour, serviceDate: daysAhead(1) });
  expect(await all.activities.closeOrdering(community, run.id)).toMatchObject({ stage: 'ordering', cutOffAt: inAnHour });
  await all.service.admin.query(`UPDATE orders.supply_runs SET cut_off_at = now() WHERE run_id = $1`, [run.id]);
  expect(await all.activities.closeOrdering(community, run.id)).toMatchObject({ stage: 'confirming' });
  expect(await all.activities.closeOrdering(community, run.id)).toMatchObject({ stage: 'confirming' });
});

it('keeps what was refused as a row, once', async () => {
  const run = await all.open({ orders });
  await all.activities.noteOrdersRefusal(run.subject, 'lockOrders', '{"x":1}', '看不懂');
  await all.activities.noteOrdersRefusal(run.subject, 'lockOrders', '{"x":1}', '看不懂');
  const noted = await run.rows<{ reason: string }>('SELECT code, reason FROM orders.refused_reports WHERE process_id = $1', [
    supplyRunId(run.id),
  ]);
  expect(noted).toEqual([{ code: 'refused', reason: expect.stringMatching(/^sealed:/) }]);
});
