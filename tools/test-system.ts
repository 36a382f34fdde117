import { rmSync } from 'node:fs';
import { asAdmin, createDatabase } from './databases.ts';
import { freePort } from './ports.ts';
import { loadSamples } from './samples.ts';
import { Trouble } from './say.ts';
import { scratchDir } from './scratch.ts';
import { systemOf, type System } from './system.ts';
import type { TestServers } from './test-servers.ts';
import { databaseUrl, testSecrets } from './test-template.ts';

const database = 'jielong_journeys';

/** The whole system on the test servers, with the sample community, for the time of `work`. */
export async function withSystem<T>(servers: TestServers, say: (line: string) => void, work: (system: System) => Promise<T>): Promise<T> {
  const dir = scratchDir('journeys');
  await asAdmin(servers.postgresUrl, (db) => db.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
  await createDatabase(servers.postgresUrl, database);
  const losses: string[] = [];
  const { start, stop } = systemOf({
    ...{ dataDir: dir, mode: 'test', secrets: testSecrets, say, gatewayPort: await freePort(), uiPort: 0 },
    ...{
      databaseUrl: databaseUrl(servers.postgresUrl, database),
      temporalAddress: servers.temporalAddress,
      namespace: servers.namespaces.journeys,
    },
    onLoss: ({ name }, how) => losses.push(`${name} ${how}`),
  });
  try {
    const system = await start();
    await loadSamples({ ...system, mode: 'test', secrets: testSecrets });
    const done = await work(system);
    if (losses.length) throw new Trouble(`While the tests ran, ${losses.join(', ')}.`);
    return done;
  } finally {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
