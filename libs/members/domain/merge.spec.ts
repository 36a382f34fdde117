import { describe, expect, test } from '@jest/globals';
import { type CalendarDate, DomainError } from '@jielong/kernel';
import type { Fulfilment, HouseholdFlag } from '@jielong/members-contract';
import { type Care, careAfterMerge, checkMerge, type FlagTerm, type Mergeable, usualFulfilment } from './index.js';

const room = { compound: 'LT', building: '3', unit: '2', room: '501' };
const first: Mergeable = { ...room, id: 'first', ordinal: 1, mergedInto: null };
const second: Mergeable = { ...room, id: 'second', ordinal: 2, mergedInto: null };
const third: Mergeable = { ...room, id: 'third', ordinal: 3, mergedInto: null };

const refusalOf = (work: () => void): DomainError | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
};

describe('a merge', () => {
  test.each<[string, Mergeable, Mergeable, string | undefined]>([
    ['of a later household into the first', second, first, undefined],
    ['of two later ones, either way', third, second, undefined],
    ['of two later ones, the other way', second, third, undefined],
    ['into itself', second, second, 'merged-into-itself'],
    ['of one that was merged already', { ...third, mergedInto: 'second' }, first, 'household-merged'],
    ['into one that was merged', third, { ...second, mergedInto: 'first' }, 'household-merged'],
    ['into another compound', second, { ...first, compound: 'CZ' }, 'other-room'],
    ['into another building', second, { ...first, building: '4' }, 'other-room'],
    ['into another unit', second, { ...first, unit: '1' }, 'other-room'],
    ['into another room', second, { ...first, room: '502' }, 'other-room'],
    ['of the first, which lists write', first, second, 'first-household-stays'],
  ])('%s', (_, ending, staying, code) => expect(refusalOf(() => checkMerge(ending, staying))?.code).toBe(code));

  test('that is refused says what to do instead', () => {
    expect(refusalOf(() => checkMerge(first, second))?.details).toEqual({ merge: 'second', into: 'first' });
    expect(refusalOf(() => checkMerge(third, { ...second, mergedInto: 'first' }))?.details).toEqual({ into: 'first' });
  });

  const care = (over: Partial<Care>): Care => ({ listedFlags: [], chosenFlags: null, chosenFulfilment: null, flagTerms: [], ...over });
  test.each<[string, Partial<Care>, Partial<Care>, object]>([
    ['nothing known', {}, {}, { chosenFlags: null, chosenFulfilment: null }],
    ['a need of the one that ends', { chosenFlags: ['disabled'] }, {}, { chosenFlags: ['disabled'] }],
    ['the same need of both', { chosenFlags: ['disabled'] }, { listedFlags: ['disabled'] }, { chosenFlags: null }],
    ['a need of each', { chosenFlags: ['isolated'] }, { listedFlags: ['disabled'] }, { chosenFlags: ['disabled', 'isolated'] }],
    ['needs taken off by a person', { listedFlags: ['isolated'], chosenFlags: [] }, { chosenFlags: [] }, { chosenFlags: [] }],
    ['a chosen way of one', { chosenFulfilment: 'to-door' }, {}, { chosenFulfilment: 'to-door' }],
  ])('of households with %s leaves none out', (_, ending, staying, after) =>
    expect(careAfterMerge(care(ending), care(staying))).toMatchObject(after),
  );

  const isolated: FlagTerm = { flag: 'isolated', until: '2026-12-05' as CalendarDate, setBy: 'S001', setAt: '2026-11-26T08:00:00.000Z' };
  test.each<[string, Partial<Care>, Partial<Care>, object]>([
    ['leaves the list its word', { flagTerms: [isolated] }, { listedFlags: ['disabled'] }, { chosenFlags: null, flagTerms: [isolated] }],
    ['is none that was chosen for good', { chosenFlags: ['disabled'], flagTerms: [isolated] }, {}, { chosenFlags: ['disabled'] }],
    [
      'takes nobody the way that was chosen',
      { flagTerms: [isolated] },
      { chosenFulfilment: 'to-door' },
      { chosenFulfilment: 'left-at-door' },
    ],
    [
      'gives way to the flags that last',
      { flagTerms: [isolated] },
      { listedFlags: ['disabled'], chosenFulfilment: 'pick-up' },
      { chosenFulfilment: null },
    ],
  ])('in which a flag with an end %s', (_, ending, staying, after) =>
    expect(careAfterMerge(care(ending), care(staying))).toMatchObject(after),
  );

  const ways = ['pick-up', 'drop-at-building', 'to-door', 'left-at-door'] as const; // the least first
  const pairs = ways.flatMap((ending) => ways.map((staying) => [ending, staying] as const));
  const more = (one: Fulfilment, other: Fulfilment) => ways[Math.max(ways.indexOf(one), ways.indexOf(other))];
  /** How the household that stays gets its portions. */
  const wayAfter = (ending: Partial<Care>, staying: Partial<Care>) => {
    const { chosenFlags, chosenFulfilment } = careAfterMerge(care(ending), care(staying));
    return chosenFulfilment ?? usualFulfilment(chosenFlags ?? staying.listedFlags ?? []);
  };
  test.each(pairs)('of one by %s, as chosen, into one by %s, as chosen, does what is more', (ending, staying) =>
    expect(wayAfter({ chosenFulfilment: ending }, { chosenFulfilment: staying })).toBe(more(ending, staying)),
  );
  test.each(pairs)('of one by %s into one by %s does what is more, whichever of them follows from flags', (ending, staying) => {
    const [gone, stays] = [flagsFor[ending], flagsFor[staying]];
    if (gone) expect(wayAfter({ chosenFlags: gone }, { chosenFulfilment: staying })).toBe(more(ending, staying));
    if (stays) expect(wayAfter({ chosenFulfilment: ending }, { listedFlags: stays })).toBe(more(ending, staying));
    if (gone && stays) expect(wayAfter({ listedFlags: gone }, { listedFlags: stays })).toBe(more(ending, staying));
  });
  test.each<[string, Partial<Care>, Partial<Care>, Fulfilment | null]>([
    ['follows from flags goes on following', { chosenFulfilment: 'pick-up' }, { listedFlags: ['disabled'] }, null],
    ['a person has chosen stays chosen', { chosenFulfilment: 'to-door' }, { listedFlags: ['disabled'] }, 'to-door'],
    ['a person has chosen in spite of flags stays chosen', { chosenFlags: ['isolated'], chosenFulfilment: 'pick-up' }, {}, 'pick-up'],
  ])('after which the way that %s', (_, ending, staying, chosen) =>
    expect(careAfterMerge(care(ending), care(staying)).chosenFulfilment).toBe(chosen),
  );
});

/** Flags from which a way follows; from none does a drop. */
const flagsFor: Readonly<Record<Fulfilment, HouseholdFlag[] | null>> = {
  'pick-up': [],
  'drop-at-building': null,
  'to-door': ['disabled'],
  'left-at-door': ['isolated'],
};
