import type { NextFunction, Request, Response } from 'express';
import { otherMedia } from '../errors/problem-error.js';

/** A body that is not JSON would silently count as none: say so instead. */
export function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  next(hasBody && !request.is('application/json') ? otherMedia() : undefined);
}
