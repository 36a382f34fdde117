import type { Grant, Scope } from '@jielong/kernel';
import type { Role } from '@jielong/members-contract';

/** A role as its list says it, with the gate that its scope names, or the buildings of the grid, where it names one. */
export interface HeldRole {
  readonly role: Role;
  readonly scope: string;
  readonly gate: { readonly compound: string; readonly gate: string } | null;
  readonly grid: readonly { readonly compound: string; readonly building: string }[];
}

/** What somebody may act as, from the roles that lists give them. A gate captain whose gate is gone holds none. */
export const grantsOf = (roles: readonly HeldRole[]): Grant[] =>
  roles.flatMap((held) => {
    const scopes = held.grid.length > 0 ? held.grid : [scopeOf(held)];
    return scopes.flatMap((scope) => (scope ? [{ role: held.role, scope }] : []));
  });

function scopeOf({ role, scope, gate }: HeldRole): Scope | null {
  switch (role) {
    case 'gate-captain':
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
      return buildingIn(scope);
    case 'coordinator':
    case 'accountant':
    case 'member':
      return {};
  }
}

/** `LT-7` is a building, `LT` all of a compound. */
function buildingIn(scope: string): Scope | null {
  const [compound, building] = scope.split('-');
  if (!compound) return null;
  return building ? { compound, building } : { compound };
}
