import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addGroup,
  addPerson,
  appointLeader,
  changedFiles,
  changeGroup,
  changePerson,
  endGroup,
  endPerson,
  endRole,
  giveRole,
  type GroupRow,
  type MemberRow,
  moveMember,
  type Organisation,
  planOrganisation,
} from './index.js';

const member = (code: string, group: string, duty: MemberRow['duty']): MemberRow => ({
  code,
  name: `姓${code}`,
  gender: null,
  age: null,
  phone: '',
  category: '',
  employer: '',
  branch: '二支部',
  group,
  duty,
  homeCompound: null,
  homeBuilding: null,
  skills: [],
  limits: '',
  availability: [],
  remark: '',
});
const group = (name: string, leader: string | null): GroupRow => ({
  branch: '二支部',
  group: name,
  leader,
  compounds: ['LT'],
  gates: [],
  source: '就近',
  purposes: ['测温'],
});
const lists: Organisation = {
  compounds: [{ code: 'LT', name: '蓝天', gates: ['南门'], pickupPoints: [{ gate: '南门', name: '岗亭' }], remark: '' }],
  buildings: [],
  households: [],
  groups: [group('一组', 'D001'), group('二组', null)],
  members: [member('D001', '一组', 'leader'), member('D002', '一组', 'group-member'), member('D003', '二组', 'group-member')],
  supplyTeams: [
    { team: '一队', duty: 'captain', code: 'D002', name: '姓D002', phone: '', category: '', hasCart: false, shift: '', remark: '' },
  ],
  roles: [{ code: 'S001', name: '钟', phone: '', role: 'coordinator', scope: '社区', remark: '' }],
};
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const membership = (rows: readonly MemberRow[] = []) => rows.map(({ code, group: where, duty }) => `${code} ${where} ${duty}`);

describe('a change', () => {
  test('of what is said of a person reaches every list in which the person stands, and no other field', () => {
    const { members, supplyTeams, roles } = changePerson(lists, 'D002', {
      name: '新名',
      category: '党员',
      skills: ['护士'],
      age: undefined,
    });
    expect(members?.[1]).toEqual({ ...lists.members[1], name: '新名', category: '党员', skills: ['护士'] });
    expect(supplyTeams?.[0]).toEqual({ ...lists.supplyTeams[0], name: '新名', category: '党员' });
    expect([members?.[0], roles]).toEqual([lists.members[0], lists.roles]);
    expect(changePerson(lists, 'S001', { phone: '199' }).roles?.[0]).toMatchObject({ name: '钟', phone: '199' });
  });

  test('of the leader leaves who led as a member', () =>
    expect(membership(appointLeader(lists, { branch: '二支部', group: '一组' }, 'D003').members)).toEqual([
      'D001 一组 group-member',
      'D002 一组 group-member',
      'D003 一组 leader',
    ]));

  test('of a branch holds for all of its groups, of coverage for one', () => {
    const { groups } = changeGroup(lists, { branch: '二支部', group: '二组' }, { purposes: ['排查'], gates: ['蓝天南门'] });
    expect(groups?.map(({ purposes, gates }) => [purposes, gates])).toEqual([
      [['排查'], []],
      [['排查'], ['蓝天南门']],
    ]);
    const added = addGroup(lists, { branch: '二支部', group: '三组', compounds: ['LT'] }).groups?.at(-1);
    expect(added).toEqual({ ...group('三组', null), compounds: ['LT'] });
  });

  test('of roles adds one once, and takes one that is held', () => {
    const given = { code: 'D001', role: 'accountant', scope: '社区' } as const;
    const after = { ...lists, ...giveRole(lists, given) };
    expect(after.roles.map(({ code, role }) => `${code} ${role}`)).toEqual(['S001 coordinator', 'D001 accountant']);
    expect(giveRole(after, given).roles).toEqual(after.roles);
    expect(endRole(after, given).roles).toEqual(lists.roles);
    expect(codeOf(() => endRole(lists, given))).toBe('role-not-held');
    const { plans } = planOrganisation(changedFiles(after), lists);
    expect(plans.roles.rows[1]).toMatchObject({ name: '姓D001' });
  });

  test('a role for the whole community is one role, however its scope is spelled', () => {
    const roleOver = (scope: string) => ({ code: 'D001', role: 'accountant', scope }) as const;
    const [plain, spelled] = [roleOver(''), roleOver('社区')];
    const held = { ...lists, ...giveRole(lists, plain) };
    expect(giveRole(held, spelled).roles).toEqual(held.roles);
    expect(endRole(held, spelled).roles).toEqual(lists.roles);
  });

  test('that ends a person takes the person out of every list', () => {
    const after = endPerson(lists, 'D002');
    expect([after.members?.length, after.supplyTeams, after.roles]).toEqual([2, [], lists.roles]);
  });

  test.each<[string, () => unknown, string]>([
    ['a code that is taken', () => addPerson(lists, member('D001', '一组', null)), 'person-exists'],
    ['particulars of whoever stands in roles alone', () => changePerson(lists, 'S001', { skills: [] }), 'person-not-listed'],
    [
      'a move of whoever stands in roles alone',
      () => moveMember(lists, 'S001', { branch: '二支部', group: '一组', duty: null }),
      'person-not-listed',
    ],
    ['a leader from nowhere', () => appointLeader(lists, { branch: '二支部', group: '一组' }, 'S001'), 'person-not-listed'],
    ['a group that is there', () => addGroup(lists, { branch: '二支部', group: '一组' }), 'group-exists'],
    ['the end of a group of people', () => endGroup(lists, { branch: '二支部', group: '二组' }), 'group-not-empty'],
  ])('is refused: %s', (_, work, code) => expect(codeOf(work)).toBe(code));

  test('whatever it is, the lists fit together afterwards, and nobody is lost but who ends', () => {
    const [code, name] = [fc.constantFrom('D001', 'D002', 'D003'), fc.constantFrom('一组', '二组')];
    const branch = '二支部';
    const changes = fc.oneof(
      fc.tuple(code, name).map(
        ([who, to]) =>
          (now: Organisation) =>
            moveMember(now, who, { branch, group: to, duty: null }),
      ),
      fc.tuple(code, name).map(
        ([who, to]) =>
          (now: Organisation) =>
            appointLeader(now, { branch, group: to }, who),
      ),
      code.map((who) => (now: Organisation) => moveMember(now, who, { branch: '', group: '', duty: null })),
      name.map((which) => (now: Organisation) => changeGroup(now, { branch, group: which }, { gates: ['蓝天南门'] })),
    );
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), (all) => {
        const after = all.reduce<Organisation>((now, change) => {
          const { plans, errors } = planOrganisation(changedFiles(change(now)), now);
          expect([...errors, ...Object.values(plans).flatMap((plan) => plan.errors)]).toEqual([]);
          return { ...now, groups: plans.groups.rows, members: plans.members.rows };
        }, lists);
        expect(after.members.map((row) => row.code)).toEqual(['D001', 'D002', 'D003']);
        for (const where of ['一组', '二组'])
          expect(after.members.filter((row) => row.group === where && row.duty === 'leader').length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
