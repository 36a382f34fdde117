import { describe, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import { type Care, careAfterMerge, checkMerge, type Mergeable } from './index.js';

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

  const care = (over: Partial<Care>): Care => ({ listedFlags: [], chosenFlags: null, chosenFulfilment: null, ...over });
  test.each<[string, Partial<Care>, Partial<Care>, object]>([
    ['nothing known', {}, {}, { chosenFlags: null, chosenFulfilment: null }],
    ['a need of the one that ends', { chosenFlags: ['disabled'] }, {}, { chosenFlags: ['disabled'] }],
    ['the same need of both', { chosenFlags: ['disabled'] }, { listedFlags: ['disabled'] }, { chosenFlags: null }],
    ['a need of each', { chosenFlags: ['isolated'] }, { listedFlags: ['disabled'] }, { chosenFlags: ['disabled', 'isolated'] }],
    ['needs taken off by a person', { listedFlags: ['isolated'], chosenFlags: [] }, { chosenFlags: [] }, { chosenFlags: [] }],
    ['a chosen way of one', { chosenFulfilment: 'to-door' }, {}, { chosenFulfilment: 'to-door' }],
    ['a chosen way of both', { chosenFulfilment: 'to-door' }, { chosenFulfilment: 'pick-up' }, { chosenFulfilment: 'pick-up' }],
  ])('of households with %s leaves none out', (_, ending, staying, after) =>
    expect(careAfterMerge(care(ending), care(staying))).toMatchObject(after),
  );
});
