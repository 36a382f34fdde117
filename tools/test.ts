/** `npm test [-- pattern …]`: every test, on servers of its own. The last line counts: `N passed, N failed`. */
import { globSync, rmSync } from 'node:fs';
import { build, nx } from './build.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { brokenRun, integrationEnv, jestOver, journeyEnv, readResult, type Result } from './jest-runs.ts';
import { inRoot, root } from './places.ts';
import { personalScan } from './personal-scan.ts';
import { projectOf } from './projects.ts';
import { say, showTrouble } from './say.ts';
import { startTestServers, type TestServers } from './test-servers.ts';
import { withSystem } from './test-system.ts';

const patterns = process.argv.slice(2).map((pattern) => new RegExp(pattern));
const isWanted = (file: string) => patterns.length === 0 || patterns.some((pattern) => pattern.test(file));
const isForeign = (path: string) => /(^|\/)(node_modules|dist)$/.test(path);
const specs = (ending: string) =>
  globSync(`{apps,libs,tools}/**/*.${ending}.ts`, { cwd: root, exclude: isForeign }).filter(isWanted).toSorted();

const tests = { unit: specs('spec'), integration: specs('int-spec'), journeys: specs('journey-spec') };
const results: Result[] = [];

function take(result: Result): void {
  results.push(result);
  for (const { message } of result.testResults) if (message) process.stdout.write(`${message}\n`);
}

const sum = (count: (result: Result) => number) => results.reduce((total, result) => total + count(result), 0);
const passed = () => sum(({ numPassedTests }) => numPassedTests);
const failed = () => sum(({ numFailedTests, numRuntimeErrorTestSuites }) => numFailedTests + numRuntimeErrorTestSuites);

/** One kind of tests; where it breaks, that is one failure, and the others still run. */
async function section(name: string, files: readonly string[], work: () => Promise<void>): Promise<void> {
  if (!files.length || interrupted.aborted) return;
  say(`${name}: ${files.length} file${files.length === 1 ? '' : 's'}`);
  const before = [passed(), failed()] as const;
  await work().catch((error: unknown) => {
    showTrouble(error);
    results.push(brokenRun(name, ''));
  });
  say(`${name}: ${passed() - before[0]} passed, ${failed() - before[1]} failed`);
}

/** Project by project through Nx, which remembers the result as long as nothing they read has changed. */
async function unitTests(): Promise<void> {
  if (patterns.length) return take(await jestOver('unit-some', 'jest.config.mjs', tests.unit, process.env));
  const projects = new Map(tests.unit.map(projectOf).map(({ name, root: folder }) => [name, folder]));
  rmSync(inRoot('.cache/unit'), { recursive: true, force: true });
  const { output } = await nx(['run-many', '-t', 'test', '-p', [...projects.keys()].join(','), '--parallel=2']);
  for (const folder of projects.values()) take(readResult(inRoot(`.cache/unit/${folder}.json`)) ?? brokenRun(folder, output.slice(-4_000)));
}

const integrationTests = async (servers: TestServers) =>
  take(await jestOver('integration', 'jest.int.config.mjs', tests.integration, await integrationEnv(servers)));

const journeyTests = (servers: TestServers) =>
  withSystem(servers, say, async (system) => {
    take(await jestOver('journeys', 'jest.journey.config.mjs', tests.journeys, journeyEnv(system)));
    take(await personalScan(system, journeyEnv(system)));
  });

async function onServers(): Promise<void> {
  if (tests.integration.length + tests.journeys.length === 0 || interrupted.aborted) return;
  say('Starting PostgreSQL and Temporal for the tests');
  const { stop, ...servers } = await startTestServers();
  try {
    await build(say);
    await section('Integration tests', tests.integration, () => integrationTests(servers));
    await section('Journeys', tests.journeys, () => journeyTests(servers));
  } finally {
    await stop();
  }
}

endInOrder();
await section('Unit tests', tests.unit, unitTests);
await onServers().catch((error: unknown) => {
  showTrouble(error);
  results.push(brokenRun('servers', ''));
});
if (interrupted.aborted) say('Interrupted');
if (results.length === 0) say(`No test file fits ${process.argv.slice(2).join(' ')}`);
process.exitCode = interrupted.aborted || failed() || !passed() ? 1 : 0;
process.stdout.write(`${passed()} passed, ${failed()} failed\n`);
process.exit();
