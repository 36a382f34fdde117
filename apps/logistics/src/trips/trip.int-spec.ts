import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bundleWorkflows, createService, linkingConfigSchema, stop, TemporalModule } from '@jielong/platform';
import { acting, testJwksUrl, testKeys, testTemporal, until } from '@jielong/testing';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { community, Warehouse } from '../../spec/warehouse.js';
import { AppModule } from '../app.module.js';

let directory: string;
let house: Warehouse;
let app: NestExpressApplication;
let workflows: NestExpressApplication;
beforeAll(async () => {
  house = await Warehouse.open();
  directory = await mkdtemp(join(tmpdir(), 'jielong-trip-'));
  const bundlePath = join(directory, 'workflows.js');
  await bundleWorkflows(fileURLToPath(new URL('../../../../libs/logistics/workflows/index.ts', import.meta.url)), bundlePath);
  const { address, namespace } = testTemporal();
  const config = linkingConfigSchema.parse({
    NODE_ENV: 'test',
    PORT: 0,
    DATABASE_URL: house.url,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
    ...testKeys,
    JWKS_URL: testJwksUrl,
    PUBLIC_URL: 'https://jielong.example.org',
    LOG_LEVEL: 'silent',
  });
  @Module({ imports: [TemporalModule.forWorkflows({ bundlePath })] })
  class WorkflowsModule {}
  app = await createService({ name: 'logistics', module: AppModule, config });
  workflows = await createService({ name: 'workflows', module: WorkflowsModule, config });
  await Promise.all([app.listen(0, '127.0.0.1'), workflows.listen(0, '127.0.0.1')]);
}, 120_000);
afterAll(async () => {
  await Promise.all([stop(app), stop(workflows)]);
  await house.close();
  await rm(directory, { recursive: true });
}, 30_000);

const call = (method: 'get' | 'post', path: string, body?: object) => {
  const agent = supertest(app.getHttpServer());
  const sent = method === 'get' ? agent.get(`/api/${path}`) : agent.post(`/api/${path}`);
  return sent
    .set(acting(`${community}/D018`))
    .set('Idempotency-Key', randomUUID())
    .send(body);
};

/** The answer, once it is another than "later": 409 `starting`, or 503. */
async function persist(path: string, body: object): Promise<{ status: number; body: { code?: string; assumed?: string[] } }> {
  for (const giveUp = Date.now() + 60_000; ; await setTimeout(100)) {
    const { status, body: answer } = await call('post', path, body);
    const isLater = status === 503 || answer.code === 'starting' || status === 202;
    if (!isLater || Date.now() > giveUp) return { status, body: answer };
  }
}
const asked = async (trip: string): Promise<string[]> => {
  const { body } = await call('get', `steps/logistics?process=trip:${trip}`);
  return body.items.map(({ step }: { step: string }) => step);
};

it('a trip asks for its loading and its handoff, hears both, and is over', async () => {
  const day = await house.run();
  const { body: trip } = await call('post', 'trips', { runs: [day.run] });
  await until(async () => (await asked(trip.id)).includes('confirmLoading'));

  const loading = { reportId: randomUUID(), departed: true };
  const loaded = await persist(`trips/${trip.id}/loading`, loading);
  expect(loaded).toMatchObject({
    status: 200,
    body: { step: 'confirmLoading', at: trip.id, assumed: [`confirmPurchase@${day.purchase}`] },
  });
  expect((await call('get', `trips/${trip.id}`)).body).toMatchObject({ state: 'under-way', stops: [{ state: 'expected' }] });
  expect((await call('post', `trips/${trip.id}/loading`, { reportId: randomUUID() })).body.code).toBe('already-reported');

  const parties = { handedOverBy: { person: 'D018' }, receivedBy: { role: 'guard' } };
  const unknown = await call('post', `trips/${trip.id}/handoff`, {
    reportId: randomUUID(),
    ...parties,
    lines: [{ bundle: 'XX', damaged: 1 }],
  });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'unknown-bundle']);
  const handoff = { reportId: randomUUID(), ...parties, lines: [{ bundle: 'SC01', damaged: 1 }] };
  const handedOver = await persist(`trips/${trip.id}/handoff`, handoff);
  expect(handedOver).toMatchObject({ status: 200, body: { step: 'confirmHandoff', at: trip.stops[0].id, assumed: [] } });
  await until(async () => {
    const rows = await house.rows('SELECT FROM processes WHERE process_id = $1 AND ended_at IS NOT NULL', [`trip:${trip.id}`]);
    return rows.length === 1;
  });
  expect(await asked(trip.id)).toEqual([]);
  expect(await day.held()).toEqual({ source: -10, damaged: 1, 'pickup-point': 9 });

  expect(await call('post', `trips/${trip.id}/loading`, loading)).toMatchObject({ status: 200, body: loaded.body });
  expect(await call('post', `trips/${trip.id}/handoff`, handoff)).toMatchObject({ status: 200, body: handedOver.body });
}, 180_000);
