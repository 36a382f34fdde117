import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor, Channel } from '@jielong/kernel';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { currentContext } from '../context/context.js';
import { inCommunity } from '../database/in-community.js';
import { ProblemError } from '../errors/problem-error.js';
import { nobody, setActor } from './current-actor.js';
import { isPublic } from './permission.js';

export interface ActorOptions {
  /** A view with community_id, code, active, roles text[]: `members.published_people_v1`. */
  readonly peopleView: string;
}
export const ACTOR_OPTIONS = Symbol('ActorOptions');

interface Person {
  active: boolean;
  roles: string[];
}
const shape = /^(?<community>[A-Za-z0-9_-]{1,64})\/(?<code>[^/\s]{1,96})$/;
const ways: readonly Channel[] = ['cli', 'api'];

/** Who acts, for which community. Until people can sign in a header says it, and only where the mode is development or test. */
@Injectable()
export class ActorGuard implements CanActivate {
  constructor(
    private readonly db: DataSource,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'NODE_ENV'>,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (isPublic(execution.getHandler(), execution.getClass())) return true;
    if (this.config.NODE_ENV === 'production') throw noSignIn();
    const request = execution.switchToHttp().getRequest<Request>();
    const { community, code } = nameIn(request.get('Jielong-Actor'));
    const channel = ways.find((way) => way === request.get('Jielong-Channel')) ?? 'api';
    const actor = { community, code, roles: await this.rolesOf(community, code), channel, correlationId: '' };
    this.enter(request, actor);
    return true;
  }

  private enter(request: Request, actor: Actor): void {
    const context = currentContext();
    if (context) context.actor = actor;
    setActor(request, { ...actor, correlationId: context?.correlationId ?? '' });
  }

  /** Before the first import a community has no people: whoever acts then is its coordinator. */
  private async rolesOf(community: string, code: string): Promise<readonly string[]> {
    const { person, anybody } = await inCommunity(this.db, community, async (tx) => {
      const [found] = await tx.query<Person[]>(`SELECT active, roles FROM ${this.options.peopleView} WHERE code = $1`, [code]);
      if (found) return { person: found, anybody: true };
      const others = await tx.query<unknown[]>(`SELECT FROM ${this.options.peopleView} LIMIT 1`);
      return { person: undefined, anybody: others.length > 0 };
    });
    if (!anybody) return ['coordinator'];
    if (!person?.active) throw unknownPerson(community, code);
    return person.roles;
  }
}

function nameIn(header: string | undefined): { community: string; code: string } {
  const { community, code } = shape.exec(header ?? '')?.groups ?? {};
  if (community === undefined || code === undefined) throw nobody();
  try {
    return { community, code: decodeURIComponent(code) };
  } catch {
    throw nobody();
  }
}

const noSignIn = () =>
  new ProblemError(401, 'no-sign-in', {
    zh: '生产模式下还不能登录：此版本只能在开发模式（NODE_ENV=development）使用。',
    en: 'Nobody can sign in yet in production mode: this version works in development mode (NODE_ENV=development) only.',
  });
const unknownPerson = (community: string, code: string) =>
  new ProblemError(401, 'unknown-person', {
    zh: `社区 ${community} 没有在岗的人员 ${code}。请核对编号，或先导入人员表。`,
    en: `Community ${community} has no active person ${code}. Check the code, or import the people first.`,
  });
