import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const taking = { SC01: true };
/** Two take the substitute of SC01 (30.00), which is SC02 (26.00), one does not. */
const orders = [
  ['1-1-101', { SC01: 2 }, taking],
  ['1-1-102', { SC01: 1 }],
  ['4-1-101', { SC01: 2, JD01: 1 }, taking],
] as const;
const bought = async (opening: Partial<Parameters<Bench['open']>[0]> = {}, said: object = {}): Promise<BoughtRun> => {
  const run = await all.open({ orders, ...opening });
  await run.lock();
  await run.purchase(said);
  return run;
};
interface OrderLine {
  readonly bundle: string;
  readonly portions: number;
  readonly state: string;
  readonly allocated: number | null;
  readonly inPlaceOf: string | null;
}
async function linesOf(run: BoughtRun, room: string): Promise<OrderLine[]> {
  const household = await all.service.householdAt(room);
  const { body } = await all.service.call<{ items: { lines: OrderLine[] }[] }>('GET', `${run.path}/orders?household=${household}`);
  return body.items.flatMap(({ lines }) => lines);
}

describe('at the shop, what cannot be had', () => {
  it('is on the list with what may be bought instead, and for how many portions', async () => {
    const run = await all.open({ orders });
    const { body } = await all.service.call('GET', `${run.path}/purchase-list`);
    expect(body).toMatchObject({
      suppliers: [
        {
          lines: [
            { bundle: 'JD01', substitute: null, replaceable: 0 },
            { bundle: 'SC01', substitute: { bundle: 'SC02', name: '根茎菜包', priceFen: 2_600 }, replaceable: 4 },
          ],
        },
      ],
    });
  });

  it('is replaced for those who take it, who pay what it costs', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 2 }, SC02: { portions: 2 } } });
    await run.allocate(0);
    expect(await linesOf(run, '1-1-101')).toMatchObject([
      { bundle: 'SC01', portions: 2, state: 'substituted', allocated: 1 },
      { bundle: 'SC02', portions: 0, state: 'allocated', allocated: 1, inPlaceOf: 'SC01' },
    ]);
    expect(await linesOf(run, '1-1-102')).toMatchObject([{ bundle: 'SC01', state: 'allocated', allocated: 1 }]);
    expect(await linesOf(run, '4-1-101')).toMatchObject([
      { bundle: 'JD01', state: 'allocated' },
      { bundle: 'SC01', state: 'short', allocated: 0 },
      { bundle: 'SC02', state: 'allocated', allocated: 1, inPlaceOf: 'SC01' },
    ]);
    expect(await run.balances()).toEqual({
      household: 2 * 3_000 + 2 * 2_600 + 2_250,
      'supplier:示范保供超市': -(2 * 3_000 + 2 * 2_600 + 2_250),
    });
    expect(await run.broken()).toEqual([]);
  });

  it('is still less than was ordered: each household is listed with what it gets instead, and no substitute on its own', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 2 }, SC02: { portions: 2 } } });
    await run.allocate(0);
    const { body } = await all.service.call<{ items: { bundle: string; to: number }[] }>('GET', `${run.path}/shortages`);
    expect(body.items.toSorted((a, b) => b.to - a.to)).toMatchObject([
      { bundle: 'SC01', room: '1栋1单元101', from: 2, to: 1, instead: { bundle: 'SC02', name: '根茎菜包', portions: 1 } },
      { bundle: 'SC01', room: '4栋1单元101', from: 2, to: 0, instead: { bundle: 'SC02', name: '根茎菜包', portions: 1 } },
    ]);
  });

  it('is told to the group with what comes instead', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 2 }, SC02: { portions: 2 } } });
    await run.allocate(0);
    const { body } = await all.service.call('GET', `${run.path}/group-texts/short`);
    expect(JSON.stringify(body)).toContain('1栋1单元101 蔬菜包订 2 份，有 1 份，换根茎菜包 1 份');
  });

  it('is not replaced beyond what households take', async () => {
    const run = await all.open({ orders });
    await run.lock();
    await expect(run.purchase({ bought: { SC01: { portions: 0 }, SC02: { portions: 5 } } })).rejects.toMatchObject({
      code: 'more-than-ordered',
    });
    await expect(run.purchase({ bought: { SC02: { portions: 1 } } })).rejects.toMatchObject({ code: 'more-than-ordered' });
    await run.purchase({ bought: { SC01: { portions: 0 }, SC02: { portions: 4 } } });
    await run.allocate(0);
    expect(await linesOf(run, '1-1-102')).toMatchObject([{ state: 'short', allocated: 0 }]);
  });
});

describe('who takes a substitute', () => {
  const rooms = async (run: BoughtRun): Promise<string[]> =>
    (
      await run.rows<{ portions: string }>(
        'SELECT l.portions::text FROM orders.order_lines s JOIN orders.order_lines l ON l.order_line_id = s.in_place_of WHERE s.run_id = $1 ORDER BY 1',
      )
    ).map(({ portions }) => portions);

  it('is by policy everybody who has not refused', async () => {
    const refusing = [
      ['1-1-101', { SC01: 2 }],
      ['1-1-102', { SC01: 1 }, { SC01: false }],
    ] as const;
    const run = await all.open({ orders: refusing, policies: { substitutes: 'unless-refused' } });
    await run.lock();
    expect(await rooms(run)).toEqual(['2']);
  });

  it('may be changed until the lock, for what is ordered and can be replaced', async () => {
    const run = await all.open({ orders });
    const [order] = await run.rows<{ id: string }>(
      `SELECT o.order_id AS id FROM orders.orders o JOIN orders.order_lines l USING (order_id) WHERE o.run_id = $1 AND l.bundle = 'JD01'`,
    );
    const change = (substitutes: object) => all.service.call('PATCH', `/orders/${order?.id}`, { substitutes });
    expect((await change({ SC02: true })).body).toMatchObject({ code: 'bundle-not-open' });
    expect((await change({ JD01: true })).body).toMatchObject({ code: 'no-substitute' });
    expect(await change({ SC01: false })).toMatchObject({ status: 200 });
    await run.lock();
    expect(await rooms(run)).toEqual(['2']);
  });
});

it('freezes what may be given instead when a run opens, which nobody can order', async () => {
  const run = await all.open({ orders });
  expect((await all.service.call('GET', run.path)).body).toMatchObject({
    bundles: [
      { code: 'JD01', substitute: null },
      { code: 'SC01', substitute: 'SC02' },
    ],
  });
  const order = { forHousehold: await all.service.householdAt('1-1-201'), items: { SC02: 1 } };
  expect((await all.service.call('POST', `${run.path}/orders`, order)).body).toMatchObject({ code: 'bundle-not-open' });
});

it('gives back the substitute where what was ordered has come after all, and credits the difference', async () => {
  const run = await bought({}, { bought: { SC01: { portions: 4 }, SC02: { portions: 1 } }, reportId: 'first-purchase-report' });
  await run.allocate(0);
  expect(await linesOf(run, '4-1-101')).toMatchObject([{}, { state: 'substituted', allocated: 1 }, { inPlaceOf: 'SC01', allocated: 1 }]);
  await run.purchase({ corrects: 'first-purchase-report' });
  await run.allocate(1);
  expect(await linesOf(run, '4-1-101')).toMatchObject([{}, { bundle: 'SC01', state: 'allocated', allocated: 2 }]);
  expect(await run.balances()).toEqual({ household: 17_250, 'supplier:示范保供超市': -17_250 });
  const { body } = await all.service.call<{ short: object[] }>('GET', `${run.path}/allocations/2`);
  expect(body.short).toMatchObject([{ bundle: 'SC02', from: 1, to: 0, sentence: { zh: expect.stringContaining('订的货又有了') } }]);
  expect(await run.broken()).toEqual([]);
});

it('a portion that is lost at the gate is replaced by what lies there unclaimed, for whoever takes it', async () => {
  const run = await bought({}, { bought: { SC01: { portions: 2 }, SC02: { portions: 2 } } });
  await run.allocate(0);
  const [point = ''] = run.points;
  await run.goods(
    ['SC01', 'source', 'purchase', -2],
    ['SC01', 'pickup-point', point, 1],
    ['SC01', 'damaged', '', 1],
    ['SC02', 'source', 'purchase', -2],
    ['SC02', 'pickup-point', point, 2],
    ['JD01', 'pickup-point', point, 1],
  );
  await run.allocate(1);
  expect(await linesOf(run, '1-1-101')).toMatchObject([{ bundle: 'SC01' }, { bundle: 'SC02', inPlaceOf: 'SC01' }]);
  expect(
    await run.rows(
      `SELECT sum(allocated)::integer AS given, bundle FROM orders.order_lines WHERE run_id = $1 GROUP BY bundle ORDER BY bundle`,
    ),
  ).toEqual([
    { bundle: 'JD01', given: 1 },
    { bundle: 'SC01', given: 1 },
    { bundle: 'SC02', given: 2 },
  ]);
  expect(await run.broken()).toEqual([]);
});

describe('once pickup is over', () => {
  /** Two got one of each; only what is named was fetched. */
  async function settling(fetched: Readonly<Record<string, number>>): Promise<BoughtRun> {
    const run = await bought({ orders: [['1-1-101', { SC01: 2 }, taking]] }, { bought: { SC01: { portions: 1 }, SC02: { portions: 1 } } });
    await run.allocate(0);
    const [point = ''] = run.points;
    const household = Object.entries(fetched).map(([bundle, portions]) => [bundle, 'household', '', portions] as const);
    const left = ['SC01', 'SC02'].map((bundle) => [bundle, 'pickup-point', point, 1 - (fetched[bundle] ?? 0)] as const);
    for (const [bundle, portions] of Object.entries(fetched)) await run.handOut('1-1-101', bundle, portions);
    await run.goods(['SC01', 'source', 'purchase', -1], ['SC02', 'source', 'purchase', -1], ...left, ...household);
    await run.enterSettling();
    return run;
  }

  it.each([[{}], [{ SC02: 1 }], [{ SC01: 1 }]])('what was allocated stays so and is charged, fetched or not: %j', async (fetched) => {
    const run = await settling(fetched);
    expect(await linesOf(run, '1-1-101')).toMatchObject([
      { bundle: 'SC01', state: 'substituted', allocated: 1 },
      { bundle: 'SC02', inPlaceOf: 'SC01', allocated: 1 },
    ]);
    expect(await run.balances()).toMatchObject({ household: 3_000 + 2_600 });
    expect(await run.broken()).toEqual([]);
  });
});

it('publishes what was given in place of something, and that the fund bears what it costs more', async () => {
  const run = await all.open({ orders: [['1-1-101', { RL02: 2 }, { RL02: true }]], bundles: ['RL02'] });
  await run.lock();
  await run.purchase({ bought: { RL02: { portions: 0 }, RL01: { portions: 2 } } });
  await run.allocate(0);
  await run.handOut('1-1-101', 'RL01', 2);
  await run.goods(['RL01', 'source', 'purchase', -2], ['RL01', 'household', '', 2]);
  await run.enterSettling();
  await run.settle();
  const { body } = await all.service.call('GET', `${run.path}/public-account`);
  expect(body).toMatchObject({
    bundles: [
      { bundle: 'RL01', ordered: 0, bought: 2, allocated: 2 },
      { bundle: 'RL02', ordered: 2, bought: 0, allocated: 0, substituted: 2 },
    ],
    chargedFen: 2 * 4_500,
    fundFen: 2 * (6_800 - 4_500),
    priceDifferenceFen: 2 * (6_800 - 4_500),
    notChargedFen: 0,
  });
  expect(await run.broken()).toEqual([]);
});

it('goods that another run has passed on, or somebody gave, do not say that the purchase is done', async () => {
  const run = await all.open({ orders });
  await run.lock();
  const [point = ''] = run.points;
  await run.goods(['SC01', 'source', 'carried-in', -1], ['SC01', 'pickup-point', point, 1]);
  expect(await run.allocate(1)).toMatchObject({ bought: false, allocation: { version: 0 } });
  await run.purchase({ bought: { SC01: { portions: 4 } } });
  expect(await run.rows('SELECT evidence FROM orders.purchases JOIN orders.purchase_runs USING (purchase_id) WHERE run_id = $1')).toEqual([
    { evidence: 'counted' },
  ]);
});

it('names who gets less with what they get instead, by the newest version: a substitute that is lost too is not promised any more', async () => {
  const run = await bought({ orders: [['1-1-101', { SC01: 1 }, taking]] }, { bought: { SC01: { portions: 0 }, SC02: { portions: 1 } } });
  await run.allocate(0);
  const shortages = async () =>
    (await all.service.call<{ items: { instead: object | null }[] }>('GET', `${run.path}/shortages`)).body.items;
  expect(await shortages()).toMatchObject([{ bundle: 'SC01', from: 1, to: 0, instead: { bundle: 'SC02', portions: 1 } }]);
  await run.goods(['SC02', 'source', 'purchase', -1], ['SC02', 'damaged', '', 1]);
  await run.allocate(1);
  expect(await shortages()).toMatchObject([{ bundle: 'SC01', from: 1, to: 0, instead: null }]);
});
