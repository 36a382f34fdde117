import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import type { Request } from 'express';
import { ProblemError } from '../errors/problem-error.js';

const actors = new WeakMap<Request, Actor>();

export const setActor = (request: Request, actor: Actor): void => void actors.set(request, actor);

/** Who acts in this request; throws a 401 where the guard has let nobody in. */
export function actorOf(request: Request): Actor {
  const actor = actors.get(request);
  if (!actor) throw nobody();
  return actor;
}

/** `place(@CurrentActor() actor: Actor)` */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext) =>
  actorOf(context.switchToHttp().getRequest<Request>()),
);

export const nobody = (): ProblemError =>
  new ProblemError(401, 'who-are-you', {
    zh: '请先登录：网页登录，或在命令行运行 jielong sign-in。登录过期后也要重新登录。',
    en: 'Sign in first: in the browser, or with `jielong sign-in` on the command line. A session that is over is signed in anew.',
  });
