import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { purchaseId, supplyRunId } from '@jielong/orders-contract';
import { daysAhead } from '@jielong/testing';
import { type Bench, bench, type BoughtRun, said } from '../../spec/bought-run.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const orders = [
  ['1-1-101', { SC01: 2 }],
  ['1-1-102', { SC01: 1, JD01: 1 }],
  ['4-1-101', { SC01: 2 }],
] as const;
const supplier = 'supplier:示范保供超市';

/** Bought in full and divided. */
async function bought(policies: object = {}): Promise<BoughtRun> {
  const run = await all.open({ orders, policies });
  await run.lock();
  await run.purchase({ reportId: `first-${run.id}` });
  await run.allocate(0);
  return run;
}
/** As the run takes it once the purchase's own process is over. */
async function corrected(run: BoughtRun, corrects: string, saying: object, reportId?: string) {
  const report = said('confirmPurchase', { receipt: { number: 'A-1' }, corrects, ...saying, ...(reportId ? { reportId } : {}) });
  return all.activities.applyOrdersReport(run.subject, report);
}
const atGate = (run: BoughtRun, SC01: number) =>
  run.goods(
    ['SC01', 'source', 'purchase', -SC01],
    ['SC01', 'pickup-point', run.points[0] ?? '', SC01],
    ['JD01', 'source', 'purchase', -1],
    ['JD01', 'pickup-point', run.points[0] ?? '', 1],
  );

describe('a correction', () => {
  it('of a count is divided anew, with a named loser, and moves only the difference', async () => {
    const run = await bought();
    const { receipt } = await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 4 } } });
    expect(receipt).toMatchObject({ step: 'confirmPurchase', assumed: [] });
    await atGate(run, 4);
    expect((await run.allocate(1)).allocation).toEqual({ version: 2, basis: 1, effective: true });
    expect(await run.line('4-1-101', 'SC01')).toMatchObject({ state: 'short', allocated: 1 });
    expect(await run.balances()).toEqual({ household: 14_250, [supplier]: -14_250 });
    const { body } = await all.service.call('GET', `${run.path}/money`);
    expect(body).toMatchObject({ chargesFen: 17_250, creditsFen: 3_000, purchasesFen: 14_250, balanced: true });
    expect(await run.broken()).toEqual([]);
  });

  it('of a correction gives back what the first took', async () => {
    const run = await bought();
    await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 4 } } }, `second-${run.id}`);
    await atGate(run, 4);
    await run.allocate(1);
    await expect(corrected(run, `first-${run.id}`, {})).rejects.toMatchObject({
      code: 'not-current',
      details: { current: `second-${run.id}` },
    });
    await corrected(run, `second-${run.id}`, {});
    await atGate(run, 5);
    expect((await run.allocate(2)).allocation).toMatchObject({ version: 3, effective: true });
    expect(await run.line('4-1-101', 'SC01')).toMatchObject({ state: 'allocated', allocated: 2 });
    expect(await run.balances()).toEqual({ household: 17_250, [supplier]: -17_250 });
    expect(await run.broken()).toEqual([]);
  });

  it('of a price divides nothing anew; at cost, households are charged the difference', async () => {
    const run = await bought({ priceBasis: 'at-cost' });
    await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 5, priceFen: 3_100 } } });
    expect((await run.allocate(0)).allocation.version).toBe(1);
    expect(await run.balances()).toEqual({ household: 17_750, [supplier]: -17_750 });
    await corrected(
      run,
      (
        await run.rows<{ id: string }>(
          `SELECT report_id AS id FROM orders.purchases JOIN orders.purchase_runs USING (community_id, purchase_id) WHERE run_id = $1`,
        )
      )[0]?.id ?? '',
      {
        bought: { SC01: { portions: 5, priceFen: 2_900 } },
      },
    );
    expect(await run.balances()).toEqual({ household: 16_750, [supplier]: -16_750 });
  });

  it('is written once, however often it is sent, whoever takes it', async () => {
    const run = await bought();
    const [id = ''] = (await run.state()).purchases;
    const report = {
      ...said('confirmPurchase', { receipt: { number: 'A-1' }, corrects: `first-${run.id}`, bought: { SC01: { portions: 4 } } }),
      at: id,
    };
    const subjects = [run.subject, { ...run.subject, processId: purchaseId(id) }, run.subject];
    const answers = await Promise.all(subjects.map((subject) => all.activities.applyOrdersReport(subject, report)));
    for (const { receipt } of answers) expect(receipt).toEqual(answers[0]?.receipt);
    expect(await run.rows(`SELECT FROM orders.reports WHERE step = 'confirmPurchase' AND runs @> ARRAY[$1::uuid]`)).toHaveLength(2);
  });

  it('below what households have already is refused, and changes nothing', async () => {
    const run = await bought();
    await atGate(run, 5);
    await run.handOut('1-1-101', 'SC01', 2);
    const before = await run.balances();
    await expect(corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 1 } } })).rejects.toMatchObject({
      code: 'less-than-handed-out',
      details: { bundle: 'SC01', portions: 1, handedOut: 2 },
    });
    expect(await run.balances()).toEqual(before);
  });

  it('needs no process of the purchase: its run says that it is done', async () => {
    const run = await bought();
    const [id = ''] = (await run.state()).purchases;
    await all.activities.endOrdersProcess({ ...run.subject, processId: purchaseId(id) });
    const { run: state } = await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 4 } } });
    expect(state?.done).toContain(`confirmPurchase@${id}`);
    expect(await run.pending(purchaseId(id))).toEqual([]);
  });

  it('of a closed run is refused: it goes into a supplementary settlement', async () => {
    const run = await bought();
    await run.goods(
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'household', '', 5],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'household', '', 1],
    );
    await run.fetched();
    await run.enterSettling();
    await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 5, priceFen: 2_900 } } }, `late-${run.id}`);
    await run.settle();
    await expect(corrected(run, `late-${run.id}`, {})).rejects.toMatchObject({ code: 'closed' });
    expect(await run.broken()).toEqual([]);
  });
});

describe('a price dearer than the tolerance', () => {
  /** 15 percent dearer. */
  const dear = { bought: { SC01: { portions: 5, priceFen: 3_450 } } };
  const decide = (run: BoughtRun, charge: 'quoted' | 'paid') =>
    all.activities.applyOrdersReport(run.subject, said('approvePrice', { charge, reason: '菜价上涨' }));
  async function dearly(policies: object = {}, serviceDate?: string): Promise<BoughtRun> {
    const run = await all.open({ orders, policies, ...(serviceDate === undefined ? {} : { serviceDate }) });
    await run.lock();
    await run.purchase({ reportId: `first-${run.id}`, ...dear });
    return run;
  }
  const everythingTaken = async (run: BoughtRun) => {
    await run.goods(
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'household', '', 5],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'household', '', 1],
    );
    await run.fetched();
    await run.enterSettling();
  };

  it('waits for the coordinator, while goods go on and are charged as quoted', async () => {
    const run = await dearly();
    expect(await run.pending(supplyRunId(run.id))).toEqual([{ step: 'approvePrice' }]);
    const state = await run.allocate(0);
    expect(state).toMatchObject({ stage: 'distributing', done: expect.not.arrayContaining(['approvePrice']) });
    expect(await run.balances()).toEqual({ household: 17_250, clearing: 2_250, [supplier]: -19_500 });
    await everythingTaken(run);
    await expect(run.settle()).rejects.toMatchObject({ code: 'price-not-decided', details: { bundles: ['SC01'] } });
    const { run: decided } = await decide(run, 'quoted');
    expect(decided?.done).toContain('approvePrice');
    expect(await run.pending(supplyRunId(run.id))).toEqual([]);
    await run.settle();
    expect(await run.balances()).toEqual({ household: 17_250, fund: 2_250, [supplier]: -19_500 });
    expect(await run.broken()).toEqual([]);
  });

  it('climbs its ladder like every step, long before the books are settled', async () => {
    const hour = 3_600_000;
    const rungs = ['responsible', 'branch-secretary'].map((role) => ({ afterMs: 0, role }));
    const policies = {
      durations: { lockMs: -48 * hour, closePickupMs: 0 },
      ladders: { approvePrice: [...rungs, { afterMs: 100 * hour, role: 'accountant' }] },
      quietHours: null,
    };
    const run = await dearly(policies, daysAhead(0));
    const late = await all.service.call('GET', `/steps/orders?process=${supplyRunId(run.id)}&overdue=true`);
    expect(late.body).toMatchObject({ items: [{ step: 'approvePrice', overdue: true, told: ['coordinator', 'branch-secretary'] }] });
  });

  it('is charged to households where the coordinator says so, by difference', async () => {
    const run = await dearly();
    await run.allocate(0);
    await decide(run, 'paid');
    expect(await run.balances()).toEqual({ household: 19_500, [supplier]: -19_500 });
    await expect(decide(run, 'quoted')).rejects.toMatchObject({ code: 'nothing-to-approve' });
    await atGate(run, 4);
    await run.allocate(1);
    expect(await run.balances()).toEqual({ household: 19_500 - 3_450, clearing: 3_450, [supplier]: -19_500 });
  });

  it('corrected to what is no longer dear asks nobody; corrected to another dear one asks again', async () => {
    const run = await dearly();
    await run.allocate(0);
    await decide(run, 'paid');
    await corrected(run, `first-${run.id}`, { bought: { SC01: { portions: 4, priceFen: 3_450 } } }, `same-price-${run.id}`);
    expect(await run.pending(supplyRunId(run.id))).toEqual([]);
    await corrected(run, `same-price-${run.id}`, { bought: { SC01: { portions: 5, priceFen: 3_500 } } }, `dearer-${run.id}`);
    expect(await run.pending(supplyRunId(run.id))).toEqual([{ step: 'approvePrice' }]);
    expect(await run.balances()).toMatchObject({ household: 17_250 });
    await corrected(run, `dearer-${run.id}`, { bought: { SC01: { portions: 5, priceFen: 3_300 } } });
    expect(await run.pending(supplyRunId(run.id))).toEqual([]);
    expect(await run.balances()).toEqual({ household: 17_250, clearing: 1_500, [supplier]: -18_750 });
  });

  it('is as dear as the community says', async () => {
    const run = await dearly({ priceTolerancePercent: 15 });
    expect(await run.pending(supplyRunId(run.id))).toEqual([]);
    await expect(decide(run, 'paid')).rejects.toMatchObject({ code: 'nothing-to-approve' });
  });
});

it('a weighed bundle is in the books as the receipt says, to the fen', async () => {
  const run = await all.open({ orders });
  await run.lock();
  const { receipt } = await run.purchase({ bought: { SC01: { portions: 5, totalFen: 15_003 } } });
  await run.allocate(0);
  expect(await run.balances()).toEqual({ household: 17_250, clearing: 3, [supplier]: -(15_003 + 2_250) });
  const { body } = await all.service.call('GET', `/purchases/${receipt.at}`);
  expect(body).toMatchObject({
    lines: [
      { bundle: 'JD01', moneyFen: 2_250 },
      { bundle: 'SC01', priceFen: 3_000, moneyFen: 15_003 },
    ],
  });
  await run.goods(
    ['SC01', 'source', 'purchase', -5],
    ['SC01', 'household', '', 5],
    ['JD01', 'source', 'purchase', -1],
    ['JD01', 'household', '', 1],
  );
  await run.fetched();
  await run.enterSettling();
  await run.settle();
  expect((await all.service.call('GET', `${run.path}/public-account`)).body).toMatchObject({
    spentFen: 17_253,
    priceDifferenceFen: 3,
    notChargedFen: 0,
  });
  expect(await run.broken()).toEqual([]);
});
