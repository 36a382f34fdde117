import { runReseal } from '@jielong/platform';
import { sealedTables } from './sealed.js';

await runReseal({ schema: 'logistics', tables: sealedTables });
