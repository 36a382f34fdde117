/** Kinds of imports that members takes, and the tables in each. A file is known by its name; one of a single table may have any name. */
export const importKinds = {
  compounds: ['compounds'],
  buildings: ['buildings'],
  households: ['households'],
  people: ['members', 'supplyTeams', 'roles'],
  organisation: ['compounds', 'buildings', 'households', 'members', 'supplyTeams', 'roles'],
} as const;
export type ImportKind = keyof typeof importKinds;

/** `supply-teams.csv` holds the supply teams. */
export const fileNames = {
  compounds: 'compounds.csv',
  buildings: 'buildings.csv',
  households: 'households.csv',
  members: 'members.csv',
  supplyTeams: 'supply-teams.csv',
  roles: 'roles.csv',
} as const;

/** Paths below `/api` that members answers: each fits every path that begins with it. */
export const membersRoutes: readonly string[] = [
  ...Object.keys(importKinds).map((kind) => `/imports/${kind}`),
  '/audit/members',
  '/community',
  '/compounds',
  '/households',
  '/invitations',
  '/me',
  '/people',
  '/sessions',
  '/supply-teams',
];
