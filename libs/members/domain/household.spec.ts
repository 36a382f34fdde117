import { describe, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import { householdFlags, type HouseholdFlag } from '@jielong/members-contract';
import fc from 'fast-check';
import { firstNameOf, isPriority, isUnit, maskedName, parseRoom, usualFulfilment } from './index.js';

describe('a household', () => {
  test.each<[HouseholdFlag[], string]>([
    [[], 'pick-up'],
    [['pregnant', 'chronically-ill'], 'pick-up'],
    [['elderly-alone'], 'to-door'],
    [['disabled'], 'to-door'],
    [['isolated'], 'left-at-door'],
    [['elderly-alone', 'isolated'], 'left-at-door'],
  ])('with %j gets its portions by %s', (flags, fulfilment) => expect(usualFulfilment(flags)).toBe(fulfilment));

  test('with any flag at all is a priority', () => {
    expect(isPriority([])).toBe(false);
    for (const flag of householdFlags) expect(isPriority([flag])).toBe(true);
  });

  test('is shown by the first character of its name, never by how long it is', () => {
    expect(['张叶湛', '张', ' 李四', '𠮷野', ''].map(maskedName)).toEqual(['张**', '张**', '李**', '𠮷**', '']);
    fc.assert(fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), (name) => maskedName(name) !== name.trim() || name.trim() === ''));
  });
});

describe('a room', () => {
  test.each(['3栋2单元501', '３幢２门５０１室', '三号楼二单元五零一', '3#2-501'])('%s is read', (text) =>
    expect(parseRoom(text)).toEqual({ building: '3', unit: '2', room: '501' }),
  );

  test.each([
    ['', 'No room is given'],
    ['501', 'The building is missing'],
    ['五〇一室', 'The building is missing'],
    ['3栋', 'no room'],
    ['3-', 'no room'],
    ['3栋2单元', 'Building and unit are there'],
    ['楼上王奶奶', 'cannot be read'],
  ])('%j is refused by what is missing', (text, reason) => {
    const refusal = refusalOf(() => parseRoom(text));
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'unreadable-room' });
    expect(refusal?.text.en).toContain(reason);
  });

  test('any text at all is read or refused', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => (refusalOf(() => parseRoom(text))?.code ?? 'read') !== 'fault')));

  test.each<[string | null, number, boolean]>([
    [null, 0, true],
    [null, 1, false],
    ['1', 0, false],
    ['3', 3, true],
    ['4', 3, false],
    ['0', 3, false],
    ['A', 3, false],
  ])('in unit %j of a building with %d units: %s', (unit, units, is) => expect(isUnit(unit, units)).toBe(is));
});

test('a community is called by its id until it has a name', () => {
  expect([firstNameOf('sample'), firstNameOf('east')]).toEqual(['示范社区', 'east']);
});

function refusalOf(work: () => unknown): DomainError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
