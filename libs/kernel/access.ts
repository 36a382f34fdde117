import type { Actor, Grant, Scope } from './actor.js';

/** What an API key holds in the place of roles, for the whole community: one row of the table of permissions. */
export const scopeRole = (permission: string): string => `permission:${permission}`;

/** Whether a service acts, by its API key, and no person. */
export const isService = ({ channel }: Pick<Actor, 'channel'>): boolean => channel === 'service';

/** A part of the community to which a row belongs. null: nobody has said which, so that it is anybody's who has such a part. */
export type Belonging = { readonly [Fact in keyof Scope]: string | null };

/** Whether a scope takes in one of the parts: all that the scope names has to fit. The whole community takes in everything. */
export function covers(scope: Scope, parts: readonly Belonging[]): boolean {
  const facts = Object.entries(scope) as [keyof Scope, string | undefined][];
  const fits = (part: Belonging) => facts.every(([fact, wanted]) => wanted === undefined || isSame(part[fact], wanted));
  return facts.every(([, wanted]) => wanted === undefined) || parts.some(fits);
}

const isSame = (known: string | null | undefined, wanted: string): boolean => known === null || known === wanted;

/** The household in whose name somebody acts who came by its link; undefined for people, who have signed in. */
export const householdOf = ({ grants }: Pick<Actor, 'grants'>): string | undefined =>
  grants.find(({ scope }) => scope.household !== undefined)?.scope.household;

/** Whether somebody holds one of the roles for the whole community, so that nothing has to be looked up. */
export const mayAnywhere = ({ grants }: Pick<Actor, 'grants'>, roles: readonly string[]): boolean =>
  grants.some(({ role, scope }) => roles.includes(role) && covers(scope, []));

/** Whether somebody holds one of the roles for every one of the rows; each is given by the parts to which it belongs. */
export const mayAt = ({ grants }: Pick<Actor, 'grants'>, roles: readonly string[], rows: readonly (readonly Belonging[])[]): boolean =>
  rows.length > 0 && rows.every((parts) => grants.some(({ role, scope }) => roles.includes(role) && covers(scope, parts)));

/** Whether a grant holds at an instant. */
export const holdsAt = ({ from, until }: Pick<Grant, 'from' | 'until'>, at: Date): boolean =>
  (from === undefined || Date.parse(from) <= at.getTime()) && (until === undefined || at.getTime() < Date.parse(until));
