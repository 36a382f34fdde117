import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { logisticsViews } from '@jielong/logistics-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import pg from 'pg';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const orders = [
  ['1-1-101', { SC01: 2 }],
  ['1-1-102', { SC01: 1 }],
  ['4-1-101', { SC01: 2, JD01: 1 }],
] as const;
interface Short {
  readonly room: string;
  readonly bundle: string;
  readonly from: number;
  readonly to: number;
  readonly sentence: { readonly zh: string; readonly en: string };
}
const shortOf = async (run: BoughtRun, version: number): Promise<Short[]> => {
  const { status, body } = await all.service.call<{ short: Short[] }>('GET', `${run.path}/allocations/${version}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.short;
};
const bought = async (opening: Partial<Parameters<Bench['open']>[0]> = {}, said: object = {}): Promise<BoughtRun> => {
  const run = await all.open({ orders, ...opening });
  await run.lock();
  await run.purchase(said);
  return run;
};

describe('what was bought', () => {
  it('in full goes to everybody who ordered it, and is charged', async () => {
    const run = await bought();
    expect(await run.allocate(0)).toMatchObject({ stage: 'distributing', allocation: { version: 1, basis: 0, effective: true } });
    expect(await shortOf(run, 1)).toEqual([]);
    expect(await run.balances()).toEqual({ household: 17_250, 'supplier:示范保供超市': -17_250 });
    expect(await run.line('1-1-101', 'SC01')).toMatchObject({ state: 'allocated', allocated: 2 });
    expect(await run.broken()).toEqual([]);
  });

  it('short leaves a named loser, told why, who pays only for what comes', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 4 } } });
    await run.allocate(0);
    expect(await shortOf(run, 1)).toMatchObject([
      {
        room: '4栋1单元101',
        bundle: 'SC01',
        from: 2,
        to: 1,
        sentence: { zh: expect.stringContaining('由 2 份改为 1 份'), en: expect.any(String) },
      },
    ]);
    expect(await run.line('4-1-101', 'SC01')).toMatchObject({ state: 'short', allocated: 1 });
    expect(await run.balances()).toEqual({ household: 14_250, 'supplier:示范保供超市': -14_250 });
  });

  it('is divided once for a state of the goods, whoever asks how often', async () => {
    const run = await bought();
    await Promise.all([3, 3, 3, 3, 3, 3].map((change) => run.allocate(change)));
    expect((await run.state()).allocation).toEqual({ version: 1, basis: 3, effective: true });
    expect(await run.rows('SELECT FROM orders.allocations WHERE run_id = $1')).toHaveLength(1);
    expect(await run.broken()).toEqual([]);
  });

  it('goes to whoever went short before, among equals', async () => {
    const unlucky = [...orders.slice(0, 2), ['4-1-102', { SC01: 1 }]] as const;
    const before = await bought({ orders: unlucky, serviceDate: daysAhead(60) }, { bought: { SC01: { portions: 2 } } });
    await before.allocate(0);
    expect(await shortOf(before, 1)).toMatchObject([
      { room: '1栋1单元101', to: 1 },
      { room: '4栋1单元102', to: 0 },
    ]);
    const next = await bought({ orders: unlucky, serviceDate: daysAhead(60) }, { bought: { SC01: { portions: 2 } } });
    await next.allocate(0);
    expect(await shortOf(next, 1)).toMatchObject([
      { room: '1栋1单元101', to: 1 },
      { room: '1栋1单元102', to: 0 },
    ]);
  });

  it('goes by line to those who were pasted at one moment', async () => {
    const run = await all.open({ orders: [] });
    const rooms = ['4-1-102', '1-1-101', '3-1-101', '1-1-102', '2-1-101', '4-1-101'];
    const entries = rooms.map((room, i) => `${i + 1}. ${room} A1`);
    const text = ['接龙', '【蓝天花园】团购', 'A 蔬菜包 30元/份 限2份', ...entries].join('\n');
    const { body } = await all.service.call<{ revision: number }>('POST', `${run.path}/sign-ups/preview`, { text });
    const committed = await all.service.call('POST', `${run.path}/sign-ups/commit`, { text, revision: body.revision });
    expect(committed.body).toMatchObject({ added: 6, held: [] });
    await run.lock();
    await run.purchase({ bought: { SC01: { portions: 3 } } });
    await run.allocate(0);
    expect((await shortOf(run, 1)).map(({ room }) => room)).toEqual(['1栋1单元102', '2栋1单元101', '4栋1单元101']);
  });

  it('at cost is charged at what was paid', async () => {
    const run = await bought({ policies: { priceBasis: 'at-cost' } }, { bought: { SC01: { portions: 5, priceFen: 2_801 } } });
    await run.allocate(0);
    expect(await run.balances()).toEqual({ household: 5 * 2_801 + 2_250, 'supplier:示范保供超市': -(5 * 2_801 + 2_250) });
  });
});

describe('a shortage that somebody has to approve', () => {
  const policies = { approveShortages: true };
  const short = { bought: { SC01: { portions: 4 } } };

  it('promises nobody anything until then', async () => {
    const run = await bought({ policies }, short);
    expect(await run.allocate(0)).toMatchObject({
      stage: 'purchasing',
      allocation: { version: 1, effective: false },
      done: expect.not.arrayContaining(['approveAllocation']),
    });
    expect(await run.pending(supplyRunId(run.id))).toEqual([{ step: 'approveAllocation' }]);
    expect(await run.line('1-1-101', 'SC01')).toMatchObject({ state: 'open', allocated: null });
    await expect(run.approve(2)).rejects.toMatchObject({ code: 'not-current' });
    const { run: state } = await run.approve(1);
    expect(state).toMatchObject({
      stage: 'distributing',
      allocation: { version: 1, effective: true },
      done: expect.arrayContaining(['approveAllocation']),
    });
    expect(await run.pending(supplyRunId(run.id))).toEqual([]);
    await expect(run.approve(1)).rejects.toMatchObject({ code: 'already-reported' });
    expect(await run.broken()).toEqual([]);
  });

  it('takes effect without anybody once goods are at a pickup point', async () => {
    const run = await bought({ policies }, short);
    await run.allocate(0);
    await run.goods(
      ['SC01', 'source', 'purchase', -4],
      ['SC01', 'pickup-point', run.points[0] ?? '', 4],
      ['JD01', 'pickup-point', run.points[0] ?? '', 1],
    );
    expect(await run.allocate(1)).toMatchObject({ stage: 'distributing', allocation: { version: 1, basis: 1, effective: true } });
  });

  it('takes effect then also where everything has come as it was expected', async () => {
    const run = await bought({ policies }, short);
    await run.allocate(1);
    await run.goods(
      ['SC01', 'source', 'purchase', -4],
      ['SC01', 'pickup-point', run.points[0] ?? '', 4],
      ['JD01', 'pickup-point', run.points[0] ?? '', 1],
    );
    await Promise.all([run.allocate(1), run.allocate(1)]);
    expect(await run.state()).toMatchObject({ stage: 'distributing', allocation: { version: 1, basis: 1, effective: true } });
    expect(await run.broken()).toEqual([]);
  });

  it('does not hold up what is enough', async () => {
    const run = await bought({ policies });
    expect((await run.allocate(0)).allocation).toMatchObject({ version: 1, effective: true });
  });
});

describe('goods that change', () => {
  it('as little as nothing make no new version', async () => {
    const run = await bought();
    await run.allocate(0);
    await run.goods(
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'bus', 't', 5],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'bus', 't', 1],
    );
    expect((await run.allocate(4)).allocation).toEqual({ version: 1, basis: 4, effective: true });
  });

  it('by a damaged portion leave a named loser, credited, and never take what is handed out', async () => {
    const run = await bought();
    await run.allocate(0);
    const [point = ''] = run.points;
    await run.handOut('4-1-101', 'SC01', 2);
    await run.goods(
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'household', '', 2],
      ['SC01', 'pickup-point', point, 2],
      ['SC01', 'damaged', '', 1],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'pickup-point', point, 1],
    );
    await Promise.all([run.allocate(2), run.allocate(2)]);
    expect((await run.state()).allocation).toEqual({ version: 2, basis: 2, effective: true });
    expect(await shortOf(run, 2)).toMatchObject([{ room: '1栋1单元101', from: 2, to: 1 }]);
    const { body } = await all.service.call('GET', `${run.path}/money`);
    expect(body).toMatchObject({ chargesFen: 17_250, creditsFen: 3_000, purchasesFen: 17_250, balanced: true });
    expect(await run.broken()).toEqual([]);
  });

  it('leave whoever lost by an earlier version among those who get less, with the sentence that took it', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 4 } } });
    await run.allocate(0);
    const [point = ''] = run.points;
    await run.goods(
      ['SC01', 'source', 'purchase', -4],
      ['SC01', 'pickup-point', point, 3],
      ['SC01', 'damaged', '', 1],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'pickup-point', point, 1],
    );
    await run.allocate(1);
    const [first, second] = [await shortOf(run, 1), await shortOf(run, 2)];
    expect([first, second].map((lost) => lost.map(({ room }) => room))).toEqual([['4栋1单元101'], ['1栋1单元101']]);
    type Page = { items: (Short & { version: number })[]; next: string | null };
    const read = async (query: string) => (await all.service.call<Page>('GET', `${run.path}/shortages${query}`)).body;
    const { items } = await read('');
    expect(items.toSorted((a, b) => a.version - b.version)).toMatchObject([
      { version: 1, room: '4栋1单元101', from: 2, to: 1, sentence: first[0]?.sentence },
      { version: 2, room: '1栋1单元101', from: 2, to: 1, sentence: second[0]?.sentence },
    ]);
    const page = await read('?limit=1');
    expect([...page.items, ...(await read(`?limit=1&after=${page.next ?? ''}`)).items]).toEqual(items);
    expect((await all.service.call('GET', run.path)).body).toMatchObject({ allocation: { version: 2, short: 2 } });
  });

  it('give back what was lost: then nobody gets less', async () => {
    const run = await bought({}, { bought: { SC01: { portions: 4 } } });
    await run.allocate(0);
    const [point = ''] = run.points;
    await run.goods(
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'pickup-point', point, 5],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'pickup-point', point, 1],
    );
    await run.allocate(1);
    expect((await all.service.call<object>('GET', `${run.path}/shortages`)).body).toEqual({ items: [], next: null });
  });

  it('are counted at one moment, while somebody picks up', async () => {
    const run = await bought();
    await run.allocate(0);
    const [point = ''] = run.points;
    const places = [
      ['SC01', 'damaged', '', 1],
      ['JD01', 'pickup-point', point, 1],
    ] as const;
    await run.goods(...places, ['SC01', 'pickup-point', point, 4]);
    await run.rows('BEGIN', []);
    await run.rows(`LOCK ${logisticsViews.pickups} IN ACCESS EXCLUSIVE MODE`, []);
    const dividing = run.allocate(1);
    const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = '${logisticsViews.pickups}'::regclass`;
    while (!(await run.rows(waiting, [])).length) continue;
    await run.handOut('1-1-101', 'SC01', 2);
    await run.goods(...places, ['SC01', 'pickup-point', point, 2], ['SC01', 'household', '', 2]);
    await run.rows('COMMIT', []);
    expect((await dividing).allocation.version).toBe(2);
    expect(await shortOf(run, 2)).toMatchObject([{ room: '4栋1单元101', from: 2, to: 1 }]);
  });

  it('are divided once more for the same state where a loser has picked up in full meanwhile', async () => {
    const run = await bought();
    await run.allocate(0);
    const [point = ''] = run.points;
    const places = [
      ['SC01', 'source', 'purchase', -5],
      ['SC01', 'damaged', '', 1],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'pickup-point', point, 1],
    ] as const;
    await run.goods(...places, ['SC01', 'pickup-point', point, 4]);
    await run.allocate(1);
    expect(await shortOf(run, 2)).toMatchObject([{ room: '4栋1单元101', to: 1 }]);
    await run.handOut('4-1-101', 'SC01', 2);
    await run.goods(...places, ['SC01', 'pickup-point', point, 2], ['SC01', 'household', '', 2]);
    await Promise.all([run.allocate(1), run.allocate(1)]);
    expect((await run.state()).allocation).toEqual({ version: 3, basis: 1, effective: true });
    expect(await run.line('4-1-101', 'SC01')).toMatchObject({ allocated: 2 });
    expect(await run.broken()).toEqual([]);
  });

  it('tell what was bought where nobody did: assumed, until a report takes its place', async () => {
    const run = await all.open({ orders });
    await run.lock();
    const [id = ''] = (await run.state()).purchases;
    expect((await run.allocate(1)).allocation).toEqual({ version: 0, basis: 1, effective: false });
    await run.goods(
      ['SC01', 'source', 'purchase', -4],
      ['SC01', 'bus', 't', 4],
      ['JD01', 'source', 'purchase', -1],
      ['JD01', 'bus', 't', 1],
    );
    const state = await run.allocate(2);
    expect(state).toMatchObject({
      bought: true,
      allocation: { version: 1, effective: true },
      done: expect.arrayContaining([`confirmPurchase@${id}`]),
    });
    expect(await run.rows('SELECT state, report_id, evidence FROM orders.purchases WHERE purchase_id = $1', [id])).toEqual([
      { state: 'bought', report_id: null, evidence: 'assumed' },
    ]);
    expect(await run.balances()).toEqual({ household: 14_250, 'supplier:示范保供超市': -14_250 });
    await run.purchase({ bought: { SC01: { portions: 4, priceFen: 2_500 } } });
    expect(await run.balances()).toEqual({ household: 14_250, clearing: -2_000, 'supplier:示范保供超市': -12_250 });
    expect(await run.broken()).toEqual([]);
  });
});

it('shows logistics the versions in effect, complete, and what was bought; to this community alone', async () => {
  const run = await bought({ policies: { approveShortages: true } }, { bought: { SC01: { portions: 1 } } });
  await run.allocate(0);
  const logistics = new pg.Client({ connectionString: all.service.database.url('logistics') });
  await logistics.connect();
  const seen = async (view: string, of = community) => {
    await logistics.query(`SELECT set_config('app.community_id', $1, false)`, [of]);
    return (await logistics.query<object>(`SELECT * FROM ${view} WHERE run_id = $1 ORDER BY bundle`, [run.id])).rows;
  };
  try {
    expect(await seen(ordersViews.allocationLines)).toEqual([]);
    await run.approve(1);
    expect(await seen(ordersViews.allocationLines)).toMatchObject([
      { version: 1, bundle: 'JD01', portions: 1, fulfilment: 'pick-up', pickup_point_id: run.points[0] },
      { version: 1, bundle: 'SC01', portions: 1 },
    ]);
    expect(await seen(ordersViews.purchaseLines)).toMatchObject([
      { bundle: 'JD01', expected: 1, bought: 1, entered_by: 'S004', evidence: 'counted' },
      { bundle: 'SC01', expected: 5, bought: 1 },
    ]);
    expect(await seen(ordersViews.purchaseLines, 'elsewhere')).toEqual([]);
    await expect(logistics.query('SELECT FROM orders.postings')).rejects.toMatchObject({ code: '42501' });
  } finally {
    await logistics.end();
  }
});

it('answers a version that is not there, and lists those that are', async () => {
  const run = await bought();
  expect((await all.service.call('GET', `${run.path}/allocations/1`)).body).toMatchObject({ code: 'no-such-version' });
  await run.allocate(0);
  expect((await all.service.call<{ items: object[] }>('GET', `${run.path}/allocations`)).body.items).toMatchObject([
    { version: 1, effective: true, portions: 6, losers: 0, rule: 'one-each-first', reason: 'bought' },
  ]);
  expect((await all.service.call('GET', `${run.path}/allocations/x`)).status).toBe(400);
});
