import 'reflect-metadata';
import { bootstrapService, readConfig, serviceConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';

await bootstrapService({ name: 'orders', module: AppModule, config: readConfig(serviceConfigSchema), bodyLimit: '5mb' });
