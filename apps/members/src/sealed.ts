import { SealedTable, sealedWriting } from '@jielong/platform';

const phoneLookup = { phone_lookup: 'phone' };

export const people = new SealedTable('members.people', {
  key: ['code'],
  text: ['name', 'phone', 'limits', 'remark'],
  lookups: phoneLookup,
});
export const personRoles = new SealedTable('members.person_roles', { key: ['code', 'role', 'scope'], text: ['remark'] });
export const teamMembers = new SealedTable('members.supply_team_members', { key: ['team', 'code'], text: ['remark'] });
export const householdContacts = new SealedTable('members.household_contacts', {
  key: ['household_id'],
  text: ['name', 'phone', 'remark'],
  lookups: phoneLookup,
});
/** Why a household has priority, or is delivered to; that it has, and is, stands in the clear. */
export const households = new SealedTable('members.households', {
  key: ['household_id'],
  json: ['listed_flags', 'chosen_flags', 'flag_terms'],
});
export const householdChanges = new SealedTable('members.household_changes', { key: ['change_id'], text: ['reason'] });
/** Why somebody has seen the full data of somebody. */
export const reveals = new SealedTable('members.reveals', { key: ['reveal_id'], text: ['reason'] });

/** Every table of members with sealed columns: what is not here keeps its old key for ever. */
export const sealedTables = [...sealedWriting, people, personRoles, teamMembers, householdContacts, households, householdChanges, reveals];
