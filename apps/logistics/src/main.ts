import 'reflect-metadata';
import { bootstrapService, readConfig, stepsConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';

await bootstrapService({ name: 'logistics', module: AppModule, config: readConfig(stepsConfigSchema) });
