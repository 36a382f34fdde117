import type { Grant, Scope } from '@jielong/kernel';
import { type ActingRole, actingRoles, permissions, type Role } from '@jielong/members-contract';

/** As much of an endpoint as says who may call it. */
export interface Called {
  readonly method: string;
  readonly path: string;
  readonly permission: string | undefined;
  readonly concern: string | undefined;
  readonly public: boolean;
}
export interface Cell {
  readonly endpoint: Called;
  readonly grant: Grant;
  /** What the token says besides: at a device of a shift nobody is signed in. */
  readonly claims: object;
  readonly where: 'inside' | 'outside';
  readonly isAllowed: boolean;
}

/** Where each role is at home in the tests, and where it has nothing to do with what is asked for. */
const homes: Readonly<Record<Role, Readonly<Record<Cell['where'], Scope>>>> = {
  coordinator: { inside: {}, outside: {} },
  operator: { inside: {}, outside: {} },
  accountant: { inside: {}, outside: {} },
  member: { inside: {}, outside: {} },
  purchaser: { inside: { supplier: '示范保供超市' }, outside: { supplier: '别的超市' } },
  'gate-captain': { inside: { compound: 'LT', gate: '南门' }, outside: { compound: 'YF', gate: '南门' } },
  'team-captain': { inside: { team: '物资保障一队' }, outside: { team: '别的队' } },
  'group-buy-leader': { inside: { compound: 'LT' }, outside: { compound: 'YF' } },
  'building-captain': { inside: { compound: 'LT', building: '1' }, outside: { compound: 'LT', building: '99' } },
  'grid-worker': { inside: { compound: 'LT', building: '1' }, outside: { compound: 'YF', building: '1' } },
  'branch-secretary': { inside: { compound: 'LT' }, outside: { compound: 'YF' } },
  'group-leader': { inside: { compound: 'LT', gate: '南门' }, outside: { compound: 'LT', gate: '北门' } },
  volunteer: { inside: { team: '物资保障一队' }, outside: { team: '别的队' } },
  'gate-volunteer': { inside: { compound: 'LT', gate: '南门' }, outside: { compound: 'YF', gate: '南门' } },
};
/** A gate volunteer is named for a gate and has signed in, or is at a device of a shift. */
const atAShift = { posts: [{ code: 'T001', from: '2026-11-25T08:00:00+08:00' }] };

const askers: readonly (readonly [ActingRole, object])[] = [
  ...actingRoles.map((role) => [role, {}] as const),
  ['gate-volunteer', atAShift],
];

/** A household has an id of its own in each test, and so has another one. */
const homeOf = (role: ActingRole, where: Cell['where'], household: string): Scope =>
  role === 'household' ? { household: where === 'inside' ? household : otherHousehold } : homes[role][where];
const otherHousehold = '0193a1b2-0000-7000-8000-0000000000ff';

type Facts = Readonly<Record<string, readonly (keyof Scope)[]>>;

/**
 * Every endpoint × role × in and out of scope, with what the table says. `facts`: what is known of where a row of each kind belongs; `household`:
 * the one to which rows belong that belong to one.
 */
export function accessCells(endpoints: readonly Called[], facts: Facts, household: string): Cell[] {
  const guarded = endpoints.filter((endpoint) => !endpoint.public);
  return guarded.flatMap((endpoint) =>
    askers.flatMap(([role, claims]) =>
      (['inside', 'outside'] as const).map((where) => cellOf(endpoint, { role, claims, where }, { facts, household })),
    ),
  );
}

interface Known {
  readonly facts: Facts;
  readonly household: string;
}
interface Asker extends Pick<Cell, 'claims' | 'where'> {
  readonly role: ActingRole;
}
function cellOf(endpoint: Called, asker: Asker, { facts, household }: Known): Cell {
  const { role, claims, where } = asker;
  const scope = homeOf(role, where, household);
  return { endpoint, where, grant: { role, scope }, claims, isAllowed: isAllowed(endpoint, asker, scope, facts) };
}

function isAllowed({ permission, concern }: Called, { role, claims, where }: Asker, scope: Scope, facts: Facts): boolean {
  const named: readonly string[] = [Object.entries(permissions).find(([name]) => name === permission)?.[1] ?? []].flat();
  if (named.includes('everybody') && role !== 'household' && claims !== atAShift) return true;
  if (!named.includes(role)) return false;
  const known = facts[concern ?? ''];
  const wanted = Object.keys(scope) as (keyof Scope)[];
  return known === undefined || wanted.length === 0 || (where === 'inside' && wanted.every((fact) => known.includes(fact)));
}

/** An endpoint's path with the row of its kind in it; whatever else it asks for is there in name only. */
export const pathWith = ({ path }: Called, ids: Readonly<Record<string, string>>): string =>
  path.replace(/^\/([\w-]+)\/:\w+/, (_, kind: string) => `/${kind}/${ids[kind] ?? 'none'}`).replaceAll(/:\w+/g, '1');

/** Whether an answer says that the guard has refused. */
export const isRefusal = (code: unknown): boolean => code === 'not-yours' || code === 'not-there';

/** Asks in every cell; the ones in which the answer is not the table's, in words. */
export async function wrongCells(cells: readonly Cell[], isLetIn: (cell: Cell) => Promise<boolean>): Promise<string[]> {
  const wrong: string[] = [];
  for (const cell of cells) {
    const { endpoint, grant, claims, where, isAllowed: should } = cell;
    if ((await isLetIn(cell)) !== should)
      wrong.push(
        `${endpoint.method} ${endpoint.path}: ${grant.role}${claims === atAShift ? ' at a shift' : ''} ${where}, should be ${should ? 'let in' : 'refused'}`,
      );
  }
  return wrong;
}
