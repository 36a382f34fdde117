import type { NextFunction, Request, Response } from 'express';
import { ProblemError } from '../errors/problem-error.js';

/** A body that is not JSON would silently count as none: say so instead. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  next(hasBody && !request.is('application/json') ? notJson() : undefined);
}

export const notJson = (): ProblemError =>
  new ProblemError(415, 'not-json', {
    zh: '请求内容须为 UTF-8 的 JSON（Content-Type: application/json）。',
    en: 'The body must be JSON in UTF-8 (Content-Type: application/json).',
  });
