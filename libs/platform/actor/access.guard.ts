import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Actor, DomainError, holdsAt, isService } from '@jielong/kernel';
import type { Request } from 'express';
import { Metrics } from '../http/metrics.js';
import { isOnce } from '../idempotency/idempotency-key.js';
import { Access, type ConcernedRows } from './access.js';
import { ACTOR_OPTIONS, type ActorOptions } from './actor-options.js';
import type { Ask } from './belongings.js';
import { concernsOf } from './concerns.js';
import { actorOf } from './current-actor.js';
import { type Judge, leaveOpen, OpenCheck, takesCheck } from './open-check.js';
import { isPublic, judgesTimes, permissionOf } from './permission.js';

/** Lets in whom the table of permissions names, for the part of the community that their role covers; whatever it does not say is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly access: Access,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
    private readonly metrics: Metrics,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const [handler, controller] = [execution.getHandler(), execution.getClass()];
    if (isPublic(handler, controller)) return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const question = this.questionOf(request, handler, controller);
    const judge: Judge = (ask) => this.judge(question, ask);
    if (isAskedLater(request, handler) && this.needsRows(question)) leaveOpen(request, new OpenCheck(judge, this.metrics));
    else await this.metrics.checked('permission', () => judge());
    return true;
  }

  private questionOf(request: Request, handler: object, controller: object): Question {
    const [actor, permission] = [actorOf(request), permissionOf(handler) ?? ''];
    const asker = judgesTimes(handler) ? actor : asOfNow(actor);
    if (this.access.isForEverybody(actor, permission)) return { asker, permission, concerned: [] };
    const concerned = concernsOf(handler, controller).map((concern) => concern && { ...concern, ids: () => concern.ids(request) });
    return { asker, permission, concerned };
  }

  private needsRows({ asker, permission, concerned }: Question): boolean {
    return concerned.some((rows) => this.access.needsRows(asker, permission, rows));
  }

  private async judge({ asker, permission, concerned }: Question, ask?: Ask): Promise<void> {
    const letIn = await Promise.all(concerned.map((rows) => this.access.lets(asker, permission, rows, ask)));
    const first = letIn.indexOf(false);
    if (first >= 0) throw this.refusal(asker, permission, concerned[first]?.kind);
  }

  private refusal(actor: Actor, permission: string, kind = ''): DomainError {
    if (isService(actor)) return notInScope(permission);
    if (this.options.hidden?.includes(kind)) return notThere();
    return actor.posts === undefined ? notYours(this.access.rolesFor(actor, permission), this.options.roleNames) : notForSharedDevices();
  }
}

/** Who asks, for what, on which rows; undefined among them: on none in particular. */
interface Question {
  readonly asker: Actor;
  readonly permission: string;
  readonly concerned: readonly (ConcernedRows | undefined)[];
}

/** Where all that is done is done by the endpoint's work, or by a handler that takes the check into its own transaction. */
const isAskedLater = (request: Request, handler: object): boolean =>
  request.method === 'GET' || isOnce(handler, request) || takesCheck(handler);

const asOfNow = (actor: Actor): Actor => ({ ...actor, grants: actor.grants.filter((grant) => holdsAt(grant, new Date())) });

/** Refused: what is done is for these roles, each where they are responsible. */
export const notYours = (roles: readonly string[], names: ActorOptions['roleNames']) =>
  roles.length > 0 ? notTheirRole(roles, names) : notSignedIn();

const notSignedIn = () =>
  new DomainError('forbidden', 'not-yours', {
    zh: '这要登录的工作人员才能看、才能做。住户链接只能看自家的、办自家的事。',
    en: 'This is for people who have signed in. The link of a household is for what is its own.',
  });
const notTheirRole = (roles: readonly string[], names: ActorOptions['roleNames']) =>
  new DomainError(
    'forbidden',
    'not-yours',
    {
      zh: `这不归你管：由${roles.map((role) => names[role] ?? role).join('、')}来做，而且要在自己负责的范围内；有几处时，请写明是哪一处。可用 jielong who 查看自己的角色和范围。`,
      en: `Not yours to do: it is for ${roles.join(', ')}, each where they are responsible; where there are several places, say which. \`jielong who\` shows what you are and where.`,
    },
    { roles },
  );
const notForSharedDevices = () =>
  new DomainError('forbidden', 'not-yours', {
    zh: '值班设备只能在班次的时间里，做这个岗位的事。班次结束了请负责人再开一班；别的事请用自己的账号登录。',
    en: 'A device of a shift does what the shift is for, where and while it lasts. Ask for a new shift, or sign in yourself for anything else.',
  });
/** Of a service it is judged before any row is looked for, so that it tells nothing of what is there. */
const notInScope = (permission: string) =>
  new DomainError(
    'forbidden',
    'not-yours',
    {
      zh: `这把 API 密钥没有 ${permission} 权限。请协调员另发一把带这项权限的密钥；要由本人决定的事不能用密钥办。`,
      en: `This API key does not have the scope ${permission}. Ask a coordinator for one that has; what a person has to decide is done by no key.`,
    },
    { scope: permission },
  );
/** The same for what is not there and for what is somebody else's. */
const notThere = () =>
  new DomainError('not-found', 'not-there', {
    zh: '没有这一条，或者不归你管。请核对编号。',
    en: 'There is none with this id, or it is not yours. Check the id.',
  });
