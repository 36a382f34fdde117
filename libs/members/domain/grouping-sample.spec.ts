import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { availabilityColumn } from './availability.js';
import { groupableOf } from './form-groups.js';
import { proposeGroups, type NamedCompound } from './grouping.js';

describe('the 90 registered members of the sample', () => {
  const rows = (file: string): Record<string, string>[] =>
    parse(readFileSync(new URL(`../../../samples/${file}.csv`, import.meta.url)), { bom: true, columns: true });
  const registered = rows('members').filter((row) => row['类别'] === '报到党员');
  const timesIn = (cell = '') => {
    const reading = availabilityColumn('可用时段').read(cell);
    return 'value' in reading ? reading.value : [];
  };
  const all = registered.map((row) =>
    groupableOf({
      code: row['编号'] ?? '',
      homeCompound: row['居住小区代码'] || null,
      skills: (row['技能与条件'] ?? '').split('、').filter(Boolean),
      limits: row['限制'] ?? '',
      availability: timesIn(row['可用时段']),
    }),
  );
  const sample = rows('compounds').map((row): NamedCompound => ({ code: row['小区代码'] ?? '', name: row['小区'] ?? '' }));
  const known = rows('branches-groups').filter((row) => row['小组'] !== '');
  const neighbours = known.flatMap((row) => (row['负责小区代码'] ?? '').split('、'));

  test('make ten groups that look after all eleven compounds, by the order of the list alone', () => {
    const { groups, remarks } = proposeGroups(all, sample);
    expect([all.length, groups.length, remarks]).toEqual([90, 10, []]);
    expect(new Set(groups.flatMap((group) => group.compounds)).size).toBe(11);
  });

  test('make the groups that the community has, when the same compounds are said to be neighbours', () => {
    const { groups, notes } = proposeGroups(all, sample, neighbours);
    const members = known.map((row) => registered.filter((one) => one['小组'] === row['小组']).map((one) => one['编号']));
    expect(groups.map((group) => group.compounds.join('、'))).toEqual(known.map((row) => row['负责小区代码']));
    expect(groups.slice(0, 8).map((group) => group.members)).toEqual(members.slice(0, 8));
    expect(
      groups
        .slice(8)
        .flatMap((group) => group.members)
        .toSorted(),
    ).toEqual(members.slice(8).flat());
    expect(notes).toEqual([]);
  });

  test('each group has people by day, at night and to carry', () => {
    for (const around of [undefined, neighbours])
      for (const { why } of proposeGroups(all, sample, around).groups) expect(why.zh).not.toContain('帮忙');
  });
});
