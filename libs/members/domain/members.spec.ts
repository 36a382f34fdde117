import { expect, test } from '@jest/globals';
import { type SourceTable, tableOf } from '@jielong/kernel';
import { availabilities, genders } from '@jielong/members-contract';
import fc from 'fast-check';
import { type MemberRow, type Organisation, planOrganisation } from './index.js';
import { membersTable } from './people-tables.js';

const table = (file: string, header: string, row: string): SourceTable => ({
  file,
  header: header.split(','),
  rows: row.split(';').map((cells, at) => ({ line: at + 2, cells: cells.split(',') })),
});
const nothing: Organisation = { compounds: [], buildings: [], households: [], groups: [], members: [], supplyTeams: [], roles: [] };
const { plans: places } = planOrganisation(
  {
    compounds: table('compounds.csv', '小区代码,小区,大门,自提点', 'LT,蓝天,南门,南门：岗亭'),
    buildings: table('buildings.csv', '小区代码,楼栋,单元数,取货大门,自提点', 'LT,7,3,南门,岗亭'),
    groups: table('branches-groups.csv', '支部,小组', '支部,一组;支部,二组'),
  },
  nothing,
);
const known: Organisation = { ...nothing, compounds: places.compounds.rows, buildings: places.buildings.rows, groups: places.groups.rows };

test('whatever is known of members is written so that it reads the same', () => {
  const word = fc.stringMatching(/^[\u4e00-\u9fa5A-Z0-9=+@'-]{1,8}$/);
  const member: fc.Arbitrary<MemberRow> = fc.record({
    code: fc.stringMatching(/^[A-Z][0-9]{3}$/),
    name: word,
    gender: fc.constantFrom(null, ...genders),
    age: fc.option(fc.integer({ min: 0, max: 150 })),
    phone: fc.constantFrom('', '199-0000-0001', '+86 199'),
    category: word,
    employer: word,
    branch: fc.constant('支部'),
    group: fc.constantFrom('一组', '二组'),
    duty: fc.constantFrom('group-member', 'deputy-leader'),
    homeCompound: fc.constant('LT'),
    homeBuilding: fc.option(fc.constant('7')),
    skills: fc.uniqueArray(word, { maxLength: 4 }),
    limits: word,
    availability: fc.uniqueArray(fc.constantFrom(...availabilities), { maxLength: 5 }),
    remark: word,
  });
  fc.assert(
    fc.property(fc.uniqueArray(member, { selector: ({ code }) => code, maxLength: 5 }), (rows) => {
      const given = { members: tableOf(membersTable, 'members.csv', rows) };
      const { plans, errors } = planOrganisation(given, { ...known, members: rows });
      expect([errors, plans.members.errors]).toEqual([[], []]);
      expect(plans.members).toMatchObject({ new: [], changed: [], gone: [], unchanged: rows.length });
    }),
  );
});
