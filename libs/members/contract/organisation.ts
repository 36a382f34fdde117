/** 书记, 副书记, 支委, 成员 stand in the branch itself; 组长, 副组长, 组员 in one of its groups. */
export const branchDuties = ['secretary', 'deputy-secretary', 'committee-member', 'branch-member'] as const;
export const groupDuties = ['leader', 'deputy-leader', 'group-member'] as const;
export const membershipDuties = [...branchDuties, ...groupDuties] as const;
export type MembershipDuty = (typeof membershipDuties)[number];

export const genders = ['male', 'female'] as const;
export type Gender = (typeof genders)[number];

const days = ['', 'weekday-', 'weekend-'] as const;
const parts = ['all-day', 'daytime', 'mornings', 'afternoons', 'evenings'] as const;
/** When somebody may be asked: `evenings` on any day, `weekend-all-day`, `weekday-evenings`. */
export type Availability = `${(typeof days)[number]}${(typeof parts)[number]}`;
export const availabilities: readonly Availability[] = days.flatMap((day) => parts.map((part): Availability => `${day}${part}`));
