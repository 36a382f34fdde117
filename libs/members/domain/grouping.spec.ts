import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayParts } from './condition.js';
import { proposeGroups, type Groupable, type Grouping, type NamedCompound } from './grouping.js';

const places = (codes: string): NamedCompound[] => [...codes].map((code) => ({ code, name: `${code}园` }));
const person = (code: string, compound: string | null, more: Partial<Groupable> = {}): Groupable => ({
  ...{ code, compound, skills: [], times: dayParts, mayCarry: true, isLimited: false },
  ...more,
});
const living = (compound: string, count: number, more?: Partial<Groupable>) =>
  Array.from({ length: count }, (_, n) => person(`${compound}${String(n).padStart(2, '0')}`, compound, more));
const shape = ({ groups }: Grouping) => groups.map(({ compounds, members }) => `${compounds.join('+')} ${members.length}`);

describe('groups', () => {
  test('are one a compound where that fits, and mix neighbours where it does not', () => {
    const people = [...living('A', 9), ...living('B', 6), ...living('C', 3), ...living('D', 18)];
    expect(shape(proposeGroups(people, places('ABCD')))).toEqual(['A 9', 'B+C 9', 'D 9', 'D 9']);
  });

  test('mix those that are said to be near, in a list or by distances', () => {
    const people = [...living('A', 5), ...living('B', 9), ...living('C', 4)];
    expect(shape(proposeGroups(people, places('ABC'), ['B', 'A', 'C']))).toEqual(['B 9', 'A+C 9']);
    expect(shape(proposeGroups(people, places('ABC'), { A: { B: 50, C: 1 }, B: { C: 60 } }))).toEqual(['B 9', 'A+C 9']);
  });

  test('look after a compound where nobody lives, the nearest that has room', () => {
    const { groups, remarks } = proposeGroups([...living('A', 9), ...living('C', 9)], places('ABC'));
    expect(groups.map(({ compounds }) => compounds)).toEqual([['A', 'B'], ['C']]);
    expect(remarks).toEqual([]);
  });

  test('of which there are too few for all compounds leave some, by name', () => {
    const { groups, remarks } = proposeGroups(living('A', 9), places('ABC'));
    expect(groups[0]?.compounds).toEqual(['A', 'B']);
    expect(remarks).toEqual([{ zh: expect.stringContaining('没有小组负责C园'), en: expect.stringContaining('No group looks after C园') }]);
  });

  test('of one compound share those who have time at night and those who may carry', () => {
    const evenings = living('A', 8, { times: ['evening'] }).map((one) => ({ ...one, code: `N${one.code}` }));
    const people = [...evenings, ...living('A', 10, { times: ['morning'], mayCarry: false })];
    for (const { members } of proposeGroups(people, places('A')).groups)
      expect(members.filter((code) => code.startsWith('N')).length).toBe(4);
  });

  test('are led by whoever has most time, is not limited and can do most, of those who live there', () => {
    const people = [
      ...living('A', 5, { times: ['morning'] }),
      person('L1', 'A', { isLimited: true, skills: ['x', 'y'] }),
      person('L2', 'A'),
      person('L3', 'A', { skills: ['x'] }),
      person('L4', null, { skills: ['x', 'y', 'z'] }),
    ];
    expect(proposeGroups(people, places('A')).groups[0]?.leader).toBe('L3');
  });

  test('say in a sentence what they are like and what they lack, and nothing of what anybody suffers from', () => {
    const [group] = proposeGroups(living('A', 9, { times: ['morning'], mayCarry: false, isLimited: true }), places('A')).groups;
    expect(group?.why).toEqual({
      zh: '第1小组 9 人，组长 A00，负责A园：白天可到 9 人，晚上 0 人，能搬重物 0 人，有限制 9 人；晚上没有人，要请别组帮忙；能搬重物的不到一半，卸货要请别组帮忙。',
      en: 'Group 1 has 9 people under A00 and looks after A园: 9 by day, 0 in the evening, 0 to carry, 9 with limits; nobody in the evening, so another group has to help; fewer than half may carry, so another group has to help unload.',
    });
  });
});

describe('who is not where they live is told why', () => {
  test('their own group is full', () => {
    const { groups, notes } = proposeGroups([...living('A', 11), ...living('B', 2), ...living('C', 3), ...living('D', 2)], places('ABCD'));
    expect(groups.map(({ compounds: covered }) => covered.join('+'))).toEqual(['A+D', 'B+C']);
    expect(notes.map(({ code, group }) => `${code} ${group}`)).toEqual([expect.stringMatching(/^A.. 2$/), 'D00 2', 'D01 2']);
    expect(notes[1]?.why).toEqual({
      zh: 'D00 住在D园，负责那里的第1小组已满，安排到第2小组。',
      en: 'D00 lives in D园, whose group 1 is full, and is placed in group 2.',
    });
  });

  test('nobody knows a home: they go where the fewest are', () => {
    const { groups, notes } = proposeGroups([...living('A', 9), ...living('B', 7), person('X1', null), person('X2', 'Z')], places('AB'));
    expect(groups.map(({ members }) => members.length)).toEqual([9, 9]);
    expect(notes.map(({ code, group }) => [code, group])).toEqual([
      ['X1', 2],
      ['X2', 2],
    ]);
    expect(notes[0]?.why.en).toContain('lives in none of these compounds');
  });
});

test.each([
  [0, []],
  [5, [5]],
  [7, [7]],
  [8, [8]],
  [11, [11]],
  [12, [12]],
  [13, [6, 7]],
  [15, [7, 8]],
  [16, [8, 8]],
  [21, [10, 11]],
  [22, [7, 7, 8]],
  [23, [7, 8, 8]],
  [31, [7, 8, 8, 8]],
])('%d people make groups of %j', (count, sizes) => {
  const { groups, remarks } = proposeGroups(living('A', count), places('A'));
  expect(groups.map(({ members }) => members.length).toSorted((a, b) => a - b)).toEqual(sizes);
  const isSaid = remarks.some(({ zh }) => zh.includes(`${count} 人分不成`));
  expect(isSaid).toBe(!sizes.every((size) => size >= 8 && size <= 10));
});

/** The counts that groups of 8 to 10 cannot make up. */
const impossible = new Set([1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 15, 21, 22, 23, 31]);

const compounds = places('ABCDEFGHIJK');
const somebody = fc.record({
  compound: fc.option(fc.constantFrom(...'ABCDEFGHIJK', 'elsewhere'), { freq: 8 }),
  skills: fc.array(fc.constantFrom('drive', 'nurse'), { maxLength: 2 }),
  times: fc.subarray([...dayParts]),
  mayCarry: fc.boolean(),
  isLimited: fc.boolean(),
});
const people = fc
  .array(somebody, { maxLength: 140, size: 'max' })
  .map((all) => all.map((one, n): Groupable => ({ ...one, code: `P${String(n).padStart(3, '0')}` })));
const distances = fc
  .array(fc.nat(100), { minLength: 121, maxLength: 121 })
  .map((far) =>
    Object.fromEntries(
      compounds.map(({ code }, at) => [code, Object.fromEntries(compounds.map((to, n) => [to.code, far[at * 11 + n] ?? 0]))]),
    ),
  );
const near = fc.oneof(fc.constant(undefined), fc.shuffledSubarray([...'ABCDEFGHIJK']), distances);

describe('whoever there is, wherever they live', () => {
  const holds = (check: (all: Groupable[], grouping: Grouping, again: () => Grouping) => void) =>
    fc.assert(
      fc.property(people, near, (all, around) =>
        check(all, proposeGroups(all, compounds, around), () => proposeGroups(all.toReversed(), compounds, around)),
      ),
    );

  test('everybody is in exactly one group', () =>
    holds((all, { groups }) => expect(groups.flatMap(({ members }) => members).toSorted()).toEqual(all.map(({ code }) => code))));

  test('groups have 8 to 10 people wherever that can be', () =>
    holds((all, { groups, remarks }) => {
      const fit = groups.every(({ members }) => members.length >= 8 && members.length <= 10);
      expect(fit).toBe(!impossible.has(all.length));
      expect(remarks.some(({ en }) => en.includes('cannot be put into groups'))).toBe(!fit);
    }));

  test('the same people in another order make the same groups', () => holds((_all, grouping, again) => expect(again()).toEqual(grouping)));

  test('a leader is of the group, and lives where it goes if anybody of it does', () =>
    holds((all, { groups }) => {
      const homeOf = new Map(all.map(({ code, compound }) => [code, compound ?? '']));
      for (const { leader, members, compounds: covered } of groups) {
        expect(members).toContain(leader);
        const atHome = members.filter((code) => covered.includes(homeOf.get(code) ?? ''));
        if (atHome.length) expect(atHome).toContain(leader);
      }
    }));

  test('a group looks after one or two compounds, and none is left out while a group has one only', () =>
    holds((_all, { groups }) => {
      const covered = new Set(groups.flatMap((group) => group.compounds));
      for (const group of groups) expect([1, 2]).toContain(group.compounds.length);
      if (covered.size < compounds.length) expect(groups.filter((group) => group.compounds.length === 1)).toEqual([]);
    }));

  test('whoever is in no group of their own compound has a note, and nobody else', () =>
    holds((all, { groups, notes }) => {
      const goesTo = new Map(groups.flatMap((group) => group.members.map((code) => [code, group.compounds] as const)));
      const away = all.filter(({ code, compound }) => !goesTo.get(code)?.includes(compound ?? ''));
      expect(notes.map(({ code }) => code).toSorted()).toEqual(away.map(({ code }) => code));
    }));
});
