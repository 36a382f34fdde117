/** `npm run schema`: brings the descriptions of the schemas up to date with what the migrations make of an empty database. */
import { build } from './build.ts';
import { onFreshDatabase } from './fresh-database.ts';
import { endInOrder } from './interrupt.ts';
import { migrateAll } from './migrations.ts';
import { say, showTrouble } from './say.ts';
import { describeSchemas, writeSchemas } from './schema-files.ts';
import { testSecrets } from './test-template.ts';

async function write(adminUrl: string): Promise<void> {
  await migrateAll(adminUrl, testSecrets);
  const written = writeSchemas(await describeSchemas(adminUrl));
  say(written.length ? `Written: ${written.join(', ')}` : 'Nothing to write');
}

endInOrder();
try {
  await build(say);
  await onFreshDatabase('schema', write);
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
}
process.exit();
