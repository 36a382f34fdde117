import { describe, expect, it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import type { RunStage } from '@jielong/orders-contract';
import { type Demand, lock } from './lock.js';
import { purchaseList, purchaseListCsv } from './purchase-list.js';
import { checkFirst, checkLockable, checkSettleable, stageAfter } from './supply-run.js';

const report = {
  reportId: 'report-1',
  step: 'lockOrders' as const,
  enteredBy: 'S001',
  doneBy: 'S001',
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
};
const bundle = (code: string, supplier: string, portions: number) => ({ bundle: code, supplier, portions, cap: 100, replaces: 0 });
const demand = (more: Partial<Demand> = {}): Demand => ({
  bundles: [bundle('SC01', '甲', 40), bundle('JD01', '乙', 20), bundle('RL01', '甲', 0)],
  minimumPortions: 50,
  tripCap: 400,
  ...more,
});

describe('lock', () => {
  it('plans what may be bought in place of something, though nobody ordered it', () => {
    const bundles = [bundle('SC01', '甲', 60), { ...bundle('SC02', '甲', 0), replaces: 5 }];
    expect(lock(demand({ bundles }), report)).toEqual([{ supplier: '甲', lines: bundles }]);
  });

  it('plans one purchase a supplier, of what is ordered', () => {
    const planned = lock(demand(), report).map(({ supplier, lines }) => [supplier, lines.map((line) => [line.bundle, line.portions])]);
    expect(planned).toEqual(
      expect.arrayContaining([
        ['甲', [['SC01', 40]]],
        ['乙', [['JD01', 20]]],
      ]),
    );
    expect(planned).toHaveLength(2);
  });
  it.each([
    ['below-minimum', { minimumPortions: 61 }],
    ['over-trip-cap', { tripCap: 59 }],
    ['nothing-ordered', { bundles: [bundle('SC01', '甲', 0)] }],
    ['over-cap', { bundles: [bundle('SC01', '甲', 101)] }],
  ])('refuses %s', (code, more) => {
    expect(() => lock(demand(more), report)).toThrow(expect.objectContaining({ code }));
  });
  it('goes on below the minimum or over a bus if somebody says why', () => {
    expect(lock(demand({ minimumPortions: 61 }), { ...report, goOn: true, reason: '老人急用' })).toHaveLength(2);
    expect(lock(demand({ tripCap: 59 }), { ...report, goOn: true, reason: '两车' })).toHaveLength(2);
    expect(() => lock(demand({ minimumPortions: 61 }), { ...report, goOn: true })).toThrow(
      expect.objectContaining({ code: 'reason-missing' }),
    );
  });
  it.each<[RunStage, string]>([
    ['ordering', 'still-ordering'],
    ['purchasing', 'already-reported'],
    ['closed', 'closed'],
    ['voided', 'closed'],
  ])('in stage %s is refused as %s', (stage, code) => {
    expect(() => checkLockable(stage)).toThrow(expect.objectContaining({ code }));
  });
});

it.each<[RunStage, string]>([
  ['confirming', 'still-ordering'],
  ['purchasing', 'pickup-open'],
  ['distributing', 'pickup-open'],
  ['closed', 'closed'],
])('settlement in stage %s is refused as %s', (stage, code) => {
  expect(() => checkSettleable(stage)).toThrow(expect.objectContaining({ code }));
});

it('moves on in one direction only', () => {
  expect(stageAfter('confirming', 'lockOrders')).toBe('purchasing');
  expect(stageAfter('distributing', 'allocate')).toBe('distributing');
  expect(stageAfter('closed', 'enterSettling')).toBe('closed');
});

it('takes a second report only if it names the one that counts', () => {
  const first = { reportId: 'first-report', enteredBy: 'S004' };
  expect(() => checkFirst({}, undefined)).not.toThrow();
  expect(() => checkFirst({}, first)).toThrow(expect.objectContaining({ code: 'already-reported' }));
  expect(() => checkFirst({ corrects: 'another' }, first)).toThrow(expect.objectContaining({ code: 'not-current' }));
  expect(() => checkFirst({ corrects: 'first-report' }, first)).not.toThrow();
});

it('writes the purchase list for a spreadsheet, and no formula', () => {
  const line = {
    supplier: '甲,乙',
    bundle: 'SC01',
    name: '=蔬菜包',
    spec: '',
    unit: '份',
    portions: 2,
    priceFen: fen(3_050),
    weightGrams: 1_500,
    substitute: { bundle: 'SC02', name: '根茎菜包', priceFen: 2_600 },
    replaceable: 1,
  };
  const csv = purchaseListCsv(purchaseList([line, { ...line, bundle: 'JD01', portions: 0 }]), {
    by: 'D005',
    at: new Date('2026-11-25T02:30:00Z'),
  });
  expect(csv.startsWith('\ufeff供应商,编码,品名')).toBe(true);
  expect(csv.split('\r\n').slice(1)).toEqual([
    '"甲,乙",SC01,\'=蔬菜包,,份,2,30.50,61.00,3.000,SC02 根茎菜包 26.00,1',
    '合计,,,,,2,,61.00,3.000,,',
    '导出人,D005,导出时间,2026-11-25 10:30',
    '',
  ]);
});
