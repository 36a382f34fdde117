export { actingHousehold } from './acting-household.js';
export { wholeCommunity, grantsOf, type HeldRole } from './grants.js';
export { type MembersActivities } from './activities.js';
export { isKeyScope, keyScopes, type KeyScope, serviceCode } from './key-scopes.js';
export { type ActingRole, actingRoles, type Permission, type Role, givenRoles, permissions, roleNames, roles } from './permissions.js';
export { type PublishedBuilding, type PublishedHousehold, type PublishedPerson, householdNow, membersViews } from './published.js';
export {
  type Fulfilment,
  type HouseholdChangeKind,
  householdChanges,
  type HouseholdFlag,
  householdFlags,
  type ProxyDeed,
  proxyDeeds,
  type RevealedKind,
  revealedKinds,
} from './households.js';
export {
  type Availability,
  availabilities,
  branchDuties,
  type Gender,
  genders,
  groupDuties,
  type MembershipDuty,
  membershipDuties,
} from './organisation.js';
export { fileNames, type ImportKind, importKinds, membersPages, membersRoutes, sheetNames } from './routes.js';
