import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { seenFrom } from '../http/address.js';
import { inContext } from './context.js';

export const correlationHeader = 'Jielong-Correlation-Id';
const shape = /^[A-Za-z0-9._-]{8,64}$/;

/** Takes a well-shaped id from the caller, else makes one; says it in the answer, so that a person can quote it. */
export function correlate(request: Request, response: Response, next: NextFunction): void {
  const given = request.get(correlationHeader);
  const correlationId = given !== undefined && shape.test(given) ? given : randomUUID();
  response.setHeader(correlationHeader, correlationId);
  inContext({ correlationId, address: seenFrom(request) }, next);
}
