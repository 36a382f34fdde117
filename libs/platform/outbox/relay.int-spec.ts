import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testJwksUrl, testKeys, until } from '@jielong/testing';
import { Logger } from '@nestjs/common';
import { readConfig } from '../config/read-config.js';
import { serviceConfigSchema } from '../config/service-config.js';
import { inCommunity } from '../database/in-community.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { Metrics } from '../http/metrics.js';
import { endProcess } from '../steps/step-rows.js';
import { resumeProcesses, startProcess, wakeProcess } from '../steps/processes.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { Executions } from './executions.js';
import { Relay } from './relay.js';
import { Sweeper } from './sweeper.js';

Logger.overrideLogger(false);
let service: ScratchService;
let client: TemporalClient;
let relays: readonly [Relay, Relay];
beforeAll(async () => {
  service = await scratchService();
  const config = readConfig(serviceConfigSchema, {
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: service.appUrl,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: process.env.TEST_TEMPORAL_NAMESPACE,
    TEMPORAL_TASK_QUEUE: `nobody-${crypto.randomUUID()}`,
    ...testKeys,
    JWKS_URL: testJwksUrl,
  });
  client = new TemporalClient(config);
  relays = [new Relay(service.db, client, config), new Relay(service.db, client, config)];
});
afterAll(async () => {
  await client.onApplicationShutdown();
  await service.drop();
});
beforeEach(() => service.db.query('DELETE FROM outbox'));

const wish = async (workflow = 'tripWorkflow', community = 'a', run = ''): Promise<string> => {
  const processId = `trip:${crypto.randomUUID()}`;
  await inCommunity(service.db, community, (tx) =>
    startProcess(tx, { processId, workflow, input: {}, summary: '车次', searchAttributes: { Community: community, SupplyRun: [run] } }),
  );
  return processId;
};
const handle = (processId: string) => client.workflow.getHandle(processId);
const statusOf = async (processId: string) => (await handle(processId).describe()).status.name;
const left = () => service.db.query<{ process_id: string }[]>('SELECT process_id, attempts, not_before > now() AS later FROM outbox');
const looksAt = async (processId: string) =>
  (await handle(processId).fetchHistory()).events?.filter((event) => event.workflowExecutionSignaledEventAttributes?.signalName === 'look')
    .length;

test('two relays at once start each process of every community once', async () => {
  const wishes = await Promise.all(Array.from({ length: 20 }, (_, i) => wish('tripWorkflow', i % 2 ? 'a' : 'b')));
  const delivered = await Promise.all(relays.map((relay) => relay.deliver()));
  expect(delivered.reduce((sum, n) => sum + n)).toBe(20);
  expect(await left()).toEqual([]);
  expect(new Set(await Promise.all(wishes.map(statusOf)))).toEqual(new Set(['RUNNING']));
  expect(await Promise.all(wishes.map(looksAt))).toEqual(wishes.map(() => 0));
});

test('what is started already is told to look; so a relay killed between start and forgetting does no harm', async () => {
  const processId = await wish();
  await relays[0].deliver();
  await inCommunity(service.db, 'a', (tx) => wakeProcess(tx, processId));
  await relays[1].deliver();
  expect([await left(), await looksAt(processId)]).toEqual([[], 1]);
});

test('a wish that is written while another of the same process is delivered is not swallowed', async () => {
  const processId = await wish();
  await service.db.transaction(async (delivering) => {
    await delivering.query('SELECT FROM outbox FOR UPDATE');
    await inCommunity(service.db, 'a', (tx) => wakeProcess(tx, processId));
    await delivering.query('DELETE FROM outbox WHERE wish = (SELECT min(wish) FROM outbox)');
  });
  expect(await left()).toMatchObject([{ process_id: processId }]);
});

test('one that Temporal refuses waits, and stops nobody else', async () => {
  const [refused, next] = [await wish(''), await wish()];
  await relays[0].deliver();
  expect(await left()).toEqual([{ process_id: refused, attempts: 1, later: true }]);
  expect(await statusOf(next)).toBe('RUNNING');
});

test('a process whose row says that it is over is not started', async () => {
  const processId = await wish();
  await inCommunity(service.db, 'a', (tx) => endProcess(tx, processId));
  expect(await relays[0].deliver()).toBe(1);
  await expect(statusOf(processId)).rejects.toThrow('not found');
});

describe('a process that has lost its execution', () => {
  const run = crypto.randomUUID();
  const sweeper = () => new Sweeper(service.db, new Executions(client), new Metrics());
  const lost = async () => (await sweeper().lostOf('a', run)).map(({ processId }) => processId);
  const resume = () => inCommunity(service.db, 'a', (tx) => resumeProcesses(tx, run));

  test('is found, started again when a person wishes it, and only then', async () => {
    const [terminated, runs, over] = [
      await wish('tripWorkflow', 'a', run),
      await wish('tripWorkflow', 'a', run),
      await wish('tripWorkflow', 'a', run),
    ];
    await inCommunity(service.db, 'a', (tx) => endProcess(tx, over));
    await relays[0].deliver();
    expect(await lost()).toEqual([]);
    await handle(terminated).terminate();
    await until(async () => (await lost()).length > 0); // Temporal's list follows what has happened
    expect(await lost()).toEqual([terminated]);
    await inCommunity(service.db, 'a', (tx) => wakeProcess(tx, terminated)); // somebody has news for it: that starts nothing
    await relays[0].deliver();
    expect(await statusOf(terminated)).toBe('TERMINATED');
    expect((await resume()).toSorted()).toEqual([terminated, runs].toSorted());
    await relays[0].deliver();
    expect([await lost(), await statusOf(terminated), await looksAt(runs)]).toEqual([[], 'RUNNING', 1]);
    await expect(statusOf(over)).rejects.toThrow('not found');
  });

  test('resumed twice, and by two relays at once, it runs once', async () => {
    const processId = await wish('tripWorkflow', 'a', run);
    await relays[0].deliver();
    const first = await handle(processId).describe();
    await handle(processId).terminate();
    await Promise.all([resume(), resume()]);
    await Promise.all(relays.map((relay) => relay.deliver()));
    const again = await handle(processId).describe();
    expect([again.status.name, again.runId === first.runId]).toEqual(['RUNNING', false]);
    expect(await left()).toEqual([]);
  });
});
