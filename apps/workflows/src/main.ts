import { bootstrapService, partConfigSchema, readConfig, TemporalModule } from '@jielong/platform';
import { bundlePath } from './bundle-path.js';

/** The worker that runs every workflow and nothing else; its port answers health and metrics. */
await bootstrapService({
  name: 'workflows',
  module: TemporalModule.forWorkflows({ bundlePath }),
  config: readConfig(partConfigSchema),
});
