/**
 * `npm run bench [-- --runs N --json]`: what orders, pickups, steps and runs cost against the bare servers beneath them, on durable data of
 * its own. Prints ratios of one run; judges nothing.
 */
import { build } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { runNode } from './run.ts';
import { say, showTrouble } from './say.ts';
import { testPassword } from './test-template.ts';

endInOrder();
try {
  await build(say);
  const args = ['--enable-source-maps', 'apps/e2e/dist/src/bench/main.js', ...process.argv.slice(2)];
  process.exitCode = (
    await runNode(args, { env: { ...process.env, JIELONG_PASSPHRASE: testPassword }, show: true, signal: interrupted })
  ).code;
} catch (error) {
  showTrouble(error);
  process.exitCode = 1;
}
process.exit();
