import { json, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { problemErrorOf } from '../errors/problem.js';
import { otherMedia } from '../errors/problem-error.js';
import { refuseSprawl } from './json-bounds.js';

const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

/**
 * A body that is not JSON in UTF-8 would silently count as none, or be looked at as what it is not: say so instead. Pages alone take what their
 * own forms send, and nothing else.
 */
export const jsonOnly =
  (pages: readonly string[] = []) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
    const isRight = pages.includes(request.path) ? isForm : isJson;
    next(hasBody && !isRight(request) ? otherMedia() : undefined);
  };

const isForm = (request: Request): boolean => Boolean(request.is('application/x-www-form-urlencoded'));

const isJson = (request: Request): boolean =>
  Boolean(request.is('application/json')) &&
  (charset.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8').toLowerCase().replace('utf8', 'utf-8') === 'utf-8';

/** Reads JSON of bounded size, depth and number of members. Its refusals are made problems here: Nest would keep their status only. */
export function jsonBody(limit: string): RequestHandler {
  const read: RequestHandler = json({ limit, verify: refuseSprawl });
  return (request, response, next) =>
    read(request, response, (error?: unknown) => next(error === undefined ? undefined : problemErrorOf(error)));
}
