import { runNode, type Outcome, type RunOptions } from './run.ts';
import { prepareTemplates, testPassword, type Templates } from './test-template.ts';
import type { TestServers } from './test-servers.ts';

const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];

/** What integration tests read from their environment. */
export const integrationEnv = (servers: TestServers, templates: Templates): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'test',
  DATABASE_URL: undefined,
  TEMPORAL_ADDRESS: undefined,
  TEST_POSTGRES_ADMIN_URL: servers.postgresUrl,
  TEST_ROLE_PASSWORD: testPassword,
  TEST_EMPTY_DATABASE: templates.empty,
  TEST_MIGRATED_DATABASE: templates.migrated,
  TEST_TEMPORAL_ADDRESS: servers.temporalAddress,
  TEST_TEMPORAL_NAMESPACE: servers.namespaces.integration,
});

/** One Jest run over all integration tests, or those that a pattern names. */
export async function integrationTests(servers: TestServers, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const env = integrationEnv(servers, await prepareTemplates(servers.postgresUrl));
  return runNode([...jest, '--config', 'jest.int.config.mjs', ...args], { ...options, env });
}
