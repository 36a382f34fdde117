import type { NestExpressApplication } from '@nestjs/platform-express';
import { createService, Limits, openApiOf } from '@jielong/platform';
import { GatewayModule } from './app.module.js';
import { allowUi } from './codec/allow-ui.js';
import { servicesOf, type GatewayConfig } from './config.js';
import { serveAssets } from './docs/assets.js';
import { OpenApiController } from './docs/openapi.controller.js';
import { outsideHeaders } from './entry/outside-headers.js';
import { plainTarget } from './entry/request-target.js';
import { securityHeaders } from './entry/security-headers.js';
import { limitRequests, RequestLimits } from './limits/request-limits.js';
import { proxyTo } from './proxy/proxy.js';
import { lookUpSession } from './sessions/look-up.js';

/** The gateway, ready but not listening. */
export async function createGateway(config: GatewayConfig): Promise<NestExpressApplication> {
  const app = await createService({ name: 'gateway', module: GatewayModule.with(config), config, first: (made) => enter(made, config) });
  app.get(OpenApiController).include(() => openApiOf(app, 'gateway'));
  serveAssets(app);
  return app;
}

/** The way in, in this order: what is good is looked up before it is counted by whom it is; what nobody knows counts as its address before. */
function enter(app: NestExpressApplication, config: GatewayConfig): void {
  app.set('trust proxy', config.TRUSTED_PROXIES);
  const limits = new RequestLimits(app.get(Limits, { strict: false }), config);
  app.use(securityHeaders, plainTarget, outsideHeaders);
  app.use(allowUi(config.TEMPORAL_UI_ORIGIN), lookUpSession(config, limits));
  app.use(limitRequests(limits));
  app.use(...proxyTo(servicesOf(config)));
}
