/**
 * `npm run test:int -- <file or pattern>`: integration tests, and `npm run test:journey` journeys, shown as they go; on servers that run
 * (`node tools/test-servers.ts up`) or on its own.
 */
import { build } from './build.ts';
import { endInOrder } from './interrupt.ts';
import { integrationEnv, journeyEnv, showJest } from './jest-runs.ts';
import { say, showTrouble } from './say.ts';
import { runningTestServers, startTestServers, type TestServers } from './test-servers.ts';
import { withSystem } from './test-system.ts';

const [kind, ...args] = process.argv.slice(2);

async function journeys(servers: TestServers): Promise<{ code: number }> {
  await build(say);
  return withSystem(servers, say, (system) => showJest('jest.journey.config.mjs', args, journeyEnv(system)));
}

const integration = async (servers: TestServers) => showJest('jest.int.config.mjs', args, await integrationEnv(servers));

endInOrder();
const running = runningTestServers();
const own = running ? undefined : await startTestServers();
try {
  const servers = running ?? own;
  const { code } = servers ? await (kind === 'journey' ? journeys(servers) : integration(servers)) : { code: 1 };
  process.exitCode = code;
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
} finally {
  await own?.stop();
}
process.exit();
