import { membersPages } from '@jielong/members-contract';
import { bootstrapService, readConfig } from '@jielong/platform';
import { AppModule } from './app.module.js';
import { membersConfigSchema } from './config.js';
import { bodyLimit } from './imports/imports.controller.js';

const config = readConfig(membersConfigSchema);
await bootstrapService({ name: 'members', module: AppModule.with(config), config, bodyLimit, pages: membersPages });
