import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { idempotencyKeyOf } from '../idempotency/idempotency-key.js';

/** The Idempotency-Key of an import that writes (400 without); undefined for a preview, which writes nothing and needs none. */
export const ImportKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const request = context.switchToHttp().getRequest<Request>();
  return request.query['mode'] === 'commit' ? idempotencyKeyOf(request) : undefined;
});
