import { describe, expect, test } from '@jest/globals';
import { doneSteps, outlookOf, tripStageOf } from './goods.js';
import { hear } from './reports.js';
import type { RunSaid } from './said.js';
import { loading, handoff, close, day, said, handedOut, held, codeOf, type Lines } from './spec/bad-day.js';

describe('a correction', () => {
  const over = said(day, loading([{ damaged: 1 }]), handoff([{ portions: 9 }]), close());
  test.each<[string, RunSaid, Record<string, number>]>([
    ['of a loading', said(over, loading([{ damaged: 0 }], { id: 'l2', corrects: 'loading' })), { 'pickup-point:south': 9, 'missing:': 1 }],
    [
      'of a handoff',
      said(over, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' })),
      { 'pickup-point:south': 7, 'damaged:': 1, 'missing:': 2 },
    ],
    ['of a close', said(over, close(8, { id: 'c2', corrects: 'close' })), { 'pickup-point:south': 8, 'damaged:': 1, 'missing:': 1 }],
    [
      'of a correction',
      said(over, loading([{ damaged: 0 }], { id: 'l2', corrects: 'loading' }), loading([{ damaged: 1 }], { id: 'l3', corrects: 'l2' })),
      { 'pickup-point:south': 9, 'damaged:': 1 },
    ],
  ])('%s moves the goods to where they are', (_says, run, expected) => {
    expect(held(run)).toEqual({ 'source:purchase': -10, ...expected });
  });

  test('corrects only what counts', () => {
    const once = said(day, loading([{ damaged: 1 }]), loading(undefined, { id: 'l2', corrects: 'loading' }));
    expect(codeOf(() => said(once, loading(undefined, { id: 'l3', corrects: 'loading' })))).toBe('not-current');
  });

  test('is refused where others have had more, and names them and what is handed out', () => {
    const run = handedOut(said(day, handoff()), 8);
    const less = () => said(run, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' }));
    expect(codeOf(less)).toBe('more-than-held');
    expect(less).toThrow(/h2.*8 are handed out/);
    const counted = said(day, loading(), handoff([{ portions: 10 }]));
    expect(() => said(counted, loading([{ portions: 8 }], { id: 'l2', corrects: 'loading' }))).toThrow(/handoff/);
  });

  test('never asks anew for what is done', () => {
    const corrected = said(over, handoff([{ portions: 7 }], { id: 'h2', corrects: 'handoff' }));
    expect(doneSteps(corrected)).toEqual(expect.arrayContaining(doneSteps(over).filter((key) => key !== 'disposeRemainder')));
    expect([tripStageOf([over], 'bus-1'), tripStageOf([corrected], 'bus-1')]).toEqual(['done', 'done']);
  });

  describe('of a bus of several runs', () => {
    const other: RunSaid = {
      ...day,
      run: 'other',
      stops: [{ id: 'west', trip: 'bus-1', point: 'west', planned: {} }],
      points: [{ id: 'west', handedOut: {} }],
    };
    const loaded = hear(
      [day, other],
      loading([
        { run: 'run', damaged: 1 },
        { run: 'other', damaged: 2 },
      ]),
    );
    const current = (runs: readonly RunSaid[]) => runs.map(({ trips }) => trips[0]?.loading?.reportId);
    const mended = (lines: Lines | undefined, runs = loaded) => current(hear(runs, loading(lines, { id: 'l2', corrects: 'loading' })));

    test('is for the runs whose lines it names', () => {
      expect(mended([{ run: 'other', damaged: 1 }])).toEqual(['loading', 'l2']);
      expect(mended([{ run: 'run' }, { run: 'other' }])).toEqual(['l2', 'l2']);
    });
    test('without lines is for all of them', () => expect(mended(undefined)).toEqual(['l2', 'l2']));
    test('goes by those that are closed, and is refused where it names one', () => {
      const [one = day, two = other] = loaded;
      const half = [one, { ...two, ended: true }];
      expect(mended(undefined, half)).toEqual(['l2', 'loading']);
      expect(codeOf(() => mended([{ run: 'other' }], half))).toBe('closed');
    });
    test('says which run a line is of', () => expect(codeOf(() => mended([{ damaged: 1 }]))).toBe('which-run'));
    test('of a correction is for those that heard it', () => {
      const once = hear(loaded, loading([{ run: 'other', damaged: 1 }], { id: 'l2', corrects: 'loading' }));
      expect(current(hear(once, loading(undefined, { id: 'l3', corrects: 'l2' })))).toEqual(['loading', 'l3']);
      expect(codeOf(() => hear(once, loading([{ run: 'run' }], { id: 'l3', corrects: 'l2' })))).toBe('not-current');
    });
  });
});

describe('a surplus', () => {
  test('is found on the bus, or at the point, when it is said', () => {
    expect(held(said(day, loading([{ portions: 12, surplus: 2 }])))).toEqual({
      'source:purchase': -10,
      'source:surplus': -2,
      'bus:bus-1': 12,
    });
    expect(held(said(day, loading(), handoff([{ surplus: 3 }])))).toMatchObject({ 'source:surplus': -3, 'pickup-point:south': 13 });
    expect(outlookOf(said(day, loading([{ surplus: 1 }])))).not.toEqual(outlookOf(said(day, loading())));
  });
  test('is never guessed: a count above what is there is refused, and told how to say it', () => {
    expect(() => said(day, loading([{ portions: 12 }]))).toThrow(/surplus/);
    expect(codeOf(() => said(day, loading([{ portions: 12 }])))).toBe('more-than-held');
    expect(codeOf(() => said(day, loading([{ portions: 1, surplus: 2 }])))).toBe('more-surplus-than-counted');
  });
  test('is not bought where nobody has reported the purchase', () => {
    const unsaid = { ...day, purchases: day.purchases.map((it) => ({ ...it, said: undefined })) };
    expect(held(said(unsaid, loading([{ portions: 12, surplus: 2 }])))).toMatchObject({ 'source:purchase': -10, 'source:surplus': -2 });
  });
});
