import type { MigrationsOf } from '@jielong/platform';
import { First1764000000000 } from './migrations/1764000000000-first.migration.js';

export const members: MigrationsOf = { schema: 'members', migrations: [First1764000000000] };
