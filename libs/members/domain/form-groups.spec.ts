import { describe, expect, test } from '@jest/globals';
import { formGroups } from './form-groups.js';
import type { GroupRow, MemberRow } from './people-tables.js';

const group = (branch: string, name: string, over: Partial<GroupRow> = {}): GroupRow => ({
  ...{ branch, group: name, leader: null, compounds: [], gates: [], source: '就近报到党员', purposes: ['值守'] },
  ...over,
});
const member = (code: string, branch: string, name: string, duty: MemberRow['duty']): MemberRow => ({
  ...{ code, name: code, gender: null, age: null, phone: '', category: '', employer: '', branch, group: name, duty },
  ...{ homeCompound: null, homeBuilding: null, skills: [], limits: '', availability: [], remark: '' },
});
const lists = {
  groups: [
    group('一支部', ''),
    group('二支部', ''),
    group('二支部', '第一组', { gates: ['蓝天花园南门'], leader: 'D001' }),
    group('二支部', '第二组'),
  ],
  members: [
    member('X001', '一支部', '', 'secretary'),
    member('D001', '二支部', '第一组', 'leader'),
    member('D002', '二支部', '第一组', 'group-member'),
    member('D003', '二支部', '第二组', 'leader'),
    member('D004', '', '', null),
  ],
};
const formed = [{ group: '第一组', compounds: ['LT', 'YF'], leader: 'D002', members: ['D001', 'D002', 'D004'] }];

describe('groups that are formed', () => {
  const { groups = [], members = [] } = formGroups(lists, '二支部', formed);

  test('are the groups of their branch, which stays what it is; other branches are left alone', () => {
    expect(groups.map(({ branch, group: name }) => `${branch} ${name}`.trim())).toEqual(['一支部', '二支部', '二支部 第一组']);
    expect(groups.at(-1)).toMatchObject({ compounds: ['LT', 'YF'], gates: ['蓝天花园南门'], leader: 'D002', purposes: ['值守'] });
  });

  test('have those members, one of whom leads; whoever is left over stands in the branch itself', () => {
    expect(members.map(({ code, branch, group: name, duty }) => [code, branch, name, duty])).toEqual([
      ['X001', '一支部', '', 'secretary'],
      ['D001', '二支部', '第一组', 'group-member'],
      ['D002', '二支部', '第一组', 'leader'],
      ['D003', '二支部', '', 'branch-member'],
      ['D004', '二支部', '第一组', 'group-member'],
    ]);
  });
});

test('of a branch that is not there are refused, with those that are', () =>
  expect(() => formGroups(lists, '没有支部', formed)).toThrow(
    expect.objectContaining({ code: 'unknown-branch', details: { branches: expect.any(Array) } }),
  ));
