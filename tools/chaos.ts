/**
 * `npm run chaos [-- --only NAME --runs N --seconds N --seed N --json]`: harm of every kind is done to a whole system on data of its own
 * while days are lived; ends with 1 where anything was lost, doubled or left open. Scenarios: activities, kill, postgres, temporal, reset,
 * terminate.
 */
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { runNode } from './run.ts';
import { say, showTrouble } from './say.ts';
import { testPassword } from './test-template.ts';

endInOrder();
try {
  await build(say);
  const args = ['--enable-source-maps', 'apps/e2e/dist/src/chaos/main.js', ...process.argv.slice(2)];
  process.exitCode = (
    await runNode(args, { env: { ...process.env, JIELONG_PASSPHRASE: testPassword }, show: true, signal: interrupted })
  ).code;
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
}
process.exit();
