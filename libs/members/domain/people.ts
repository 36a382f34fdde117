import type { ImportError, SourceTable } from '@jielong/kernel';
import type { Role } from '@jielong/members-contract';
import type { Organisation } from './organisation.js';
import type { MemberRow } from './people-tables.js';

export interface Person {
  readonly code: string;
  readonly name: string;
  readonly phone: string;
  readonly category: string;
  /** Whether the list of members has this person: others stand in a list of teams or roles alone. */
  readonly isListed: boolean;
}
type Lists = Pick<Organisation, 'members' | 'supplyTeams' | 'roles'>;

/** Everybody whom one of the lists names, once; what the first list says of a person holds. */
export function peopleOf({ members, supplyTeams, roles }: Lists): Person[] {
  const people = new Map<string, Person>();
  const meet = (person: Person) => people.has(person.code) || people.set(person.code, person);
  members.forEach(({ code, name, phone, category }) => meet({ code, name, phone, category, isListed: true }));
  supplyTeams.forEach(({ code, name, phone, category }) => meet({ code, name, phone, category, isListed: false }));
  roles.forEach(({ code, name, phone }) => meet({ code, name, phone, category: '', isListed: false }));
  return [...people.values()];
}

export interface PersonRole {
  readonly code: string;
  readonly role: Role;
  readonly scope: string;
  readonly remark: string;
  /** Whether the list of roles has it: others follow from being a member or standing in a team. */
  readonly isListed: boolean;
}

/** The roles of the list; besides, every listed person is a member, and whoever else stands in a supply team is its volunteer. */
export function personRolesOf({ members, supplyTeams, roles }: Lists): PersonRole[] {
  const listed = new Set(members.map(({ code }) => code));
  return [
    ...roles.map(({ code, role, scope, remark }) => ({ code, role, scope, remark, isListed: true })),
    ...members.map(({ code }) => ({ code, role: 'member' as const, scope: '', remark: '', isListed: false })),
    ...supplyTeams
      .filter(({ code }) => !listed.has(code))
      .map(({ code, team }) => ({ code, role: 'volunteer' as const, scope: team, remark: '', isListed: false })),
  ];
}

/** What the list of members says of a person besides name, phone and category. */
export type Particulars = Pick<
  MemberRow,
  'code' | 'gender' | 'age' | 'employer' | 'homeCompound' | 'homeBuilding' | 'skills' | 'limits' | 'availability' | 'remark'
>;

/** Of everybody in any list; of whoever is in no list of members nothing is known, or not any more. */
export function particularsOf(lists: Lists): Particulars[] {
  const members = new Map(lists.members.map((member) => [member.code, member]));
  return peopleOf(lists).map(({ code }) => members.get(code) ?? { ...nothingKnown, code });
}

const nothingKnown: Omit<Particulars, 'code'> = {
  gender: null,
  age: null,
  employer: '',
  homeCompound: null,
  homeBuilding: null,
  skills: [],
  limits: '',
  availability: [],
  remark: '',
};

/** Lists of people without a coordinator would let nobody in any more, not even to correct them. Where there was nobody yet, there may be nobody. */
export function coordinatorErrors(before: Lists, after: Lists, given: readonly (SourceTable | undefined)[]): ImportError[] {
  const [file] = given.filter((one) => one !== undefined);
  const isLed = after.roles.some(({ role }) => role === 'coordinator') || peopleOf(before).length + peopleOf(after).length === 0;
  return isLed || !file ? [] : [{ file: file.file, line: 1, column: null, code: 'no-coordinator', message: noCoordinator }];
}

const noCoordinator = {
  zh: '导入后没有协调员，谁也不能再操作。请同时导入角色表，至少写一位协调员。',
  en: 'Nobody would be coordinator, and nobody could act any more. Import the list of roles together with this, with a coordinator (协调员) in it.',
};
