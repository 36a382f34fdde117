import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing inline, nothing from elsewhere, in nobody's frame; `data:` is for the icons in the documentation's style sheet. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** No page of ours needs any of them but the camera, which reads pickup codes at a gate. */
const permissions = [
  'accelerometer=()',
  'camera=(self)',
  'display-capture=()',
  'geolocation=()',
  'gyroscope=()',
  'magnetometer=()',
  'microphone=()',
  'payment=()',
  'usb=()',
].join(', ');

const protections = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: policy },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false, // the gateway speaks plain HTTP; what stands before it and ends TLS says so to browsers
  xFrameOptions: { action: 'deny' },
});

/** What a browser may do with an answer, whoever gives it: the gateway, a service behind it, or an error. */
export const securityHeaders: RequestHandler = (request, response, next) => {
  response.setHeader('Permissions-Policy', permissions);
  protections(request, response, next);
};
