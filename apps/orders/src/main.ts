import 'reflect-metadata';
import { bootstrapService, readConfig, stepsConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';

await bootstrapService({ name: 'orders', module: AppModule, config: readConfig(stepsConfigSchema), bodyLimit: '5mb' });
