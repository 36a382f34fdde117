import { describe, expect, test } from '@jest/globals';
import type {
  ConfirmHandoff,
  ConfirmLoading,
  ClosePickup,
  CountLine,
  DisposeRemainder,
  LogisticsStepReport,
} from '@jielong/logistics-contract';
import { ledger } from './custody.js';
import { difference } from './difference.js';
import type { Movement } from './book.js';
import { doneSteps, inFlightOf, outlookOf } from './goods.js';
import { hear } from './reports.js';
import { assumedBy, type RunSaid, type Speaker } from './said.js';

const by = (step: string) => ({
  reportId: `r-${step}`,
  enteredBy: `by-${step}`,
  doneBy: 'X',
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
});
const loading = (lines?: CountLine[], over: Partial<ConfirmLoading> = {}): ConfirmLoading => ({
  ...by('loading'),
  step: 'confirmLoading',
  at: 'trip',
  lines,
  ...over,
});
const handoff = (lines?: CountLine[], over: Partial<ConfirmHandoff> = {}): ConfirmHandoff => ({
  ...by('handoff'),
  step: 'confirmHandoff',
  at: 'south',
  lines,
  handedOverBy: { role: 'driver' },
  receivedBy: { person: 'D001' },
  counted: 'both',
  ...over,
});
const close = (left?: Record<string, number>, over: Partial<ClosePickup> = {}): ClosePickup => ({
  ...by('close'),
  step: 'closePickup',
  at: 'p-south',
  left,
  ...over,
});
const disposal = (lines?: DisposeRemainder['lines']): DisposeRemainder => ({ ...by('disposal'), step: 'disposeRemainder', lines });
const purchaser: Speaker = { reportId: 'r-purchase', enteredBy: 'S004', evidence: 'counted' };

/** One purchase of ten, one bus, one stop. */
const planned: RunSaid = {
  run: 'run',
  purchases: [{ id: 'shop', lines: { SC01: { expected: 10, bought: null } } }],
  trips: [{ id: 'trip' }],
  stops: [{ id: 'south', trip: 'trip', point: 'p-south', planned: {} }],
  points: [{ id: 'p-south', handedOut: {} }],
};
const bought = (portions: number, run = planned): RunSaid => ({
  ...run,
  purchases: [{ id: 'shop', lines: { SC01: { expected: 10, bought: portions } }, said: purchaser }],
});
const handedOut = (portions: number, run: RunSaid): RunSaid => ({
  ...run,
  points: run.points.map((it, i) => (i ? it : { ...it, handedOut: { SC01: portions } })),
});
/** The same with a second stop of the same bus, by the allocation six and four. */
const twoStops: RunSaid = {
  ...planned,
  stops: [
    { id: 'south', trip: 'trip', point: 'p-south', planned: { SC01: 6 } },
    { id: 'north', trip: 'trip', point: 'p-north', planned: { SC01: 4 } },
  ],
  points: [...planned.points, { id: 'p-north', handedOut: {} }],
};
const said = (run: RunSaid, ...reports: LogisticsStepReport[]): RunSaid =>
  reports.reduce((now, report) => hear([now], report)[0] ?? now, run);
const line = ({ kind, from, to, portions, evidence }: Movement) =>
  `${kind} ${from.kind}→${to.kind}${to.ref.startsWith('p-') ? ` ${to.ref}` : ''} ${portions}${evidence === 'assumed' ? ' assumed' : ''}`;
const lines = (run: RunSaid) => ledger(run).map(line);
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

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

describe('a report', () => {
  const wrong: [string, LogisticsStepReport, string][] = [
    ['of a bundle that the run does not have', loading([{ bundle: 'XX' }]), 'unknown-bundle'],
    ['of another trip', loading(undefined, { at: 'elsewhere' }), 'unknown-trip'],
    ['of another stop', handoff(undefined, { at: 'elsewhere' }), 'unknown-stop'],
    ['of another point', close(undefined, { at: 'elsewhere' }), 'unknown-point'],
    ['of a bundle left that the run does not have', close({ XX: 1 }), 'unknown-bundle'],
    [
      'with two lines for a bundle',
      loading([
        { bundle: 'SC01', missing: 1 },
        { bundle: 'SC01', damaged: 1 },
      ]),
      'named-twice',
    ],
    ['that corrects what was never said', loading(undefined, { corrects: 'r-0' }), 'not-current'],
  ];
  test.each(wrong)('%s is refused', (_says, report, code) => {
    expect(codeOf(() => hear([planned], report))).toBe(code);
  });

  test('of a step that was reported is refused, unless it corrects that report', () => {
    const loaded = said(planned, loading());
    const second = loading([{ bundle: 'SC01', damaged: 2 }], { reportId: 'r-2' });
    expect(codeOf(() => hear([loaded], second))).toBe('already-reported');
    expect(said(loaded, { ...second, corrects: 'r-loading' }).trips[0]?.loading?.reportId).toBe('r-2');
  });

  test('for a run whose books are closed is refused', () => {
    expect(codeOf(() => hear([{ ...planned, ended: true }], loading()))).toBe('closed');
  });

  test('nothing is heard of a run that is not locked, nor does it hold up those on its bus that are', () => {
    const open = { ...planned, run: 'open', purchases: [] };
    expect(codeOf(() => hear([open], close()))).toBe('still-ordering');
    const [locked, other] = hear([planned, open], loading());
    expect([locked?.trips[0]?.loading?.reportId, other]).toEqual(['r-loading', open]);
  });

  test('says which steps it has booked for others', () => {
    const run = said(twoStops, close());
    expect(assumedBy(run, 'r-close')).toEqual(['confirmPurchase@shop', 'confirmLoading@trip', 'confirmHandoff@south']);
    expect(doneSteps(run)).not.toContain('confirmHandoff@north');
  });
});

describe('what is to be asked', () => {
  test('nothing becomes of the rest where nothing is left', () => {
    const run = said(handedOut(10, said(bought(10), handoff())), close());
    expect([inFlightOf(run), doneSteps(run).includes('disposeRemainder')]).toEqual([0, true]);
    expect(doneSteps(said(handedOut(9, said(bought(10), handoff())), close()))).not.toContain('disposeRemainder');
  });

  test('another allocation is due when the outlook changes, and not when all is as expected', () => {
    const day = bought(10, twoStops);
    expect(outlookOf(day)).not.toEqual(outlookOf(twoStops));
    expect(outlookOf(said(day, loading()))).toEqual(outlookOf(day));
    expect(outlookOf(said(day, loading(), handoff()))).toEqual(outlookOf(day));
    expect(outlookOf(said(day, loading([{ bundle: 'SC01', damaged: 1 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, handoff([{ bundle: 'SC01', missing: 1 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, handoff([{ bundle: 'SC01', portions: 5 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, close({ SC01: 5 })))).not.toEqual(outlookOf(said(day, handoff())));
  });
});

test('the difference between two ledgers reverses what no longer holds, and adds the rest', () => {
  const [before, after] = [ledger(said(planned, handoff())), ledger(said(bought(9), handoff()))];
  expect(difference(before, after).map(({ kind, portions }) => `${kind} ${portions}`)).toEqual([
    'reverse 10',
    'reverse 10',
    'reverse 10',
    'receive 9',
    'load 9',
    'hand-off 9',
  ]);
  expect(difference(after, after)).toEqual([]);
});

describe('a run that is called off', () => {
  const off = (run: RunSaid): RunSaid => ({ ...run, calledOff: true });

  test('asks nobody for anything where nothing was bought', () => {
    expect(doneSteps(off(planned)).toSorted()).toEqual(
      ['closePickup@p-south', 'confirmHandoff@south', 'confirmLoading@trip', 'confirmPurchase@shop', 'disposeRemainder'].toSorted(),
    );
    expect(ledger(off(planned))).toEqual([]);
  });

  test('still asks a laden bus where it leaves its goods, and the coordinator what becomes of them', () => {
    const [run] = hear([bought(10)], loading());
    expect(doneSteps(off(run ?? planned))).not.toContain('confirmHandoff@south');
    expect(doneSteps(off(run ?? planned))).not.toContain('disposeRemainder');
  });

  test('disposes of goods where they are: nobody assumes that they went further', () => {
    const [run] = hear([off(bought(10))], disposal());
    expect(ledger(run ?? planned).map(({ kind, from, to }) => [kind, from.kind, to.kind])).toEqual([
      ['receive', 'source', 'supplier'],
      ['dispose', 'supplier', 'returned'],
    ]);
    expect(inFlightOf(run ?? planned)).toBe(0);
  });
});
