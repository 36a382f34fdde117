/** Kinds of imports that members takes, and the tables in each. A file is known by its name; one of a single table may have any name. */
export const importKinds = {
  compounds: ['compounds'],
  buildings: ['buildings'],
  households: ['households'],
  people: ['groups', 'members', 'supplyTeams', 'roles'],
  organisation: ['compounds', 'buildings', 'groups', 'members', 'supplyTeams', 'households', 'roles'],
} as const;
export type ImportKind = keyof typeof importKinds;

/** `supply-teams.csv` holds the supply teams. */
export const fileNames = {
  compounds: 'compounds.csv',
  buildings: 'buildings.csv',
  households: 'households.csv',
  groups: 'branches-groups.csv',
  members: 'members.csv',
  supplyTeams: 'supply-teams.csv',
  roles: 'roles.csv',
} as const;

/** The same tables as sheets of a workbook. */
export const sheetNames = {
  compounds: '小区',
  buildings: '楼栋',
  households: '住户',
  groups: '支部与小组',
  members: '党员',
  supplyTeams: '物资保障队',
  roles: '角色',
} as const;

/** Paths below `/api` that members answers: each fits every path that begins with it. */
export const membersRoutes: readonly string[] = [
  ...Object.keys(importKinds).map((kind) => `/imports/${kind}`),
  '/audit/members',
  '/community',
  '/compounds',
  '/exports/organisation',
  '/groups',
  '/households',
  '/invitations',
  '/join',
  '/keys',
  '/me',
  '/oidc',
  '/people',
  '/reveals',
  '/sessions',
  '/shift',
  '/shifts',
  '/sign-in',
  '/supply-teams',
];

/** Pages among them, which whoever has their address opens: they take forms, and look at no session. */
export const membersPages: readonly string[] = ['/join', '/oidc/callback', '/oidc/sign-in', '/shift', '/sign-in'];
