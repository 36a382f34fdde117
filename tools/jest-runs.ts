import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { interrupted } from './interrupt.ts';
import { inRoot } from './places.ts';
import { runNode } from './run.ts';
import type { System } from './system.ts';
import type { TestServers } from './test-servers.ts';
import { prepareTemplates, testPassword, type Templates } from './test-template.ts';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

/** What one Jest run says in its JSON file, as far as we count. */
export interface Result {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  /** Files that could not even be loaded. */
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string }[];
}

/** A run that left no result: something else than a test failed. */
export const brokenRun = (name: string, message: string): Result => ({
  ...{ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 1 },
  testResults: [{ name, status: 'failed', message }],
});

/** Runs Jest over `files` and answers with what it counted; what it prints is shown only where it left no result. */
export async function jestOver(name: string, config: string, files: readonly string[], env: NodeJS.ProcessEnv): Promise<Result> {
  const output = inRoot(`.cache/${name}.json`);
  rmSync(output, { force: true });
  mkdirSync(dirname(output), { recursive: true });
  const args = ['--config', config, '--json', `--outputFile=${output}`, '--silent', '--runTestsByPath', ...files];
  const done = await runNode([...jest, ...args], { env, signal: interrupted });
  return readResult(output) ?? brokenRun(name, done.output.slice(-8_000));
}

export function readResult(file: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Result;
  } catch {
    return undefined;
  }
}

/** One Jest run, shown as it goes. */
export const showJest = (config: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ readonly code: number }> =>
  runNode([...jest, '--config', config, ...args], { env, show: true, signal: interrupted });

const noneOfTheReal = { NODE_ENV: 'test', DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined, PORT: undefined } as const;

/** What integration tests read from their environment. */
export async function integrationEnv(servers: TestServers, templates?: Templates): Promise<NodeJS.ProcessEnv> {
  const { empty, migrated } = templates ?? (await prepareTemplates(servers.postgresUrl));
  return {
    ...process.env,
    ...noneOfTheReal,
    TEST_POSTGRES_ADMIN_URL: servers.postgresUrl,
    TEST_ROLE_PASSWORD: testPassword,
    TEST_EMPTY_DATABASE: empty,
    TEST_MIGRATED_DATABASE: migrated,
    TEST_TEMPORAL_ADDRESS: servers.temporalAddress,
    TEST_TEMPORAL_NAMESPACE: servers.namespaces.integration,
  };
}

/** What journeys read from their environment: a whole system, and where to look behind it. */
export const journeyEnv = ({ dataDir, gatewayUrl, adminUrl, temporalAddress, namespace }: System): NodeJS.ProcessEnv => ({
  ...process.env,
  ...noneOfTheReal,
  JIELONG_URL: gatewayUrl,
  JIELONG_PASSPHRASE: testPassword,
  JIELONG_CONFIG_DIR: join(dataDir, 'cli'),
  TEST_DATABASE_URL: adminUrl,
  TEST_TEMPORAL_ADDRESS: temporalAddress,
  TEST_TEMPORAL_NAMESPACE: namespace,
  TEST_ERROR_ANSWERS: join(dataDir, 'logs', 'error-answers.jsonl'),
});
