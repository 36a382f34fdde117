import { DomainError } from '@jielong/kernel';
import { type MembershipDuty, wholeCommunity } from '@jielong/members-contract';
import type { MembersErrorCode } from './errors.js';
import { groupKey, isLeading } from './groups.js';
import type { Organisation } from './organisation.js';
import type { GroupRow, MemberRow, RoleRow } from './people-tables.js';

type Lists = Pick<Organisation, 'groups' | 'members' | 'supplyTeams' | 'roles'>;
/** The lists that a change touches, as they are afterwards. Whether all of it fits together is for the rules of an import to say. */
export type ChangedLists = Partial<Lists>;
export type Place = Pick<GroupRow, 'branch' | 'group'>;
export type PersonChange = { readonly [K in Exclude<keyof MemberRow, 'code' | keyof Place | 'duty'>]?: MemberRow[K] | undefined };

/** Puts a person on the list of members. Whoever stands in other lists under this code must be the same. */
export function addPerson({ members, supplyTeams, roles }: Lists, person: MemberRow): ChangedLists {
  const isAnother = [...supplyTeams, ...roles].some(({ code, name }) => code === person.code && name !== person.name);
  if (isAnother || members.some(({ code }) => code === person.code)) throw personExists(person.code);
  return { members: [...members, person] };
}

/** Changes what is said of a person: name, phone and category wherever the person stands, the rest on the list of members. */
export function changePerson(lists: Lists, code: string, change: PersonChange): ChangedLists {
  const { name, phone, category, ...particulars } = change;
  const person = { ...said({ name }), ...said({ phone }) };
  const isListed = lists.members.some((member) => member.code === code);
  if (!isListed && Object.values(particulars).some((value) => value !== undefined)) throw notListed(code);
  const of = <R extends { readonly code: string }>(rows: readonly R[], changed: Partial<R>): R[] =>
    rows.map((row) => (row.code === code ? { ...row, ...changed } : row));
  return {
    members: of(lists.members, { ...said(particulars), ...person, ...said({ category }) }),
    supplyTeams: of(lists.supplyTeams, { ...person, ...said({ category }) }),
    roles: of(lists.roles, person),
  };
}

/** Without what nothing is said of: it stays as it was. */
const said = <T extends object>(change: T) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** Moves a person to another group, or out of all of them where `branch` is empty. Null: a plain member there. */
export function moveMember({ members }: Lists, code: string, place: Place & { readonly duty: MembershipDuty | null }): ChangedLists {
  if (!members.some((member) => member.code === code)) throw notListed(code);
  return { members: members.map((member) => (member.code === code ? { ...member, ...place } : member)) };
}

/** A person stands in no list any more. */
export function endPerson(lists: Lists, code: string): ChangedLists {
  const without = <R extends { readonly code: string }>(rows: readonly R[]): R[] => rows.filter((row) => row.code !== code);
  return { members: without(lists.members), supplyTeams: without(lists.supplyTeams), roles: without(lists.roles) };
}

/** Another one leads a group or branch; whoever did stays in it as a member. */
export function appointLeader({ members }: Lists, place: Place, code: string): ChangedLists {
  if (!members.some((member) => member.code === code)) throw notListed(code);
  const [leading, plain] = place.group === '' ? (['secretary', 'branch-member'] as const) : (['leader', 'group-member'] as const);
  const isReplaced = (member: MemberRow) => groupKey(member) === groupKey(place) && isLeading(member);
  return {
    members: members.map((member) => {
      if (member.code === code) return { ...member, ...place, duty: leading };
      return isReplaced(member) ? { ...member, duty: plain } : member;
    }),
  };
}

export type GivenRole = Pick<RoleRow, 'code' | 'role' | 'scope'>;
/** However a list spells that it is for the whole community. */
const isSameScope = (one: string, other: string) => one === other || (wholeCommunity.has(one) && wholeCommunity.has(other));
const isSame = (one: GivenRole) => (other: GivenRole) =>
  one.code === other.code && one.role === other.role && isSameScope(one.scope, other.scope);

/** A person holds a role more. Given again, it changes nothing. Who the person is, other rows say. */
export const giveRole = ({ roles }: Lists, given: GivenRole): ChangedLists => ({
  roles: roles.some(isSame(given)) ? roles : [...roles, { ...given, name: '', phone: '', remark: '' }],
});

/** A person holds a role no more; whoever stands nowhere else then acts no more. */
export function endRole({ roles }: Lists, held: GivenRole): ChangedLists {
  if (!roles.some(isSame(held))) throw roleNotHeld(held);
  return { roles: roles.filter((row) => !isSame(held)(row)) };
}

const roleNotHeld = ({ code, role, scope }: GivenRole) =>
  new DomainError<MembersErrorCode>('not-found', 'role-not-held', {
    zh: `${code} 没有“${role} ${scope}”这个角色。请用 GET /api/people/${code} 核对角色和范围。`,
    en: `${code} does not hold ${role} ${scope}. Check role and scope: \`GET /api/people/{code}\`.`,
  });
const personExists = (code: string) =>
  new DomainError<MembersErrorCode>('conflict', 'person-exists', {
    zh: `编号 ${code} 已有人使用。请换一个编号，或修改这个人员。`,
    en: `There is a person ${code} already. Take another code, or change that person.`,
  });
const notListed = (code: string) =>
  new DomainError<MembersErrorCode>('conflict', 'person-not-listed', {
    zh: `${code} 不在党员与下沉干部名单上，只在队伍或角色名单上。请先用 POST /api/people 加入名单。`,
    en: `${code} stands in no list of members, only in one of teams or roles. Add the person first: \`POST /api/people\`.`,
  });
