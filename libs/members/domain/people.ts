import type { Role } from '@jielong/members-contract';
import type { Organisation } from './organisation.js';

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
  /** Whether the list of roles has it: others follow from being a member or standing in a team. */
  readonly isListed: boolean;
}

/** The roles of the list; besides, every listed person is a member, and whoever else stands in a supply team is its volunteer. */
export function personRolesOf({ members, supplyTeams, roles }: Lists): PersonRole[] {
  const listed = new Set(members.map(({ code }) => code));
  return [
    ...roles.map(({ code, role, scope }) => ({ code, role, scope, isListed: true })),
    ...members.map(({ code }) => ({ code, role: 'member' as const, scope: '', isListed: false })),
    ...supplyTeams
      .filter(({ code }) => !listed.has(code))
      .map(({ code, team }) => ({ code, role: 'volunteer' as const, scope: team, isListed: false })),
  ];
}
