export { type Permission, type Role, permissions, roles } from './permissions.js';
export { type PublishedBuilding, type PublishedHousehold, type PublishedPerson, membersViews } from './published.js';
export { type Fulfilment, type HouseholdChangeKind, householdChanges, type HouseholdFlag, householdFlags } from './households.js';
export { fileNames, type ImportKind, importKinds, membersRoutes } from './routes.js';
