/** `npm run test:int -- <file or pattern>`: integration tests, on servers that run (`node tools/test-servers.ts up`) or on its own. */
import { say, showTrouble } from './say.ts';
import { integrationTests } from './jest-runs.ts';
import { runningTestServers, startTestServers } from './test-servers.ts';

const running = runningTestServers();
const servers = running ?? (await startTestServers());
try {
  const { code } = await integrationTests(servers, process.argv.slice(2), { show: true });
  process.exitCode = code;
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
} finally {
  if (!running && 'stop' in servers && typeof servers.stop === 'function') {
    say('stopping the servers');
    await servers.stop();
  }
}
