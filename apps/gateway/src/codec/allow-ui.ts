import type { Request, RequestHandler } from 'express';

const noContent = 204;

/** Whether the page of Temporal's UI asks, by its exact origin, for what is open to it. */
export const isFromUi = (request: Request, origin: string | undefined): boolean =>
  origin !== undefined && request.path.startsWith('/api/codec/') && request.get('origin') === origin;

/** Lets the page of Temporal's UI ask the codec endpoint with the session of whoever sits there; no other page. */
export const allowUi =
  (origin: string | undefined): RequestHandler =>
  (request, response, next) => {
    if (!isFromUi(request, origin) || origin === undefined) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-Namespace, Authorization');
    response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Vary', 'Origin');
    return request.method === 'OPTIONS' ? void response.status(noContent).end() : next();
  };
