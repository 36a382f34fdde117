import { describe, expect, test } from '@jest/globals';
import type { HomeOrder } from '@jielong/orders-contract/schemas';
import { ProblemError } from '@jielong/platform';
import { homePage, type Said } from './home-page.js';
import type { HomeRun, HomeView } from './home.query.js';

const order = (over: Partial<HomeOrder> = {}): HomeOrder => ({
  id: '0193a1b2-0000-7000-8000-000000000002',
  state: 'open',
  lines: [{ bundle: 'SC01', name: '蔬菜包', unit: '包', portions: 2, allocated: null }],
  moneyFen: 6_000,
  remark: '',
  fulfilment: 'pick-up',
  place: { gate: '南门', name: '岗亭' },
  pickup: null,
  ...over,
});
const run = (over: Partial<HomeRun> = {}): HomeRun => ({
  id: '0193a1b2-0000-7000-8000-000000000001',
  serviceDate: '2026-11-26',
  cutOffAt: new Date('2026-11-26T00:00:00Z'),
  stage: 'ordering',
  ordering: true,
  pickupFrom: '2026-11-26T14:00:00+08:00',
  pickupUntil: '2026-11-26T18:00:00+08:00',
  bundles: [{ code: 'SC01', name: '蔬菜包', unit: '包', spec: '五种', priceFen: 3_000, limitPerHousehold: 2, soldOut: false }],
  order: null,
  ...over,
});
const home = (runs: readonly HomeRun[], balanceFen = 0): HomeView => ({
  ...{ household: 'h', compoundName: '蓝天花园', building: '3', unit: '2', room: '501' },
  ...{ balanceFen, ordersFor: [], runs },
});
const shown = (view: HomeView, said?: Said): string => homePage(view, said).body.replaceAll(/\s+/g, ' ');
const distributing = { stage: 'distributing', ordering: false } as const;
const pickup = (over: Partial<NonNullable<HomeOrder['pickup']>> = {}) => ({
  code: '482915',
  portionsLeft: 2,
  handedOut: 0,
  point: 'open',
  ...over,
});

describe('the page of a household', () => {
  test('says where it is, when it must order by, and when to come', () => {
    const text = shown(home([run()]));
    for (const said of ['蓝天花园 3栋2单元501', '2026-11-26 08:00', '2026-11-26 14:00 到 2026-11-26 18:00', '30.00 元/包', '每户最多 2'])
      expect(text).toContain(said);
  });

  test.each([
    [0, '已结清'],
    [6_050, '还要付 60.50 元'],
    [-100, '余 1.00 元，下次抵用'],
  ])('a balance of %d fen is said as %s', (balanceFen, said) => expect(shown(home([], balanceFen))).toContain(said));

  test('has a form only while ordering is open, and one to withdraw only where there is an order', () => {
    const forms = (one: HomeRun) => [...shown(home([one])).matchAll(/name="answer" value="(\w+)"/g)].map(([, answer]) => answer);
    expect(forms(run())).toEqual(['order']);
    expect(forms(run({ order: order() }))).toEqual(['order', 'withdraw']);
    expect(forms(run({ ordering: false, stage: 'confirming', order: order() }))).toEqual([]);
    expect(shown(home([run({ ordering: false, order: order() })]))).toContain('已截单');
  });

  test('shows a code in large digits to whoever collects, and to nobody who is brought it', () => {
    const withCode = (over: Partial<HomeOrder>) => shown(home([run({ ...distributing, order: order({ pickup: pickup(), ...over }) })]));
    expect(withCode({})).toContain('<span class="code">482915</span>');
    expect(withCode({ pickup: pickup({ point: 'waiting' }) })).toContain('货到再取');
    expect(withCode({ fulfilment: 'to-door' })).not.toContain('482915');
    expect(withCode({ fulfilment: 'to-door' })).toContain('送货上门');
    expect(withCode({ pickup: pickup({ portionsLeft: 0, handedOut: 2 }) })).toContain('都取走了');
    expect(withCode({ pickup: pickup({ portionsLeft: 0, handedOut: 0 }) })).toContain('没有分到，不用来取');
  });

  test('says where there is less than was ordered, and what became of a run that was called off', () => {
    const less = order({ lines: [{ bundle: 'SC01', name: '蔬菜包', unit: '包', portions: 2, allocated: 1 }] });
    expect(shown(home([run({ ...distributing, order: less })]))).toContain('2 包，实有 1');
    const off = shown(home([run({ stage: 'cancelled', ordering: false, order: order({ state: 'cancelled', lines: [], moneyFen: 0 }) })]));
    expect([off.includes('这次取消了'), off.includes('不收钱')]).toEqual([true, true]);
  });

  test('takes what neighbours, lists and forms say as words, wherever it stands', () => {
    const evil = '"><script>alert(1)</script>';
    const lines = [{ bundle: 'SC01', name: evil, unit: evil, portions: 1, allocated: null }];
    const bundles = [{ code: 'SC01', name: evil, unit: evil, spec: evil, priceFen: 1, limitPerHousehold: 1, soldOut: true }];
    const evilRun = run({ bundles, order: order({ lines, remark: evil, place: { gate: evil, name: evil } }) });
    const problem = new ProblemError(409, 'x', { zh: evil, en: evil });
    const sent = { run: evilRun.id, remark: evil, 'portions|SC01': evil };
    const text = shown({ ...home([evilRun]), compoundName: evil, room: evil }, { problem, sent });
    expect(text).not.toMatch(/<script|"">/);
    expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(8);
  });
});
