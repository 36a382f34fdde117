import { describe, expect, test } from '@jest/globals';
import type { SourceTable } from '@jielong/kernel';
import {
  coordinatorErrors,
  flagsOf,
  peopleOf,
  personRolesOf,
  planOrganisation,
  type Organisation,
  type OrganisationFiles,
} from './index.js';

const table = (file: string, header: string, ...rows: string[]): SourceTable => ({
  file,
  header: header.split(','),
  rows: rows.map((row, index) => ({ line: index + 2, cells: row.split(',') })),
});
const compounds = (...rows: string[]) => table('compounds.csv', '小区代码,小区,大门,自提点', ...rows);
const buildings = (...rows: string[]) => table('buildings.csv', '小区代码,楼栋,单元数,取货大门,自提点', ...rows);
const households = (...rows: string[]) => table('households.csv', '小区代码,楼栋,单元,房号,户主姓名,手机,独居老人,隔离中', ...rows);
const members = (...rows: string[]) => table('members.csv', '编号,姓名,手机,类别', ...rows);
const supplyTeams = (...rows: string[]) => table('supply-teams.csv', '队名,职务,人员编号,姓名,手机,类别', ...rows);
const roles = (...rows: string[]) => table('roles.csv', '人员编号,姓名,手机,角色,范围', ...rows);

const nothing: Organisation = { compounds: [], buildings: [], households: [], groups: [], members: [], supplyTeams: [], roles: [] };
const files = {
  compounds: compounds('LT,蓝天花园,南门、北门,南门：岗亭；北门：花坛', 'CZ,陈庄,村口,村口：祠堂'),
  buildings: buildings('LT,1,3,南门,岗亭', 'LT,２,1,北门,花坛', 'CZ,7,,村口,祠堂'),
  households: households('LT,1,2,501,张叶,1,是,', 'CZ,7,,12,李,2,,是'),
  members: members('D001,郎澄,11,报到党员', 'D018,陈棉,18,报到党员'),
  supplyTeams: supplyTeams('一队,队长,D018,陈棉,18,报到党员', '一队,队员,Z001,苏湛,31,居民志愿者'),
  roles: roles('S001,钟启,91,协调员,社区', 'D001,郎澄,11,卡口负责人,蓝天花园南门', 'D018,陈棉,18,队长,一队', 'D001,郎澄,,团长,LT'),
} satisfies OrganisationFiles;

const after = (plan: ReturnType<typeof planOrganisation>): Organisation => ({
  compounds: plan.plans.compounds.rows,
  buildings: plan.plans.buildings.rows,
  households: plan.plans.households.rows,
  groups: plan.plans.groups.rows,
  members: plan.plans.members.rows,
  supplyTeams: plan.plans.supplyTeams.rows,
  roles: plan.plans.roles.rows,
});
const known = after(planOrganisation(files, nothing));
const errorsOf = (given: OrganisationFiles, of = nothing) => {
  const { plans, errors } = planOrganisation(given, of);
  return [...Object.values(plans).flatMap((plan) => plan.errors), ...errors].map(({ file, line, column, code }) => [
    file,
    line,
    column,
    code,
  ]);
};

describe('the organisation', () => {
  test('is read whole from its lists, and read again it is the same', () => {
    expect(errorsOf(files)).toEqual([]);
    expect(known.compounds[0]).toEqual({
      code: 'LT',
      name: '蓝天花园',
      gates: ['南门', '北门'],
      pickupPoints: [
        { gate: '南门', name: '岗亭' },
        { gate: '北门', name: '花坛' },
      ],
      remark: '',
    });
    expect(known.households.map((row) => [row.unit, flagsOf(row)])).toEqual([
      ['2', ['elderly-alone']],
      [null, ['isolated']],
    ]);
    for (const plan of Object.values(planOrganisation(files, known).plans)) expect(plan).toMatchObject({ new: [], changed: [], gone: [] });
  });

  test.each<[string, OrganisationFiles, [string, number, string, string]]>([
    [
      'two compounds of one name',
      { compounds: compounds('A,甲,门,门：亭', 'B,甲,门,门：亭') },
      ['compounds.csv', 3, '小区', 'repeated-name'],
    ],
    ['a compound without gates', { compounds: compounds('A,甲,、,门：亭') }, ['compounds.csv', 2, '大门', 'no-gate']],
    ['a point at no gate', { compounds: compounds('A,甲,东门,西门：亭') }, ['compounds.csv', 2, '自提点', 'unknown-gate']],
    ['a point without gate', { compounds: compounds('A,甲,东门,亭') }, ['compounds.csv', 2, '自提点', 'not-pickup-points']],
    ['a point twice', { compounds: compounds('A,甲,门,门：亭；门：亭') }, ['compounds.csv', 2, '自提点', 'repeated-pickup-point']],
    ['an unknown compound', { buildings: buildings('XX,1,1,南门,岗亭') }, ['buildings.csv', 2, '小区代码', 'unknown-compound']],
    ['an unknown gate', { ...files, buildings: buildings('LT,1,3,西门,岗亭') }, ['buildings.csv', 2, '取货大门', 'unknown-gate']],
    [
      'a point of another gate',
      { ...files, buildings: buildings('LT,1,3,南门,花坛') },
      ['buildings.csv', 2, '自提点', 'unknown-pickup-point'],
    ],
    ['an unknown building', { ...files, households: households('LT,9,1,101,,,,') }, ['households.csv', 2, '楼栋', 'unknown-building']],
    ['a unit beyond the building', { ...files, households: households('LT,1,4,101,,,,') }, ['households.csv', 2, '单元', 'unknown-unit']],
    ['a unit left out', { ...files, households: households('LT,2,,101,,,,') }, ['households.csv', 2, '单元', 'unknown-unit']],
    ['a unit where there are none', { ...files, households: households('CZ,7,1,12,,,,') }, ['households.csv', 2, '单元', 'unknown-unit']],
    [
      'a room in other words',
      { ...files, households: households('LT,1,1,顶楼,,,,') },
      ['households.csv', 2, '房号', 'unreadable-room-part'],
    ],
    [
      'the same room twice',
      { ...files, households: households('LT,1,1,101,,,,', 'LT,１,01,101,,,,') },
      ['households.csv', 3, '房号', 'repeated-key'],
    ],
    ['an unknown role', { roles: roles('S001,钟,,皇帝,') }, ['roles.csv', 2, '角色', 'unknown-word']],
    ['an unknown gate of a captain', { roles: roles('S001,钟,,卡口负责人,西门') }, ['roles.csv', 2, '范围', 'unknown-scope']],
    ['another name for a code', { ...files, roles: roles('D001,郎晴,11,会计,社区') }, ['roles.csv', 2, '姓名', 'person-differs']],
    [
      'another phone for a code',
      { ...files, supplyTeams: supplyTeams('一队,队长,D018,陈棉,99,') },
      ['supply-teams.csv', 2, '手机', 'person-differs'],
    ],
  ])('%s is named by file, line and column', (_, given, error) => expect(errorsOf(given)).toContainEqual(error));

  test('a list replaced alone must still have what the other lists need', () => {
    const withoutTwo = { buildings: buildings('LT,2,1,北门,花坛', 'CZ,7,,村口,祠堂') };
    expect(errorsOf(withoutTwo, known)).toEqual([['buildings.csv', 1, null, 'still-needed']]);
    expect(errorsOf({ ...withoutTwo, households: households('CZ,7,,12,李,2,,是') }, known)).toEqual([]);
    expect(errorsOf({ supplyTeams: supplyTeams('二队,队长,D018,陈棉,18,') }, known)).toEqual([
      ['supply-teams.csv', 1, null, 'still-needed'],
    ]);
  });

  test('a person whose phone changes in one list is not held against a list left alone', () =>
    expect(errorsOf({ members: members('D001,郎澄,12,报到党员', 'D018,陈棉,18,报到党员') }, known)).toEqual([]));

  test('what a later list leaves open or says otherwise of a category is taken from the first, and changes nothing again', () => {
    const given = { ...files, supplyTeams: supplyTeams('一队,队长,D018,陈棉,,志愿者', '一队,队员,Z001,苏湛,31,居民志愿者') };
    const plan = planOrganisation(given, nothing);
    expect(plan.plans.supplyTeams.rows[0]).toMatchObject({ phone: '18', category: '报到党员' });
    expect(planOrganisation(given, after(plan)).plans.supplyTeams).toMatchObject({ changed: [], unchanged: 2 });
  });

  test('everybody in any list is one person, with the roles of all lists', () => {
    expect(peopleOf(known).map(({ code, isListed }) => [code, isListed])).toEqual([
      ['D001', true],
      ['D018', true],
      ['Z001', false],
      ['S001', false],
    ]);
    expect(personRolesOf(known).map(({ code, role, scope }) => `${code} ${role} ${scope}`.trim())).toEqual([
      'S001 coordinator 社区',
      'D001 gate-captain 蓝天花园南门',
      'D018 team-captain 一队',
      'D001 group-buy-leader LT',
      'D001 member',
      'D018 member',
      'Z001 volunteer 一队',
    ]);
  });

  test('people without a coordinator are nobody whom anything is left to', () => {
    const withoutRoles = { ...known, roles: [] };
    expect(coordinatorErrors(nothing, known, [files.roles])).toEqual([]);
    expect(coordinatorErrors(nothing, withoutRoles, [undefined, files.members])).toMatchObject([
      { file: 'members.csv', line: 1, code: 'no-coordinator' },
    ]);
    expect(coordinatorErrors(nothing, withoutRoles, [])).toEqual([]);
    expect(coordinatorErrors(nothing, nothing, [files.roles])).toEqual([]);
    expect(coordinatorErrors(known, nothing, [files.roles])).toMatchObject([{ code: 'no-coordinator' }]);
  });
});
