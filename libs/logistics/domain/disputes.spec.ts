import { describe, expect, test } from '@jest/globals';
import { ledger } from './custody.js';
import { doneSteps, outlookOf } from './goods.js';
import { disputesOf } from './said.js';
import { loading, handoff, contest, decide, day, said, handedOut, held, codeOf } from './spec/bad-day.js';

describe('a dispute', () => {
  const counted = said(day, loading(), handoff([{ portions: 10 }]));
  const contested = said(counted, contest([{ portions: 8 }]));

  test('leaves the first count until somebody decides', () => {
    expect([held(contested), disputesOf(contested)]).toEqual([held(counted), ['south-1']]);
  });
  test.each<[string, Parameters<typeof decide>[0], number]>([
    ['the first', 'first', 10],
    ['the second', 'second', 8],
    ['another count', [{ portions: 9 }], 9],
  ])('is decided for %s', (_says, counts, there) => {
    const decided = said(contested, decide(counts));
    expect(held(decided)).toMatchObject({ 'pickup-point:south': there });
    expect([disputesOf(decided), doneSteps(decided).includes('decideDispute@south-1')]).toEqual([[], true]);
    const handOff = ledger(decided).find(({ kind }) => kind === 'hand-off');
    expect(handOff?.reportId).toBe(counts === 'first' ? 'handoff' : 'decision');
  });
  test('asks for another version where the decided count is another', () => {
    expect(outlookOf(said(contested, decide('second')))).not.toEqual(outlookOf(contested));
    expect(outlookOf(said(contested, decide('first')))).toEqual(outlookOf(contested));
  });
  test.each<[string, () => unknown, string]>([
    ['nothing was handed over', () => said(day, contest([{ portions: 8 }])), 'nothing-handed-over'],
    ['there is a second count', () => said(contested, contest([{ portions: 7 }], { id: 'contest-2' })), 'already-reported'],
    ['the same person counted first', () => said(counted, contest([{ portions: 8 }], { person: 'by-handoff' })), 'own-count'],
    [
      'it is decided',
      () => said(contested, decide('first'), contest([{ portions: 7 }], { id: 'c2', corrects: 'contest' })),
      'already-decided',
    ],
  ])('is refused where %s', (_says, work, code) => expect(codeOf(work)).toBe(code));
  test('is decided only where there is one, and by what there can be', () => {
    expect(codeOf(() => said(counted, decide('first')))).toBe('no-dispute');
    expect(codeOf(() => said(handedOut(contested, 9), decide('second')))).toBe('more-than-held');
    expect(codeOf(() => said(contested, decide('second'), decide('first', { id: 'decision-2' })))).toBe('already-reported');
    expect(held(said(contested, decide('second'), decide('first', { id: 'd2', corrects: 'decision' })))).toMatchObject({
      'pickup-point:south': 10,
    });
  });
});
