import { describe, expect, test } from '@jest/globals';
import type { SourceTable } from '@jielong/kernel';
import { coverageOf, namedGates, type Organisation, type OrganisationFiles, particularsOf, planOrganisation } from './index.js';

const table = (file: string, header: string, ...rows: string[]): SourceTable => ({
  file,
  header: header.split(','),
  rows: rows.map((row, index) => ({ line: index + 2, cells: row.split(',') })),
});
const compounds = table('compounds.csv', '小区代码,小区,大门,自提点', 'LT,蓝天,南门、北门,南门：岗亭', 'CZ,陈庄,村口,村口：祠堂');
const buildings = table('buildings.csv', '小区代码,楼栋,单元数,取货大门,自提点,网格', 'LT,7,3,南门,岗亭,蓝天一格', 'CZ,1,,村口,祠堂,');
const groups = (...rows: string[]) => table('branches-groups.csv', '支部,小组,组长编号,负责小区代码,负责大门,支部来源,支部职责', ...rows);
const members = (...rows: string[]) =>
  table('members.csv', '编号,姓名,性别,年龄,支部,小组,职务,居住小区代码,居住楼栋,技能与条件,限制,可用时段', ...rows);
const roles = (...rows: string[]) => table('roles.csv', '人员编号,姓名,手机,角色,范围', ...rows);

const files = {
  compounds,
  buildings,
  groups: groups(
    '一支部,,X001,LT、CZ,,下沉干部,封闭值守、测温',
    '二支部,一组,D001,CZ、LT,蓝天北门、蓝天南门,就近报到,',
    '二支部,二组,,LT,,,',
  ),
  members: members(
    'X001,韩,男,32,一支部,,书记,,,有面包车、有手推车,,白天',
    'D001,郎,女,,二支部,一组,组长,LT,7,会开车,腰伤；不能搬重物,周末全天；平日晚上',
    'D002,冯,,59,二支部,一组,,CZ,,,,下午和晚上',
    'X019,冯知,女,32,,,未编入支部,,,,,',
  ),
} satisfies OrganisationFiles;
const nothing: Organisation = { compounds: [], buildings: [], households: [], groups: [], members: [], supplyTeams: [], roles: [] };
const after = ({ plans }: ReturnType<typeof planOrganisation>): Organisation => ({
  compounds: plans.compounds.rows,
  buildings: plans.buildings.rows,
  households: plans.households.rows,
  groups: plans.groups.rows,
  members: plans.members.rows,
  supplyTeams: plans.supplyTeams.rows,
  roles: plans.roles.rows,
});
const known = after(planOrganisation(files, nothing));
const errorsOf = (given: OrganisationFiles, of = nothing) => {
  const { plans, errors } = planOrganisation(given, of);
  const all = [...Object.values(plans).flatMap((plan) => plan.errors), ...errors];
  return all.map(({ file, line, column, code }) => [file, line, column, code]);
};

describe('branches and groups', () => {
  test('are read with what they are for and in charge of; what a row leaves to others is filled in', () => {
    expect(errorsOf(files)).toEqual([]);
    expect(known.groups).toEqual([
      {
        branch: '一支部',
        group: '',
        leader: 'X001',
        compounds: ['LT', 'CZ'],
        gates: [],
        source: '下沉干部',
        purposes: ['封闭值守', '测温'],
      },
      {
        branch: '二支部',
        group: '一组',
        leader: 'D001',
        compounds: ['CZ', 'LT'],
        gates: ['蓝天北门', '蓝天南门'],
        source: '就近报到',
        purposes: [],
      },
      { branch: '二支部', group: '二组', leader: null, compounds: ['LT'], gates: [], source: '就近报到', purposes: [] },
    ]);
    expect(coverageOf(known.groups[1] ?? { compounds: [], gates: [] }, namedGates(known.compounds))).toEqual([
      { compound: 'CZ', gate: null },
      { compound: 'LT', gate: '北门' },
      { compound: 'LT', gate: '南门' },
    ]);
  });

  test('of a compound with several gates it may be one that a group is in charge of', () =>
    expect(coverageOf({ compounds: ['LT', 'CZ'], gates: ['蓝天北门'] }, namedGates(known.compounds))).toEqual([
      { compound: 'LT', gate: '北门' },
      { compound: 'CZ', gate: null },
    ]));

  test('people keep everything that the list says of them, and their duty', () => {
    expect(known.members.map(({ code, branch, group, duty }) => [code, branch, group, duty])).toEqual([
      ['X001', '一支部', '', 'secretary'],
      ['D001', '二支部', '一组', 'leader'],
      ['D002', '二支部', '一组', 'group-member'],
      ['X019', '', '', null],
    ]);
    expect(
      particularsOf({ ...known, roles: planOrganisation({ roles: roles('S001,钟,,会计,') }, nothing).plans.roles.rows }),
    ).toMatchObject([
      { gender: 'male', age: 32, skills: ['有面包车', '有手推车'], availability: ['daytime'] },
      { homeCompound: 'LT', homeBuilding: '7', limits: '腰伤；不能搬重物', availability: ['weekend-all-day', 'weekday-evenings'] },
      { gender: null, age: 59, homeCompound: 'CZ', homeBuilding: null, availability: ['afternoons', 'evenings'] },
      { code: 'X019' },
      { code: 'S001', gender: null, skills: [], availability: [] },
    ]);
  });

  test('read again they are the same, a leader left out too', () => {
    const withoutLeaders = {
      groups: groups('一支部,,,LT、CZ,,下沉干部,封闭值守、测温', '二支部,一组,,CZ、LT,蓝天北门、蓝天南门,就近报到,', '二支部,二组,,LT,,,'),
    };
    for (const given of [files, withoutLeaders])
      for (const plan of Object.values(planOrganisation(given, known).plans))
        expect(plan).toMatchObject({ new: [], changed: [], gone: [] });
  });

  test.each<[string, OrganisationFiles, [string, number, string | null, string]]>([
    [
      'an unknown compound',
      { ...files, groups: groups('一支部,,X001,XX,,,') },
      ['branches-groups.csv', 2, '负责小区代码', 'unknown-compound'],
    ],
    [
      'a gate of another compound',
      { ...files, groups: groups('一支部,,X001,CZ,蓝天南门,,') },
      ['branches-groups.csv', 2, '负责大门', 'unknown-gate'],
    ],
    [
      'another leader than the members have',
      { ...files, groups: groups('二支部,一组,D002,LT,,,') },
      ['branches-groups.csv', 2, '组长编号', 'leader-differs'],
    ],
    [
      'a branch that is said to be two things',
      { ...files, groups: groups('二支部,一组,D001,LT,,甲,', '二支部,二组,,LT,,乙,') },
      ['branches-groups.csv', 3, '支部来源', 'branch-differs'],
    ],
    [
      'a purpose in another row than the first',
      { ...files, groups: groups('二支部,一组,D001,LT,,,', '二支部,二组,,LT,,,测温') },
      ['branches-groups.csv', 3, '支部职责', 'branch-differs'],
    ],
    [
      'the same group twice',
      { ...files, groups: groups('二支部,一组,D001,LT,,,', '二支部,一组,D001,LT,,,') },
      ['branches-groups.csv', 3, '小组', 'repeated-key'],
    ],
    ['an unknown group', { ...files, members: members('D009,韦,,,二支部,九组,组员,,,,,') }, ['members.csv', 2, '小组', 'unknown-group']],
    [
      'a branch without a row of its own',
      { ...files, members: members('D009,韦,,,二支部,,成员,,,,,') },
      ['members.csv', 2, '支部', 'unknown-branch'],
    ],
    ['a duty without branch', { ...files, members: members('D009,韦,,,,,组员,,,,,') }, ['members.csv', 2, '支部', 'no-branch']],
    [
      'a group duty in a branch',
      { ...files, members: members('D009,韦,,,一支部,,组长,,,,,') },
      ['members.csv', 2, '职务', 'duty-elsewhere'],
    ],
    [
      'a branch duty in a group',
      { ...files, members: members('D009,韦,,,二支部,二组,书记,,,,,') },
      ['members.csv', 2, '职务', 'duty-elsewhere'],
    ],
    [
      'two leaders',
      { ...files, members: members('D001,郎,,,二支部,一组,组长,,,,,', 'D002,冯,,,二支部,一组,组长,,,,,') },
      ['members.csv', 3, '职务', 'two-leaders'],
    ],
    ['an unknown home', { ...files, members: members('D009,韦,,,,,,LT,99,,,') }, ['members.csv', 2, '居住楼栋', 'unknown-building']],
    [
      'a building without compound',
      { ...files, members: members('D009,韦,,,,,,,7,,,') },
      ['members.csv', 2, '居住楼栋', 'unknown-building'],
    ],
    [
      'a home in an unknown compound',
      { ...files, members: members('D009,韦,,,,,,XX,7,,,') },
      ['members.csv', 2, '居住小区代码', 'unknown-compound'],
    ],
    ['a time that is none', { ...files, members: members('D009,韦,,,,,,,,,,周三晚上') }, ['members.csv', 2, '可用时段', 'not-a-time']],
    [
      'a captain of a building that is not there',
      { ...files, roles: roles('S001,钟,,楼栋长,LT-9') },
      ['roles.csv', 2, '范围', 'unknown-scope'],
    ],
    [
      'a worker of a grid that is not there',
      { ...files, roles: roles('S001,钟,,网格员,蓝天二格') },
      ['roles.csv', 2, '范围', 'unknown-scope'],
    ],
  ])('%s is named by file, line and column', (_, given, error) => expect(errorsOf(given)).toContainEqual(error));

  test('building captains and grid workers cover what there is', () => {
    const captains = { ...files, roles: roles('S001,钟,,楼栋长,LT-7', 'S002,何,,网格员,蓝天一格') };
    expect(errorsOf(captains)).toEqual([]);
    expect(errorsOf({ ...files, roles: roles('S001,,,楼栋长,LT', 'S001,,,网格员,LT-7') })).toEqual([]);
  });

  test('a list replaced alone must still have what the members need', () => {
    expect(errorsOf({ groups: groups('一支部,,X001,LT,,下沉干部,') }, known)).toEqual([
      ['branches-groups.csv', 1, null, 'still-needed'],
      ['branches-groups.csv', 1, null, 'still-needed'],
    ]);
  });

  test('a leader changes in both lists at once, or in that of the members alone', () => {
    const swapped = members(
      'X001,韩,男,32,一支部,,书记,,,有面包车、有手推车,,白天',
      'D001,郎,女,,二支部,一组,组员,LT,7,会开车,腰伤；不能搬重物,周末全天；平日晚上',
      'D002,冯,,59,二支部,一组,组长,CZ,,,,下午和晚上',
      'X019,冯知,女,32,,,未编入支部,,,,,',
    );
    expect(planOrganisation({ members: swapped }, known).plans.members.changed.map(({ key, columns }) => [key, columns])).toEqual([
      ['D001', ['职务']],
      ['D002', ['职务']],
    ]);
    const both = {
      members: swapped,
      groups: groups(
        '一支部,,X001,LT、CZ,,下沉干部,封闭值守、测温',
        '二支部,一组,D002,CZ、LT,蓝天北门、蓝天南门,就近报到,',
        '二支部,二组,,LT,,,',
      ),
    };
    expect(errorsOf(both, known)).toEqual([]);
    expect(planOrganisation(both, known).plans.groups.changed).toMatchObject([{ key: '二支部 一组', columns: ['组长编号'] }]);
  });
});
