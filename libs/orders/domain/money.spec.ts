import { describe, expect, it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import fc from 'fast-check';
import { accounts, asCharge, charging, difference } from './money.js';
import { paying } from './payment.js';
import { basisOf, chargedPrice, isDear, paidFen } from './price.js';
import { boughtBy, payerOf, purchaseFlows } from './purchase.js';
import { checkNothingInFlight, checkOwnMoney, checkReceived, emptied } from './settlement.js';

const charge = (amount: number) => charging({ runId: 'run', orderLineId: 'line', paidBy: 'household', amountFen: fen(amount) });

describe('difference', () => {
  it('appends nothing where the books say what is meant', () => {
    expect(difference([charge(3_000)], [charge(3_000)])).toEqual([]);
  });
  it('charges what is more, and credits what is less', () => {
    expect(difference([], [charge(3_000)]).map(asCharge)).toEqual([{ ...charge(3_000), kind: 'charge' }]);
    expect(difference([charge(6_000)], [charge(3_000)]).map(asCharge)).toEqual([
      {
        subject: 'order-line line',
        debit: accounts.clearing('run'),
        credit: accounts.household('household'),
        amountFen: 3_000,
        kind: 'credit',
      },
    ]);
  });
  it('counts charges and credits of a line together', () => {
    const credited = difference([charge(6_000)], [charge(3_000)]);
    expect(difference([charge(6_000), ...credited], [charge(6_000)])).toEqual([charge(3_000)]);
  });
  it('moves a purchase from one payer to another', () => {
    const line = { runId: 'run', bundle: 'SC01', expected: 2, quotedPriceFen: fen(100), bought: 2, priceFen: fen(100), restFen: fen(0) };
    const flows = (payer: 'supplier' | 'advance') => purchaseFlows('p', payerOf(payer, '超市', 'S004'), [line]);
    const moved = difference(flows('supplier'), flows('advance'));
    expect(moved).toContainEqual(
      expect.objectContaining({ debit: accounts.clearing('run'), credit: accounts.advance('S004'), amountFen: 200 }),
    );
    expect(moved).toContainEqual(
      expect.objectContaining({ debit: accounts.supplier('超市'), credit: accounts.clearing('run'), amountFen: 200 }),
    );
  });
});

describe('a payment', () => {
  const payment = { paymentId: 'p', paidBy: 'household', amountFen: fen(500), suppliers: ['超市'] };
  it.each([
    ['cash', 'D002', accounts.cash('D002')],
    ['transfer', 'D002', accounts.cash('D002')],
    ['transfer', null, accounts.fund],
    ['supplier', null, accounts.supplier('超市')],
  ] as const)('by %s to %s is held by somebody with a name', (way, collectedBy, debit) => {
    expect(paying({ ...payment, way, collectedBy }).debit).toEqual(debit);
  });
  it('in cash needs the person who took it', () => {
    expect(() => paying({ ...payment, way: 'cash', collectedBy: null })).toThrow(expect.objectContaining({ code: 'collector-missing' }));
  });
  it('to the supplier needs exactly one supplier', () => {
    expect(() => paying({ ...payment, way: 'supplier', collectedBy: null, suppliers: ['甲', '乙'] })).toThrow(
      expect.objectContaining({ code: 'which-supplier' }),
    );
  });
});

describe('what was bought', () => {
  const lines = [
    { runId: 'a', bundle: 'SC01', expected: 30, quotedPriceFen: fen(3_000), replaces: {} },
    { runId: 'b', bundle: 'SC01', expected: 10, quotedPriceFen: fen(2_900), replaces: {} },
  ];
  it('is what was expected, at the quoted price, where nothing else is said', () => {
    expect(boughtBy(lines).map(({ bought, priceFen }) => [bought, priceFen])).toEqual([
      [30, 3_000],
      [10, 2_900],
    ]);
  });
  it('is divided between the runs in proportion', () => {
    expect(
      boughtBy(lines, { bought: { SC01: { portions: 38, priceFen: 2_800 } } }).map(({ bought, priceFen }) => [bought, priceFen]),
    ).toEqual([
      [29, 2_800],
      [9, 2_800],
    ]);
  });
  it('is divided as a person says', () => {
    const said = { bought: { SC01: { portions: 30 } }, shares: { SC01: { a: 20, b: 10 } } };
    expect(boughtBy(lines, said).map(({ bought }) => bought)).toEqual([20, 10]);
  });
  it.each([
    ['unknown-bundle', { bought: { JD01: { portions: 1 } } }, []],
    ['unknown-bundle', { shares: { JD01: { a: 1 } } }, []],
    ['foreign-run', { shares: { SC01: { a: 30, c: 10 } } }, []],
    ['shares-differ', { shares: { SC01: { a: 30, b: 9 } } }, []],
    ['more-than-ordered', { shares: { SC01: { a: 31, b: 9 } } }, []],
    ['more-than-ordered', { bought: { SC01: { portions: 41 } } }, []],
    ['money-for-nothing', { bought: { SC01: { portions: 0, totalFen: 1 } } }, []],
    ['less-than-handed-out', { bought: { SC01: { portions: 38 } } }, [{ runId: 'a', bundle: 'SC01', received: 30, handedOut: 30 }]],
    [
      'less-than-handed-out',
      { bought: { SC01: { portions: 38 } }, shares: { SC01: { a: 30, b: 8 } } },
      [{ runId: 'b', bundle: 'SC01', received: 10, handedOut: 9 }],
    ],
  ])('is refused as %s', (code, said, moved) => {
    expect(() => boughtBy(lines, said, moved)).toThrow(expect.objectContaining({ code }));
  });
  it('may be as much as has come to the gate already', () => {
    const moved = [
      { runId: 'a', bundle: 'SC01', received: 31, handedOut: 3 },
      { runId: 'b', bundle: 'SC01', received: 10, handedOut: 0 },
    ];
    expect(boughtBy(lines, { bought: { SC01: { portions: 41 } } }, moved).map(({ bought }) => bought)).toEqual([31, 10]);
  });
  it('by weight is paid to the fen, whatever a portion comes to', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 40 }), (totalFen, portions) => {
        const bought = boughtBy(lines, { bought: { SC01: { portions, totalFen } } });
        expect(bought.reduce((sum, line) => sum + paidFen(line), 0)).toBe(totalFen);
        expect(new Set(bought.map(({ priceFen }) => priceFen))).toEqual(new Set([Math.floor(totalFen / portions)]));
        for (const line of bought) expect(line.restFen).toBeLessThanOrEqual(line.bought);
      }),
    );
  });
});

describe('a price', () => {
  it.each([
    [1_100, 0, false],
    [1_100, 1, true],
    [1_101, 0, true],
    [900, 0, false],
  ])('of %i fen and %i over is dear beyond ten percent of a thousand: %s', (priceFen, restFen, dear) => {
    expect(isDear({ bought: 3, priceFen, restFen }, fen(1_000), 10)).toBe(dear);
  });
  it('is borne as a person has decided, else as the policies say', () => {
    expect(basisOf('quoted', undefined)).toBe('quoted');
    expect(basisOf('quoted', 'paid')).toBe('at-cost');
    expect(basisOf('at-cost', 'quoted')).toBe('quoted');
  });
});

it('charges the quoted price, or at cost what was paid on average, a broken fen rounded up', () => {
  const paid = [
    { bought: 2, priceFen: 100, restFen: 1 },
    { bought: 1, priceFen: 100, restFen: 0 },
  ];
  expect(chargedPrice('quoted', fen(90), paid)).toBe(90);
  expect(chargedPrice('at-cost', fen(90), paid)).toBe(101);
  expect(chargedPrice('at-cost', fen(90), [])).toBe(90);
});

describe('settlement', () => {
  it('moves what is left to the fund, named by cause', () => {
    const postings = emptied({ runId: 'run', clearingFen: 2_500, priceDifferenceFen: -500 });
    expect(postings.map(({ kind, subject, amountFen }) => [kind, subject, amountFen])).toEqual([
      ['to-fund', 'settlement run price-difference', 500],
      ['from-fund', 'settlement run not-charged', 3_000],
    ]);
  });
  it('posts nothing where nothing is left', () => {
    expect(emptied({ runId: 'run', clearingFen: 0, priceDifferenceFen: 0 })).toEqual([]);
  });
  it('says where how many are still in flight', () => {
    const places = [
      { bundle: 'SC01', kind: 'pickup-point', ref: 'p', portions: 2 },
      { bundle: 'SC01', kind: 'bus', ref: 't', portions: 0 },
    ];
    expect(() => checkNothingInFlight(places)).toThrow(
      expect.objectContaining({ code: 'in-flight', text: expect.objectContaining({ zh: expect.stringContaining('自提点 SC01×2') }) }),
    );
    expect(() => checkNothingInFlight([])).not.toThrow();
  });
  it('is refused while it would pay for other portions than have come', () => {
    const differs = [{ runId: 'r', bundle: 'SC01', bought: 5, received: 4, purchases: ['p'] }];
    expect(() => checkReceived('r', differs)).toThrow(
      expect.objectContaining({ code: 'not-as-received', details: { differences: differs } }),
    );
    expect(() => checkReceived('r', [])).not.toThrow();
  });
  it('is not approved by whoever has handled money of the run, nor by anybody who says it for them or in whose name they say it', () => {
    const refusal = expect.objectContaining({ code: 'own-money' });
    for (const approvers of [['D002'], ['S003', 'D002'], ['D002', 'S003']])
      expect(() => checkOwnMoney(approvers, ['D002'])).toThrow(refusal);
    expect(() => checkOwnMoney(['S003', 'S001'], ['D002'])).not.toThrow();
  });
});
