import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, prepareDatabase } from './databases.ts';
import { placeOf, startPostgres } from './postgres.ts';
import { freePort } from './ports.ts';
import { scratchDir } from './scratch.ts';
import { testSecrets } from './test-template.ts';

/** A new server with one database, which has roles and empty schemas, for the time of `work`; its administrator's URL. */
export async function onFreshDatabase(purpose: string, work: (adminUrl: string) => Promise<void>): Promise<void> {
  const dir = scratchDir(purpose);
  const place = join(dir, 'postgres');
  const options = { dir: place, port: await freePort(), password: purpose, logFile: join(dir, 'postgres.log'), durable: false };
  const { part, url } = await startPostgres(options);
  try {
    await createDatabase(url('postgres'), 'jielong');
    await prepareDatabase(url('jielong'), testSecrets);
    await work(url('jielong'));
  } finally {
    await part.stop();
    for (const path of [placeOf(place), dir]) rmSync(path, { recursive: true, force: true });
  }
}
