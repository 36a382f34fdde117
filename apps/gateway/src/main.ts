import { readConfig, serveUntilStopped } from '@jielong/platform';
import { gatewayConfigSchema } from './config.js';
import { createGateway } from './gateway.js';

const config = readConfig(gatewayConfigSchema);
await serveUntilStopped(await createGateway(config), config);
