export { firstNameOf, isPriority, maskedName, usualFulfilment } from './care.js';
export { type DayPart, dayParts, type Limits, limitsIn, timesOf } from './condition.js';
export { type CareFrom, careOver, checkTerms, flagsOn, type FlagTerm, lastingAfter, setTerms, termsOn } from './flag-terms.js';
export { type FormedGroup, formGroups, groupableOf } from './form-groups.js';
export { type MembersErrorCode } from './errors.js';
export { type Groupable, type Grouping, type NamedCompound, type ProposedGroup, proposeGroups } from './grouping.js';
export { type Distances } from './neighbourhood.js';
export {
  type Organisation,
  type OrganisationFiles,
  type OrganisationPlan,
  type OrganisationPlans,
  planOrganisation,
  type TableName,
} from './organisation.js';
export { type Care, type Mergeable, careAfterMerge, checkMerge, flagsIn, householdMerged } from './merge.js';
export { type Coverage, coverageOf, isLeading, namedGates } from './groups.js';
export { addGroup, changeGroup, endGroup, type GroupChange } from './group-changes.js';
export {
  addPerson,
  appointLeader,
  type ChangedLists,
  changePerson,
  endPerson,
  endRole,
  giveRole,
  moveMember,
  type PersonChange,
  type Place,
} from './people-changes.js';
export { changedFiles, organisationFiles } from './organisation-files.js';
export { coordinatorErrors, type Particulars, particularsOf, peopleOf, type Person, type PersonRole, personRolesOf } from './people.js';
export { checkRotation, checkScopes, type KeyState } from './keys.js';
export { isUnit } from './references.js';
export { callTo, handingOver, noOpenStep, phoneTail, surnameOf, type WaitingOrder } from './contact.js';
export { checkReveal, maskedPhone, type RevealedToday } from './reveal.js';
export { checkDevices, checkPosts, checkStands, checkUntil } from './shift.js';
export { parseRoom } from './room.js';
export { type GroupRow, type MemberRow, type RoleRow, type SupplyTeamRow } from './people-tables.js';
export { type BuildingRow, type CompoundRow, type FlagCells, flagCellsOf, flagsOf, type HouseholdRow } from './places-tables.js';
