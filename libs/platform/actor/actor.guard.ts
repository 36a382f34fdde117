import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor, Channel } from '@jielong/kernel';
import type { Request } from 'express';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { currentContext } from '../context/context.js';
import { ProblemError } from '../errors/problem-error.js';
import { nobody, setActor } from './current-actor.js';
import { People } from './people.js';
import { isPublic } from './permission.js';

const shape = /^(?<community>[A-Za-z0-9_-]{1,64})\/(?<code>[^/\s]{1,96})$/;
const ways: readonly Channel[] = ['cli', 'api'];

/** Who acts, for which community. Until people can sign in a header says it, and only where the mode is development or test. */
@Injectable()
export class ActorGuard implements CanActivate {
  constructor(
    private readonly people: People,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'NODE_ENV'>,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (isPublic(execution.getHandler(), execution.getClass())) return true;
    if (this.config.NODE_ENV === 'production') throw noSignIn();
    const request = execution.switchToHttp().getRequest<Request>();
    const { community, code } = nameIn(request.get('Jielong-Actor'));
    const channel = ways.find((way) => way === request.get('Jielong-Channel')) ?? 'api';
    const roles = await this.people.rolesOf(community, code);
    this.enter(request, { community, code, roles, channel, correlationId: currentContext()?.correlationId ?? '' });
    return true;
  }

  private enter(request: Request, actor: Actor): void {
    const context = currentContext();
    if (context) context.actor = actor;
    setActor(request, actor);
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
