import 'reflect-metadata';
import { ordersPages } from '@jielong/orders-contract';
import { bootstrapService, readConfig, linkingConfigSchema } from '@jielong/platform';
import { AppModule } from './app.module.js';

await bootstrapService({
  name: 'orders',
  module: AppModule,
  pages: ordersPages,
  config: readConfig(linkingConfigSchema),
  bodyLimit: '5mb',
});
