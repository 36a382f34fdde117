import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readConfig, serviceConfigSchema, TemporalClient } from '@jielong/platform';
import { testJwksUrl, testKeys, testTemporal } from '@jielong/testing';
import { Logger } from '@nestjs/common';
import { RetentionSchedule, retentionScheduleId } from './retention-schedule.js';

Logger.overrideLogger(false);
const configAt = (address: string) =>
  readConfig(serviceConfigSchema, {
    ...{ NODE_ENV: 'test', PORT: '0', DATABASE_URL: 'postgres://nobody@127.0.0.1/none', TEMPORAL_ADDRESS: address },
    ...{ TEMPORAL_NAMESPACE: testTemporal().namespace, TEMPORAL_TASK_QUEUE: `retention-${crypto.randomUUID()}` },
    ...{ ...testKeys, JWKS_URL: testJwksUrl },
  });

const config = configAt(testTemporal().address);
let client: TemporalClient;
beforeAll(() => void (client = new TemporalClient(config)));
const handle = () => client.schedule.getHandle(retentionScheduleId(config.TEMPORAL_TASK_QUEUE));
afterAll(async () => {
  await handle().delete();
  await client.onApplicationShutdown();
});

test('every night by the clock of Shanghai a round is started, once, however many services have come up', async () => {
  await Promise.all([1, 2, 3].map(() => new RetentionSchedule(client, config).create()));
  const { spec, action, policies } = await handle().describe();
  expect(spec).toMatchObject({ timezone: 'Asia/Shanghai', calendars: [{ hour: [{ start: 3 }], minute: [{ start: 30 }] }] });
  expect(action).toMatchObject({ workflowType: 'retentionRoundsWorkflow', taskQueue: config.TEMPORAL_TASK_QUEUE });
  expect(policies.overlap).toBe('SKIP');
});

test('one that an operator has paused stays paused', async () => {
  await handle().pause('holiday');
  await new RetentionSchedule(client, config).create();
  expect((await handle().describe()).state.paused).toBe(true);
});

test('while Temporal is away the service stops in the time that it has', async () => {
  const nowhere = configAt('127.0.0.1:1');
  const away = new TemporalClient(nowhere);
  const schedule = new RetentionSchedule(away, nowhere);
  schedule.onApplicationBootstrap();
  const before = Date.now();
  await schedule.beforeApplicationShutdown();
  expect(Date.now() - before).toBeLessThan(6_000);
  await away.onApplicationShutdown();
});
