import { runMigrations } from '@jielong/platform';
import { members } from './migrations.js';

await runMigrations(members);
