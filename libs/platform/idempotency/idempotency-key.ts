import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import { ProblemError } from '../errors/problem-error.js';

type Which = (request: Request) => boolean;

const shape = /^[\x21-\x7e]{8,200}$/;
const onceKey = Symbol('once');
const every: Which = () => true;

/** The header of a request, or a 400 that says how to send one. */
export function idempotencyKeyOf(request: Request): string {
  const key = request.get('Idempotency-Key');
  if (key === undefined || !shape.test(key)) throw missing();
  return key;
}

/** The work that this handler returns is done once for each Idempotency-Key; `which`: only by requests of which this holds. */
export const Idempotent = (which: Which = every): MethodDecorator =>
  applyDecorators(
    SetMetadata(onceKey, which),
    ApiHeader({
      name: 'Idempotency-Key',
      required: which === every,
      description:
        'Made by the caller, 8 to 200 visible characters. The same request, written the same, gets the first answer again; another request (path, query or body) is refused. 同一请求原样重发得到第一次的回答；另一个请求（路径、查询参数或请求体不同）会被拒绝。',
      example: '7b0c7c36-open-run-1',
    }),
  );

/** Whether this request wants its work done once for its key. */
export function isOnce(handler: object, request: Request): boolean {
  const which = Reflect.getMetadata(onceKey, handler) as Which | undefined;
  return which?.(request) ?? false;
}

const missing = () =>
  new ProblemError(400, 'idempotency-key-missing', {
    zh: '请带上请求头 Idempotency-Key（8 到 200 个可见 ASCII 字符，由调用方生成）；重发同一请求时用同一个键。',
    en: 'Send a header Idempotency-Key (8 to 200 visible ASCII characters, made by you), and the same one when you repeat the request.',
  });
