import { bootstrapService, readConfig, serviceConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';
import { bodyLimit } from './imports/imports.controller.js';

await bootstrapService({ name: 'members', module: AppModule, config: readConfig(serviceConfigSchema), bodyLimit });
