import { runMigrations } from '@jielong/platform';
import { migrations } from '../migrations/index.js';

await runMigrations({ schema: 'gateway', migrations });
