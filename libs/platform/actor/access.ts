import { Inject, Injectable } from '@nestjs/common';
import {
  type Actor,
  type Belonging,
  covers,
  holdsAt,
  householdOf,
  isService,
  mayAnywhere,
  mayAt,
  type Scope,
  scopeRole,
} from '@jielong/kernel';
import { malformed } from '../errors/problem-error.js';
import { ACTOR_OPTIONS, type ActorOptions } from './actor-options.js';
import { type Ask, Belongings } from './belongings.js';

type Asker = Pick<Actor, 'community' | 'grants' | 'channel' | 'posts'>;
/** Rows on which something is done; on no row in particular the role is enough. */
export interface ConcernedRows {
  readonly kind: string;
  readonly ids: () => readonly unknown[];
  readonly ignoresUnknown?: boolean;
}

/** Who may do what, by the table of permissions and by what their roles cover. */
@Injectable()
export class Access {
  constructor(
    private readonly belongings: Belongings,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  /** Whether it is enough to have signed in. Neither a service, nor a household by its link, nor a device that several people share has: they may what names them. */
  isForEverybody = (actor: Asker, permission: string): boolean =>
    [this.options.permissions[permission]].flat().includes('everybody') &&
    !isService(actor) &&
    householdOf(actor) === undefined &&
    actor.posts === undefined;

  /** What lets in people, or a service; nothing, for a permission that the table does not have. */
  rolesFor(actor: Pick<Actor, 'channel'>, permission: string): readonly string[] {
    const roles = this.options.permissions[permission];
    if (isService(actor)) return roles === undefined ? [] : [scopeRole(permission)];
    return typeof roles === 'string' ? [] : (roles ?? []);
  }

  /** Whether somebody holds a role that the permission is for, for all of these rows. */
  async lets(actor: Asker, permission: string, concerned?: ConcernedRows, ask?: Ask): Promise<boolean> {
    return this.isAny(actor, this.rolesFor(actor, permission), concerned, ask);
  }

  /** Whether that cannot be told by somebody's roles alone. */
  needsRows(actor: Asker, permission: string, concerned?: ConcernedRows): boolean {
    return typeof this.byRoles(actor, this.rolesFor(actor, permission), concerned) !== 'boolean';
  }

  /** Whether somebody holds one of the roles, for all of these rows. */
  async isAny(actor: Asker, roles: readonly string[], concerned?: ConcernedRows, ask?: Ask): Promise<boolean> {
    const told = this.byRoles(actor, roles, concerned);
    if (typeof told === 'boolean') return told;
    const rows = await this.rowsOf(actor, told, ask);
    return rows.length === 0 || mayAt(actor, roles, rows);
  }

  /** What roles alone tell, or the rows on which it depends. */
  private byRoles(actor: Asker, roles: readonly string[], concerned?: ConcernedRows): boolean | ConcernedRows {
    if (!actor.grants.some(({ role }) => roles.includes(role))) return false;
    if (mayAnywhere(actor, roles) || !concerned || this.options.belongings[concerned.kind] === undefined) return true;
    return concerned;
  }

  /** Whether somebody holds a role now that the permission is for, for this part of the community: for lists of which they see their own. */
  covers(actor: Asker, permission: string, part: Belonging): boolean {
    return this.scopesNow(actor, permission).some((scope) => covers(scope, [part]));
  }

  /** Where somebody holds such a role now, as JSON for `withinScopes`; null: in the whole community. */
  scopesFor(actor: Asker, permission: string): string | null {
    const scopes = this.scopesNow(actor, permission);
    return scopes.some((scope) => covers(scope, [])) ? null : JSON.stringify(scopes);
  }

  private scopesNow({ grants, channel }: Asker, permission: string): readonly Scope[] {
    const [roles, now] = [this.rolesFor({ channel }, permission), new Date()];
    return grants.filter((grant) => roles.includes(grant.role) && holdsAt(grant, now)).map(({ scope }) => scope);
  }

  private async rowsOf(actor: Asker, { kind, ids: named, ignoresUnknown }: ConcernedRows, ask?: Ask): Promise<(readonly Belonging[])[]> {
    const ids = named();
    if (ids.length > mostIds) throw tooMany();
    const found = await Promise.all(ids.map((id) => this.belongings.of(actor, kind, id, ask)));
    const known = ignoresUnknown ? found.filter((parts) => parts.length > 0) : found;
    return this.options.belongings[kind]?.every ? known.flatMap(eachForItself) : known;
  }
}

/** Of a row that is not there nothing is covered. */
const eachForItself = (parts: readonly Belonging[]): (readonly Belonging[])[] => (parts.length > 0 ? parts.map((part) => [part]) : [[]]);

const mostIds = 200;
const tooMany = () =>
  malformed({ zh: `一次最多涉及 ${mostIds} 处，请分批。`, en: `A request names ${mostIds} rows at most. Send several.` });
