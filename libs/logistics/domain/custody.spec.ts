import { describe, expect, test } from '@jest/globals';
import { ledger } from './custody.js';
import { hear } from './reports.js';
import type { RunSaid } from './said.js';
import { loading, handoff, close, disposal, purchaser, planned, bought, handedOut, twoStops, said, lines, codeOf } from './spec/one-bus.js';

describe('the ledger of a run', () => {
  test.each<[string, RunSaid, string[]]>([
    ['is empty before anything is said', planned, []],
    ['receives what was bought', bought(9), ['receive source→supplier 9']],
    [
      'follows a good day',
      said(bought(10), loading(), handoff([{ bundle: 'SC01', damaged: 1 }])),
      ['receive source→supplier 10', 'load supplier→bus 10', 'lose bus→damaged 1', 'hand-off bus→pickup-point p-south 9'],
    ],
    [
      'books skipped steps as expected, in the name of the later reporter',
      said(planned, handoff()),
      ['receive source→supplier 10 assumed', 'load supplier→bus 10 assumed', 'hand-off bus→pickup-point p-south 10'],
    ],
    [
      'takes the last known count for what nobody reported',
      said(planned, handoff([{ bundle: 'SC01', portions: 7, missing: 1 }])),
      ['receive source→supplier 8 assumed', 'load supplier→bus 8 assumed', 'lose bus→missing 1', 'hand-off bus→pickup-point p-south 7'],
    ],
    [
      'believes the purchase that is reported late',
      said(bought(8), handoff([{ bundle: 'SC01', damaged: 1 }])),
      ['receive source→supplier 8', 'load supplier→bus 8 assumed', 'lose bus→damaged 1', 'hand-off bus→pickup-point p-south 7'],
    ],
    [
      'leaves at the shop what was not loaded',
      said(bought(10), loading([{ bundle: 'SC01', portions: 6 }]), handoff()),
      ['receive source→supplier 10', 'load supplier→bus 6', 'hand-off bus→pickup-point p-south 6'],
    ],
    [
      'misses what left the shop and reached no stop',
      said(bought(10), loading(), handoff([{ bundle: 'SC01', portions: 9 }])),
      ['receive source→supplier 10', 'load supplier→bus 10', 'hand-off bus→pickup-point p-south 9', 'lose bus→missing 1'],
    ],
    [
      'misses at the close what the point should still have',
      said(handedOut(7, said(bought(10), loading(), handoff())), close({ SC01: 2 })),
      ['receive source→supplier 10', 'load supplier→bus 10', 'hand-off bus→pickup-point p-south 10', 'lose pickup-point→missing 1'],
    ],
    [
      'finds at the close what was missing before',
      said(bought(10), handoff([{ bundle: 'SC01', missing: 1 }]), close({ SC01: 10 })),
      [
        'receive source→supplier 10',
        'load supplier→bus 10 assumed',
        'lose bus→missing 1',
        'hand-off bus→pickup-point p-south 9',
        'find missing→pickup-point p-south 1',
      ],
    ],
    [
      'disposes of everything that is left',
      said(handedOut(7, said(bought(10), loading([{ bundle: 'SC01', damaged: 1 }]), handoff())), close(), disposal()),
      [
        'receive source→supplier 10',
        'lose supplier→damaged 1',
        'load supplier→bus 9',
        'hand-off bus→pickup-point p-south 9',
        'dispose pickup-point→returned 2',
        'dispose damaged→written-off 1',
      ],
    ],
    [
      'disposes as said, and of the rest by default',
      said(bought(10), handoff(), disposal([{ place: 'left', bundle: 'SC01', portions: 3, to: 'carried-out' }])),
      [
        'receive source→supplier 10',
        'load supplier→bus 10 assumed',
        'hand-off bus→pickup-point p-south 10',
        'dispose pickup-point→carried-out 3',
        'dispose pickup-point→returned 7',
      ],
    ],
    [
      'gives a stop its share, and the last one what remains',
      said({ ...twoStops, ...{ purchases: bought(9).purchases } }, handoff(), handoff(undefined, { reportId: 'r-north', at: 'north' })),
      [
        'receive source→supplier 9',
        'load supplier→bus 9 assumed',
        'hand-off bus→pickup-point p-south 6',
        'hand-off bus→pickup-point p-north 3',
      ],
    ],
    [
      'gives a stop no more than others have counted',
      said(bought(9, twoStops), handoff(), handoff([{ bundle: 'SC01', portions: 5 }], { reportId: 'r-north', at: 'north' })),
      [
        'receive source→supplier 9',
        'load supplier→bus 9 assumed',
        'hand-off bus→pickup-point p-south 4',
        'hand-off bus→pickup-point p-north 5',
      ],
    ],
  ])('%s', (_says, run, expected) => {
    expect(lines(run)).toEqual(expected);
  });

  test('divides a receipt and a bus of two runs by the run that a line names', () => {
    const other: RunSaid = {
      ...bought(4),
      run: 'other',
      stops: [{ id: 'west', trip: 'trip', point: 'p-west', planned: {} }],
      points: [{ id: 'p-west', handedOut: {} }],
    };
    const runs = hear([bought(10), other], loading([{ run: 'other', bundle: 'SC01', damaged: 1 }]));
    expect(runs.map(lines)).toEqual([
      ['receive source→supplier 10', 'load supplier→bus 10'],
      ['receive source→supplier 4', 'lose supplier→damaged 1', 'load supplier→bus 3'],
    ]);
    expect(codeOf(() => hear([bought(10), other], loading([{ bundle: 'SC01', damaged: 1 }])))).toBe('which-run');
  });

  test('shares what two shops sold between two buses', () => {
    const run: RunSaid = {
      ...bought(10),
      purchases: [
        ...bought(6).purchases,
        { id: 'shop-2', lines: { SC01: { expected: 4, bought: 4 } }, said: { ...purchaser, reportId: 'r-purchase-2' } },
      ],
      trips: [{ id: 'trip', expected: { SC01: 7 } }, { id: 'trip-2' }],
    };
    const loaded = said(run, loading(), loading(undefined, { reportId: 'r-loading-2', at: 'trip-2' }));
    expect(ledger(loaded).map(({ from, to, portions }) => `${from.ref}→${to.ref} ${portions}`)).toEqual([
      'purchase→shop 6',
      'purchase→shop-2 4',
      'shop→trip 6',
      'shop-2→trip 1',
      'shop-2→trip-2 3',
    ]);
  });

  test('names the reports that contradict each other', () => {
    const contradicting = () => ledger(said(bought(8), loading([{ bundle: 'SC01', portions: 9 }])));
    expect(codeOf(contradicting)).toBe('more-than-held');
    expect(contradicting).toThrow(/r-purchase, r-loading/);
    const toMany = () => ledger(handedOut(9, said(bought(8), loading(), handoff())));
    expect(codeOf(toMany)).toBe('more-than-held');
  });

  test('refuses a count at the close of more than there can be', () => {
    const tooMany = () => ledger(said(bought(10), handoff([{ bundle: 'SC01', missing: 1 }]), close({ SC01: 99 })));
    expect(codeOf(tooMany)).toBe('more-than-held');
    expect(tooMany).toThrow(/r-close/);
  });
});
