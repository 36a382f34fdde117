import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Body, Controller, Get, Headers, Module, Param, Post, Query } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError, type StepDefinition } from '@jielong/kernel';
import { pageQuery, portionsSchema, reportBody } from '@jielong/kernel/schemas';
import { acting } from '@jielong/testing';
import request from 'supertest';
import { z } from 'zod';
import { actorModule } from '../actor/actor.module.js';
import { permissionsOf } from '../actor/permission.js';
import { readConfig } from '../config/read-config.js';
import { stepsConfigSchema } from '../config/service-config.js';
import { audit } from '../audit/audit.js';
import { databaseModule } from '../database/database.module.js';
import { inCommunity } from '../database/in-community.js';
import { Idempotent } from '../idempotency/idempotency-key.js';
import { processesModule } from '../outbox/processes.module.js';
import { scratchEnv, scratchPermissions, scratchService, type ScratchService } from '../spec/scratch-service.js';
import { startProcess } from '../steps/processes.js';
import { stepController } from '../steps/step-controller.js';
import { TemporalModule } from '../temporal/temporal.module.js';
import { created } from './answer.js';
import { ApiAnswer } from './api-docs.js';
import { stop } from './graceful-stop.js';
import { openApiOf } from './openapi.js';
import { Operation } from './operation.js';
import { decodeCursor } from './page.js';
import { createService } from './service.js';
import type { Work } from './work.js';

const orderSchema = z.strictObject({ portions: portionsSchema, remark: z.string().max(20).optional() });
const loading: StepDefinition = {
  step: 'confirmLoading',
  process: 'trips',
  path: 'loading',
  permission: 'step.confirmLoading',
  needsSignature: false,
  zh: '装车',
  en: 'loading',
};

@Controller('orders')
class OrdersController {
  @Post()
  @Idempotent()
  @Operation('placeOrder', 'orders.place', 'place an order')
  @ApiAnswer(201, z.object({ id: z.string().meta({ example: 'order-1' }) }), 'placed')
  place(
    @Body({ schema: orderSchema }) { portions }: z.output<typeof orderSchema>,
    @Headers('idempotency-key') key: string,
  ): Work<{ id: string }> {
    return async (tx) => {
      await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', [key, portions]);
      await audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: key });
      return created({ id: key }, `/api/orders/${key}`);
    };
  }

  @Get()
  @Operation('listOrders', 'orders.read', 'orders')
  list(@Query({ schema: pageQuery }) { limit, after }: z.output<typeof pageQuery>) {
    return { limit, key: decodeCursor(after, z.tuple([z.string()])) ?? null };
  }

  @Get('unnamed')
  unnamed(): object {
    return { secret: true };
  }

  @Get('broken/:what')
  @Operation('showBroken', 'orders.read', 'what goes wrong')
  broken(@Param('what') what: string): Work {
    if (what === 'rule') throw new DomainError('not-found', 'no-such-order', { zh: '没有这份订单', en: 'no such order' }, { order: 1 });
    return (tx) => tx.query(what === 'cast' ? `SELECT 'secret'::uuid` : 'SELECT secret FROM nowhere');
  }
}

@Module({
  imports: [
    databaseModule({ schema: 'scratch' }),
    actorModule({ peopleView: 'scratch.published_people_v1', permissions: scratchPermissions, roleNames: {}, belongings: {} }),
    TemporalModule.forRoot({ service: 'scratch', activities: [] }),
    processesModule(),
  ],
  controllers: [OrdersController, stepController(loading, z.strictObject(reportBody))],
})
class ScratchModule {}

let service: ScratchService;
let app: NestExpressApplication;
beforeAll(async () => {
  service = await scratchService();
  app = await createService({ name: 'scratch', module: ScratchModule, config: readConfig(stepsConfigSchema, scratchEnv(service)) });
  await app.listen(0, '127.0.0.1');
  await inCommunity(service.db, 'full', (tx) =>
    tx.query(`INSERT INTO people (code, active, roles) VALUES ('S001', true, '{coordinator}'), ('S002', false, '{}')`),
  );
});
afterAll(async () => {
  await stop(app);
  await service.drop();
});

const http = () => request(app.getHttpServer());
const place = (key: string, body: object) => http().post('/api/orders').set(acting('full/S001')).set('Idempotency-Key', key).send(body);
const get = (path: string, actor = 'full/S001') => http().get(path).set(acting(actor));

describe('who acts', () => {
  const forged = acting('full/S001')['Jielong-Token'].split('.');
  const otherSub = Buffer.from(JSON.stringify({ sub: 'S002', community: 'full', exp: 4_102_444_800 })).toString('base64url');
  const expired = acting('full/S001', [], { exp: Math.floor(Date.now() / 1_000) - 1 });
  test.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['a name in a header', { 'Jielong-Actor': 'full/S001' }],
    ['what is no token', { 'Jielong-Token': 'full/S001' }],
    ['a token of other claims', { 'Jielong-Token': [forged[0], otherSub, forged[2]].join('.') }],
    ['an unsigned token', { 'Jielong-Token': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${otherSub}.` }],
    ['a token that is over', expired],
    ['a token of another issuer', acting('full/S001', [], { iss: 'somebody' })],
    ['a token for others', acting('full/S001', [], { aud: 'others' })],
    ['a token without a person', acting('full/')],
  ])('%s says nothing: 401 with how to sign in', async (_, headers) => {
    const answer = await http().get('/api/orders').set(headers);
    expect([answer.status, answer.body.code]).toEqual([401, 'who-are-you']);
  });

  test('actor, channel and correlation id reach the rows', async () => {
    const answer = await place('key-context', { portions: 1 })
      .set(acting('full/S001', undefined, { channel: 'cli' }))
      .set('Jielong-Correlation-Id', 'cor-0001-x');
    expect(answer.headers['jielong-correlation-id']).toBe('cor-0001-x');
    const rows = await inCommunity(service.db, 'full', (tx) =>
      tx.query<object[]>(`SELECT * FROM audit_entries WHERE subject_id = 'key-context'`),
    );
    expect(rows).toMatchObject([{ actor: 'S001', channel: 'cli', correlation_id: 'cor-0001-x' }]);
  });
});

describe('bad input is a problem that helps, never a fault', () => {
  test.each([
    ['a wrong field', { portions: 'x', other: 1 }, 400, 'malformed'],
    ['a negative number', { portions: -1 }, 400, 'malformed'],
    ['NUL', { portions: 1, remark: 'a\0b' }, 400, 'malformed'],
    ['half an emoji', { portions: 1, remark: '\ud83d' }, 400, 'malformed'],
    ['no body', undefined, 400, 'malformed'],
    ['a rule of the table', { portions: 0 }, 409, 'conflict'],
  ])('%s', async (_name, body, status, code) => {
    const answer = await place('key-wrong-1', body as object);
    expect([answer.status, answer.body.code, answer.type]).toEqual([status, code, 'application/problem+json']);
  });

  test('each bad field is named in both languages; detail is in the caller’s', async () => {
    const wrong = { portions: 'x' };
    const chinese = await place('key-wrong-2', wrong);
    expect(chinese.body).toMatchObject({
      detail: '请求内容不合要求：portions。',
      errors: [{ path: 'portions', message: { zh: expect.stringContaining('期望'), en: expect.stringContaining('expected number') } }],
    });
    expect((await place('key-wrong-2', wrong).set('Accept-Language', 'en-GB,zh;q=0.5')).body.detail).toContain('portions.');
  });

  const raw = (type: string, body: string) => http().post('/api/orders').set(acting('full/S001')).set('Content-Type', type).send(body);
  test.each([
    ['broken JSON', 'application/json', '{"portions":', 400],
    ['a bare number', 'application/json', '1', 400],
    ['too large', 'application/json', JSON.stringify({ remark: 'x'.repeat(2_100_000) }), 413],
    ['no JSON', 'text/plain', 'portions=1', 415],
    ['an unknown charset', 'application/json; charset=klingon', '{}', 415],
  ])('%s', async (_name, type, body, status) => expect((await raw(type, body)).status).toBe(status));

  test('no key, an unknown address, a bad id, a bad cursor, a bad percent sign', async () => {
    const without = await http().post('/api/orders').set(acting('full/S001')).send({ portions: 1 });
    expect(without.body).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    for (const path of ['/api/nowhere', '/nowhere', '/', '/health', '/api//orders'])
      expect((await get(path)).body).toMatchObject({ status: 404, code: 'no-such-route' });
    expect((await get('/api/trips/7/loading/x')).body).toMatchObject({ status: 400, errors: [{ path: 'id' }] });
    expect((await get('/api/orders?after=xx')).body).toMatchObject({ status: 400, errors: [{ path: 'after' }] });
    expect((await get('/api/orders?limit=0')).status).toBe(400);
    expect((await get('/api/orders?limt=5')).body).toMatchObject({ status: 400, code: 'malformed' });
    expect((await get('/api/orders/%E0%A4%A')).status).toBe(400);
  });

  test('a rule’s refusal keeps its kind, code and details', async () => {
    expect((await get('/api/orders/broken/rule')).body).toMatchObject({
      status: 404,
      code: 'no-such-order',
      detail: '没有这份订单',
      details: { order: 1 },
    });
  });

  test('a value the database cannot read is the caller’s mistake; a fault shows no internals', async () => {
    expect((await get('/api/orders/broken/cast')).status).toBe(400);
    const fault = await get('/api/orders/broken/sql');
    expect([fault.status, fault.body.code, JSON.stringify(fault.body).includes('nowhere')]).toEqual([500, 'fault', false]);
    expect(fault.body.correlationId).toBe(fault.headers['jielong-correlation-id']);
  });
});

test('the same key again gives the first answer with its status and headers', async () => {
  const answers = [await place('key-repeat', { portions: 2 }), await place('key-repeat', { portions: 2 })];
  for (const { status, headers, body } of answers)
    expect([status, headers.location, body]).toEqual([201, '/api/orders/key-repeat', { id: 'key-repeat' }]);
});

describe('Temporal is away', () => {
  test('ready says so, and is 503 only for whoever wants everything', async () => {
    const parts = { database: 'up', temporal: 'down' };
    expect(await http().get('/health/ready')).toMatchObject({ status: 200, body: { status: 'degraded', parts } });
    expect((await http().get('/health/ready?all=1')).status).toBe(503);
    expect((await http().get('/health/live')).status).toBe(200);
  });

  test('a process that is wished for waits in the outbox; a report says 503 and may be repeated', async () => {
    const id = '0193a1b2-0000-7000-8000-000000000001';
    const start = { processId: `trip:${id}`, workflow: 'tripWorkflow', input: {}, summary: '车次', searchAttributes: {} };
    await inCommunity(service.db, 'full', (tx) => startProcess(tx, start));
    const report = () => http().post(`/api/trips/${id}/loading`).set(acting('full/S001')).send({ reportId: 'report-0001' });
    const answer = await report();
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'process-unreachable', '5']);
    expect(await service.db.query('SELECT process_id FROM outbox')).toEqual([{ process_id: `trip:${id}` }]);
    const unknown = http().post('/api/trips/0193a1b2-0000-7000-8000-00000000000f/loading').set(acting('full/S001'));
    expect((await unknown.send({ reportId: 'report-0002' })).body).toMatchObject({ status: 404, code: 'no-such-process' });
  }, 30_000);
});

test('metrics name routes, never ids', async () => {
  await get('/api/orders');
  const { text } = await http().get('/metrics');
  expect(text).toContain('route="/api/orders"');
  expect(text).not.toContain('key-repeat');
});

test('an endpoint that names no permission is found, and lets nobody in', async () => {
  const nameless = permissionsOf(app).filter(({ permission, public: open }) => !permission && !open);
  expect(nameless.map(({ handler }) => handler)).toEqual(['unnamed']);
  expect((await get('/api/orders/unnamed')).body).toMatchObject({ status: 403, code: 'not-yours' });
});

test('every operation is documented with problems, an example of its body and its permission', async () => {
  const { paths } = openApiOf(app, 'scratch');
  expect(paths['/api/orders']?.post).toMatchObject({
    'x-permission': 'orders.place',
    requestBody: { content: { 'application/json': { example: { portions: 1 } } } },
    responses: { '201': { content: { 'application/json': { example: { id: 'order-1' } } } }, '400': {}, '422': {}, '503': {} },
  });
  expect(paths['/api/trips/{id}/loading']?.post?.responses).toMatchObject({
    '200': { content: { 'application/json': { example: { reportId: 'b1a7c0de-0001' } } } },
    '202': {},
  });
  expect(paths['/health/live']).toBeUndefined();
  expect((await http().get('/openapi.json')).body.paths).toHaveProperty('/api/orders');
});
