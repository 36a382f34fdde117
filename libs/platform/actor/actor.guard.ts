import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import type { Request } from 'express';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { ZodError } from 'zod';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { actAs, currentContext } from '../context/context.js';
import { unavailable } from '../errors/problem-error.js';
import { Metrics } from '../http/metrics.js';
import { nobody, setActor } from './current-actor.js';
import { callerIn, type Caller, tokenHeader } from './internal-token.js';
import { isPublic } from './permission.js';

/** Who acts, for which community: as members has signed it for this request. */
@Injectable()
export class ActorGuard implements CanActivate {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    @Inject(SERVICE_CONFIG) { JWKS_URL }: Pick<ServiceConfig, 'JWKS_URL'>,
    private readonly metrics: Metrics,
  ) {
    this.keys = createRemoteJWKSet(new URL(JWKS_URL), { cooldownDuration: cooldownMs });
  }

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    if (isPublic(execution.getHandler(), execution.getClass())) return true;
    const request = execution.switchToHttp().getRequest<Request>();
    const caller = await this.metrics.checked('token', () => this.callerOf(request.get(tokenHeader)));
    this.enter(request, { ...caller, correlationId: currentContext()?.correlationId ?? '' });
    return true;
  }

  private async callerOf(token: string | undefined): Promise<Caller> {
    if (token === undefined) throw nobody();
    try {
      return await callerIn(token, this.keys);
    } catch (error) {
      throw isForged(error) ? nobody() : noKeys();
    }
  }

  private enter(request: Request, actor: Actor): void {
    actAs(actor);
    setActor(request, actor);
  }
}

/** A key that is not known yet is asked for again at once, but not for every token that names none of ours. */
const cooldownMs = 1_000;

/** Whatever is wrong with the token itself; that the keys cannot be read now is not its fault. */
const isForged = (error: unknown): boolean =>
  error instanceof ZodError ||
  (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout) && error.code !== 'ERR_JOSE_GENERIC');

const noKeys = () =>
  unavailable(
    'sign-in-unavailable',
    { zh: '暂时无法核对身份，请稍后原样重发。', en: 'Who you are cannot be checked now. Send the same request again.' },
    2,
  );
