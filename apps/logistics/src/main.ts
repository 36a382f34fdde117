import 'reflect-metadata';
import { logisticsPages } from '@jielong/logistics-contract';
import { bootstrapService, readConfig, linkingConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';

await bootstrapService({ name: 'logistics', module: AppModule, pages: logisticsPages, config: readConfig(linkingConfigSchema) });
