import type { Grant, Scope } from '@jielong/kernel';
import type { Role } from './permissions.js';

/** A role as its list says it, with what its scope names: a gate, a building, a compound; or with the parts that it has by what others say of it. */
export interface HeldRole {
  readonly role: Role;
  readonly scope: string;
  readonly gate: { readonly compound: string; readonly gate: string } | null;
  /** The building that `LT-7` names, where there is one; and whether the scope is the code of a compound. */
  readonly building: { readonly compound: string; readonly building: string } | null;
  readonly isCompound: boolean;
  /** The buildings of a grid; of a group, its people and what it is in charge of; of a branch, the same of all its groups. */
  readonly parts: readonly Scope[];
}

/** What somebody may act as, from the roles that lists give them. Whose gate is gone holds none. */
export const grantsOf = (roles: readonly HeldRole[]): Grant[] =>
  roles.flatMap((held) => {
    const scopes = held.parts.length > 0 ? held.parts : [scopeOf(held)];
    return scopes.flatMap((scope) => (scope ? [{ role: held.role, scope }] : []));
  });

/** How lists say that a role is for all of it. */
export const wholeCommunity: ReadonlySet<string> = new Set(['', '社区']);

function scopeOf({ role, scope, gate, building, isCompound }: HeldRole): Scope | null {
  switch (role) {
    case 'gate-captain':
    case 'gate-volunteer':
      return gate;
    case 'team-captain':
    case 'volunteer':
      return { team: scope };
    case 'group-buy-leader':
      return { compound: scope };
    case 'purchaser':
      return { supplier: scope };
    case 'building-captain':
    case 'grid-worker':
      return building ?? (isCompound ? { compound: scope } : null);
    case 'branch-secretary':
    case 'group-leader':
      return null;
    case 'coordinator':
    case 'operator':
    case 'accountant':
      return wholeCommunity.has(scope) ? {} : null;
    case 'member':
      return {};
  }
}
