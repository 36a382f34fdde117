import { NotFoundException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const open = new Set(['/health/live', '/health/ready', '/metrics', '/openapi.json']);

/** Nest answers unknown paths below its prefix only: outside of it Express would, with a page of its own. */
export function knownPaths({ method, path }: Request, _response: Response, next: NextFunction): void {
  const isKnown = path === '/api' || path.startsWith('/api/') || (open.has(path) && (method === 'GET' || method === 'HEAD'));
  next(isKnown ? undefined : new NotFoundException());
}
