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
    zh: '请说明是谁在操作：请求头 Jielong-Actor: <社区>/<人员编号>，例如 Jielong-Actor: demo/S001。',
    en: 'Say who acts: header Jielong-Actor: <community>/<person code>, such as Jielong-Actor: demo/S001.',
  });
