import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acting } from '@jielong/testing';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { actorModule } from '../actor/actor.module.js';
import { readConfig } from '../config/read-config.js';
import { serviceConfigSchema } from '../config/service-config.js';
import { databaseModule } from '../database/database.module.js';
import { inCommunity } from '../database/in-community.js';
import { OrdersController, shop } from '../spec/orders.controller.js';
import { scratchEnv, scratchPermissions, scratchService, type ScratchService } from '../spec/scratch-service.js';
import { stop } from './graceful-stop.js';
import { openApiOf } from './openapi.js';
import { operationOf } from './operation.js';
import { createService } from './service.js';

@Module({
  imports: [
    databaseModule({ schema: 'scratch' }),
    actorModule({ peopleView: 'scratch.published_people_v1', permissions: scratchPermissions, roleNames: {}, belongings: {} }),
  ],
  controllers: [OrdersController],
})
class WorkModule {}

let service: ScratchService;
let app: NestExpressApplication;
beforeAll(async () => {
  service = await scratchService();
  app = await createService({ name: 'scratch', module: WorkModule, config: readConfig(serviceConfigSchema, scratchEnv(service)) });
  await app.init();
});
afterAll(async () => {
  await stop(app);
  await service.drop();
});

const as = (actor: string) => ({
  get: (path: string) => request(app.getHttpServer()).get(`/api/orders${path}`).set(acting(actor)),
  send: (method: 'post' | 'put', path: string, key?: string, body: object = { portions: 2 }) => {
    const asked = request(app.getHttpServer())[method](`/api/orders${path}`).set(acting(actor));
    return (key === undefined ? asked : asked.set('Idempotency-Key', key)).send(body);
  },
});
const { get, send } = as('a/S001');
const rows = async <T>(sql: string, community = 'a') => inCommunity(service.db, community, (tx) => tx.query<T[]>(sql));
const countIn = async (community: string) => (await rows<{ n: number }>('SELECT count(*)::int AS n FROM orders', community))[0]?.n ?? 0;

describe('work', () => {
  test('is done in one transaction, in the community of whoever asks', async () => {
    const { status, body } = await get('/where');
    expect([status, body.length, body[0]]).toEqual([200, 2, body[1]]);
    expect(body[0].community).toBe('a');
    expect((await as('b/S001').get('/where')).body[0].community).toBe('b');
    const before = await countIn('a');
    await as('b/S001').send('post', '/careless');
    expect([await countIn('a'), await countIn('b')]).toEqual([before, 1]);
  });

  test('that is refused leaves nothing', async () => {
    const before = await countIn('a');
    shop.isSoldOut = true;
    expect((await send('post', '/careless')).body).toMatchObject({ status: 409, code: 'sold-out' });
    shop.isSoldOut = false;
    expect(await countIn('a')).toBe(before);
  });

  test('may be none: an answer that is no work is given as it is', async () => {
    expect((await get('/plain')).body).toEqual({ plain: true });
  });
});

describe('work under a key', () => {
  test('is done once: the first answer again, with its status and headers, for whoever sent it', async () => {
    const before = await countIn('a');
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('post', '', 'key-once-1')));
    const [first] = answers;
    for (const { status, headers, text } of answers)
      expect([status, headers['location'], text]).toEqual([201, `/api/orders/${first?.body.id}`, first?.text]);
    expect(await countIn('a')).toBe(before + 1);
    for (const other of ['a/S002', 'b/S001']) expect((await as(other).send('post', '', 'key-once-1')).body.id).not.toBe(first?.body.id);
  });

  test('of which a plain value comes keeps the status of its endpoint', async () => {
    const [first, again] = [await send('put', '/x/portions', 'key-plain-1'), await send('put', '/x/portions', 'key-plain-1')];
    expect([first.status, again.status, again.body]).toEqual([202, 202, first.body]);
    expect(first.body).toMatchObject({ name: 'x', portions: 2 });
  });

  test('is refused where anything else is asked under it: another body, path or query', async () => {
    await send('put', '/x/portions', 'key-other-1');
    const others = [
      ['/y/portions', { portions: 2 }],
      ['/x/portions?more=1', { portions: 2 }],
      ['/x/portions', { portions: 3 }],
    ] as const;
    const text = {
      zh: expect.stringContaining('路径、查询参数或请求体'),
      en: expect.stringContaining('another request: path, query or body'),
    };
    for (const [path, body] of others)
      expect((await send('put', path, 'key-other-1', body)).body).toMatchObject({ status: 422, code: 'idempotency-key-reused', text });
    expect((await send('post', '', 'key-other-1')).status).toBe(201); // another operation has keys of its own
  });

  test('that is refused leaves nothing and is not remembered: the same may succeed later', async () => {
    const before = await countIn('a');
    shop.isSoldOut = true;
    expect((await send('post', '', 'key-refused')).body).toMatchObject({ status: 409, code: 'sold-out' });
    shop.isSoldOut = false;
    expect([await countIn('a'), await rows(`SELECT FROM idempotency_keys WHERE key = 'key-refused'`)]).toEqual([before, []]);
    expect((await send('post', '', 'key-refused')).status).toBe(201);
  });

  test.each([undefined, 'short', 'with space', 'x'.repeat(201)])('%j is no key: 400 before anything else is looked at', async (key) => {
    const before = shop.done;
    expect((await send('post', '', key, { portions: 'many' })).body).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
    expect(shop.done).toBe(before);
  });

  test('may be asked of some requests only', async () => {
    const ids = await Promise.all(['', '', '?mode=commit', '?mode=commit'].map((query) => send('post', `/tried${query}`, 'key-tried-1')));
    expect(new Set(ids.map(({ body }) => body.id)).size).toBe(3);
    expect((await send('post', '/tried')).status).toBe(201);
    expect((await send('post', '/tried?mode=commit')).body.code).toBe('idempotency-key-missing');
  });

  test('must be work: an answer that nobody remembers is a fault of the handler', async () => {
    expect((await send('post', '/forgotten', 'key-forgot-1')).status).toBe(500);
  });

  test('acts under the name of its caller', async () => {
    const { body } = await send('post', '', 'key-actor-1').set('Jielong-Correlation-Id', 'cor-work-1');
    const entries = await rows<object>(`SELECT actor, correlation_id FROM audit_entries WHERE subject_id = '${body.id}'`);
    expect(entries).toEqual([{ actor: 'S001', correlation_id: 'cor-work-1' }]);
  });
});

test('an operation is documented with its name, what it does, its permission and its key', () => {
  const { paths } = openApiOf(app, 'scratch');
  const named = { operationId: 'placeOrder', summary: 'place an order', description: 'one a key', 'x-permission': 'orders.place' };
  const keyOf = (required: boolean) => ({
    parameters: expect.arrayContaining([
      expect.objectContaining({
        name: 'Idempotency-Key',
        required,
        description: expect.stringContaining('another request (path, query or body'),
      }),
    ]),
  });
  expect(paths['/api/orders']?.post).toMatchObject({ ...named, ...keyOf(true) });
  expect(paths['/api/orders/tried']?.post).toMatchObject(keyOf(false));
  expect(paths['/api/orders/plain']?.get).not.toHaveProperty('description');
});

test('a key needs an operation to belong to', () => {
  expect(() => operationOf(function nameless() {})).toThrow('nameless has no @Operation');
});
