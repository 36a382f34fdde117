import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Actor, type Belonging, DomainError, mayAnywhere, mayAt } from '@jielong/kernel';
import type { Request } from 'express';
import { malformed } from '../errors/problem-error.js';
import { ACTOR_OPTIONS, type ActorOptions } from './actor-options.js';
import { Belongings } from './belongings.js';
import { type Concern, concernsOf } from './concerns.js';
import { actorOf } from './current-actor.js';
import { isPublic, permissionOf } from './permission.js';

/** Lets in whom the table of permissions names, for the part of the community that their role covers; whatever it does not say is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly belongings: Belongings,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const [handler, controller] = [execution.getHandler(), execution.getClass()];
    if (isPublic(handler, controller)) return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const roles = this.options.permissions[permissionOf(handler) ?? ''] ?? [];
    if (roles === 'everybody') return true;
    for (const concern of concernsOf(handler, controller))
      if (!(await this.isFor(actorOf(request), roles, concern, request)))
        throw this.options.hidden?.includes(concern?.kind ?? '') ? notThere() : notYours(roles);
    return true;
  }

  /** On no row in particular the role is enough. */
  private async isFor(actor: Actor, roles: readonly string[], concern: Concern | undefined, request: Request): Promise<boolean> {
    const held = actor.grants.filter(({ role }) => roles.includes(role));
    if (held.length === 0) return false;
    if (mayAnywhere(actor, roles) || !concern || this.options.belongings[concern.kind] === undefined) return true;
    const rows = await this.rowsOf(actor.community, concern, request);
    return rows.length === 0 || mayAt(actor, roles, rows);
  }

  private async rowsOf(community: string, concern: Concern, request: Request): Promise<(readonly Belonging[])[]> {
    const ids = concern.ids(request);
    if (ids.length > mostIds) throw tooMany();
    const found = await Promise.all(ids.map((id) => this.belongings.of(community, concern.kind, id)));
    const known = concern.ignoresUnknown ? found.filter((parts) => parts.length > 0) : found;
    return this.options.belongings[concern.kind]?.every ? known.flatMap(eachForItself) : known;
  }
}

/** Of a row that is not there nothing is covered. */
const eachForItself = (parts: readonly Belonging[]): (readonly Belonging[])[] => (parts.length > 0 ? parts.map((part) => [part]) : [[]]);

const mostIds = 200;
const tooMany = () =>
  malformed({ zh: `一次最多涉及 ${mostIds} 处，请分批。`, en: `A request names ${mostIds} rows at most. Send several.` });

const notYours = (roles: readonly string[]) =>
  new DomainError(
    'forbidden',
    'not-yours',
    {
      zh: `这不归你管：由 ${roles.join('、')} 来做，而且要在自己负责的范围内。可用 jielong who 查看自己的角色和范围。`,
      en: `Not yours to do: it is for ${roles.join(', ')}, each where they are responsible. \`jielong who\` shows what you are and where.`,
    },
    { roles },
  );
/** The same for what is not there and for what is somebody else's. */
const notThere = () =>
  new DomainError('not-found', 'not-there', {
    zh: '没有这一条，或者不归你管。请核对编号。',
    en: 'There is none with this id, or it is not yours. Check the id.',
  });
