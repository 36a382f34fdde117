import { describe, expect, test } from '@jest/globals';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { doneSteps } from './goods.js';
import { hear } from './reports.js';
import { assumedBy } from './said.js';
import { loading, handoff, close, planned, twoStops, said, codeOf } from './spec/one-bus.js';

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
