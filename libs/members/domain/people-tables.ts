import {
  codeColumn,
  column,
  flagColumn,
  listColumn,
  optionalColumn,
  optionalTextColumn,
  textColumn,
  wholeNumberColumn,
  wordColumn,
  type RowOf,
} from '@jielong/kernel';
import { type Gender, givenRoles, type MembershipDuty, type Role, roleNames } from '@jielong/members-contract';
import { availabilityColumn } from './availability.js';
import { partColumn } from './places-tables.js';

/** A branch has groups; a row without group is the branch itself. What is said of the branch stands in its first row. */
export const groupsTable = {
  name: { zh: '支部与小组', en: 'branches and groups' },
  columns: {
    branch: textColumn('支部', 50),
    group: optionalTextColumn('小组', 50),
    leader: optionalColumn(codeColumn('组长编号')),
    compounds: listColumn('负责小区代码', '、，,', { mayBeMissing: true }),
    /** `蓝天花园南门`; of a compound without any, all of it. */
    gates: listColumn('负责大门', '、，,', { mayBeMissing: true }),
    source: optionalTextColumn('支部来源', 100),
    purposes: listColumn('支部职责', '、，,；;', { mayBeMissing: true }),
  },
  unread: ['组长', '组员数', '负责小区'],
  key: ['branch', 'group'],
} as const;

const dutyWords = {
  书记: 'secretary',
  副书记: 'deputy-secretary',
  支委: 'committee-member',
  成员: 'branch-member',
  组长: 'leader',
  副组长: 'deputy-leader',
  组员: 'group-member',
} as const satisfies Record<string, MembershipDuty>;
const notInABranch = '未编入支部';
const someDuty = optionalColumn(wordColumn<MembershipDuty>('职务', dutyWords));
/** 未编入支部 says what an empty cell says. */
const dutyColumn = column<MembershipDuty | null>(
  someDuty.header,
  (cell) => someDuty.read(cell === notInABranch ? '' : cell),
  (duty) => (duty === null ? notInABranch : someDuty.write(duty)),
  { mayBeMissing: true },
);

export const membersTable = {
  name: { zh: '党员与下沉干部', en: 'members' },
  columns: {
    code: codeColumn('编号'),
    name: textColumn('姓名', 50),
    gender: optionalColumn(wordColumn<Gender>('性别', { 男: 'male', 女: 'female' })),
    age: optionalColumn(wholeNumberColumn('年龄', { max: 150 })),
    phone: optionalTextColumn('手机', 30),
    category: optionalTextColumn('类别', 50),
    employer: optionalTextColumn('工作单位', 100),
    branch: optionalTextColumn('支部', 50),
    group: optionalTextColumn('小组', 50),
    duty: dutyColumn,
    homeCompound: optionalColumn(codeColumn('居住小区代码')),
    homeBuilding: optionalColumn(partColumn('居住楼栋')),
    skills: listColumn('技能与条件', '、，,；;', { mayBeMissing: true }),
    /** One sentence: 腰伤，不能搬重物. */
    limits: optionalTextColumn('限制'),
    availability: availabilityColumn('可用时段'),
    remark: optionalTextColumn('备注'),
  },
  unread: [],
  key: ['code'],
} as const;

export const supplyTeamsTable = {
  name: { zh: '物资保障队', en: 'supply teams' },
  columns: {
    team: textColumn('队名', 50),
    duty: wordColumn('职务', { 队长: 'captain', 副队长: 'vice-captain', 队员: 'member' } as const),
    code: codeColumn('人员编号'),
    name: textColumn('姓名', 50),
    phone: optionalTextColumn('手机', 30),
    category: optionalTextColumn('类别', 50),
    hasCart: flagColumn('有手推车', { mayBeMissing: true }),
    shift: optionalTextColumn('班次', 50),
    remark: optionalTextColumn('备注'),
  },
  unread: [],
  key: ['team', 'code'],
} as const;

const roleWords: Readonly<Record<string, Role>> = Object.fromEntries(givenRoles.map((role) => [roleNames[role], role]));

export const rolesTable = {
  name: { zh: '角色', en: 'roles' },
  columns: {
    code: codeColumn('人员编号'),
    /** Empty where another list says it, or nobody has yet: the first coordinator of a community comes before all lists. */
    name: optionalTextColumn('姓名', 50),
    phone: optionalTextColumn('手机', 30),
    role: wordColumn<Role>('角色', roleWords),
    scope: optionalTextColumn('范围', 100),
    remark: optionalTextColumn('备注'),
  },
  unread: [],
  key: ['code', 'role', 'scope'],
} as const;

export type GroupRow = RowOf<typeof groupsTable.columns>;
export type MemberRow = RowOf<typeof membersTable.columns>;
export type SupplyTeamRow = RowOf<typeof supplyTeamsTable.columns>;
export type RoleRow = RowOf<typeof rolesTable.columns>;
