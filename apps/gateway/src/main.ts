import { createService, openApiOf, readConfig, serveUntilStopped } from '@jielong/platform';
import helmet from 'helmet';
import { GatewayModule } from './app.module.js';
import { allowUi } from './codec/allow-ui.js';
import { gatewayConfigSchema, servicesOf } from './config.js';
import { serveDocs } from './docs/docs.js';
import { OpenApiController } from './docs/openapi.controller.js';
import { lookUpSession } from './sessions/look-up.js';
import { proxyTo } from './proxy/proxy.js';

/** The gateway itself speaks plain HTTP; what stands before it and ends TLS says so to browsers. */
const headers = helmet({ strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });

const config = readConfig(gatewayConfigSchema);
const app = await createService({
  name: 'gateway',
  module: GatewayModule.with(config),
  config,
  first: (app) => app.use(headers, allowUi(config.TEMPORAL_UI_ORIGIN), lookUpSession(config.MEMBERS_URL), proxyTo(servicesOf(config))),
});
app.get(OpenApiController).include(() => openApiOf(app, 'gateway'));
serveDocs(app);
await serveUntilStopped(app, config);
