import type { RequestHandler } from 'express';

const noContent = 204;

/** Lets the page of Temporal's UI, by its exact origin, ask the codec endpoint; no other page. */
export const allowUi =
  (origin: string | undefined): RequestHandler =>
  (request, response, next) => {
    if (!request.path.startsWith('/api/codec/') || origin === undefined || request.get('origin') !== origin) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type, X-Namespace, Authorization');
    response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Vary', 'Origin');
    return request.method === 'OPTIONS' ? void response.status(noContent).end() : next();
  };
