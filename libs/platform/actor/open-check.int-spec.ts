import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Grant } from '@jielong/kernel';
import { acting } from '@jielong/testing';
import { Body, Controller, Get, Module, NotFoundException, Param, Post, Put } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Pool } from 'pg';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { readConfig } from '../config/read-config.js';
import { serviceConfigSchema } from '../config/service-config.js';
import { databaseModule } from '../database/database.module.js';
import { type FirstRead, inCommunity } from '../database/in-community.js';
import { stop } from '../http/graceful-stop.js';
import { Operation } from '../http/operation.js';
import { createService } from '../http/service.js';
import type { Work } from '../http/work.js';
import { Idempotent } from '../idempotency/idempotency-key.js';
import { scratchEnv, scratchPermissions, scratchService, type ScratchService } from '../spec/scratch-service.js';
import { actorModule } from './actor.module.js';
import { CheckLeftOpen } from './open-check.js';

const bodySchema = z.strictObject({ portions: z.number().int() });
type Order = z.output<typeof bodySchema>;
const begun: string[] = [];
const seen = `SELECT current_setting('app.actor', true) AS actor`;

@Controller('orders')
class DoorsController {
  @Get(':name')
  @Operation('showOrder', 'orders.read', 'work that reads')
  show(@Param('name') name: string): Work<object[]> {
    return (tx) => (begun.push(`show ${name}`), tx.query<object[]>(seen));
  }

  @Get(':name/plain')
  @Operation('showPlainly', 'orders.read', 'no work, and no check')
  plain(@Param('name') name: string): object {
    return { name };
  }

  @Post(':name/taken')
  @Operation('takeOrder', 'orders.place', 'a transaction of its own')
  take(@Param('name') name: string, @CheckLeftOpen() check?: FirstRead): Promise<object[]> {
    return inCommunity(pool(), 'a', (tx) => (begun.push(`take ${name}`), tx.query<object[]>(seen)), check);
  }

  @Post(':name/swallowed')
  @Operation('swallowOrder', 'orders.place', 'makes nothing of a refusal')
  swallow(@Param('name') name: string, @CheckLeftOpen() check?: FirstRead): Promise<object> {
    return inCommunity(pool(), 'a', async () => ({ name }), check).catch(() => ({ name }));
  }

  @Post(':name/kept')
  @Operation('keepOrder', 'orders.place', 'does not give the check on')
  keep(@Param('name') name: string, @CheckLeftOpen() _check?: FirstRead): object {
    return { name };
  }

  @Get(':name/lost')
  @Operation('showLost', 'orders.read', 'no work, and none there')
  lost(): object {
    throw new NotFoundException();
  }

  @Put(':name')
  @Idempotent()
  @Operation('setOrder', 'orders.place', 'work done once')
  set(@Param('name') name: string, @Body({ schema: bodySchema }) { portions }: Order): Work<object> {
    return async (tx) => {
      begun.push(`set ${name}`);
      await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, $2)', [`${name} ${begun.length}`, portions]);
      return { name };
    };
  }

  @Post(':name/told')
  @Operation('tellOrder', 'orders.place', 'done by the handler itself')
  tell(@Param('name') name: string): object {
    begun.push(`tell ${name}`);
    return { name };
  }
}

/** A row whose name begins with `LT` belongs there; the part says by whom the look-up saw itself asked. */
const select = `SELECT jsonb_build_object('compound', left($1, 2), 'team', current_setting('app.actor', true)) AS part WHERE $1 <> 'none'`;

@Module({
  imports: [
    databaseModule({ schema: 'scratch' }),
    actorModule({
      peopleView: 'scratch.published_people_v1',
      permissions: { ...scratchPermissions, 'orders.read': ['group-leader', 'team-captain'], 'orders.place': ['group-leader'] },
      roleNames: {},
      belongings: { orders: { by: 'text', select } },
    }),
  ],
  controllers: [DoorsController],
})
class DoorsModule {}

const connections = 3;
let service: ScratchService;
let app: NestExpressApplication;
beforeAll(async () => {
  service = await scratchService();
  const config = readConfig(serviceConfigSchema, { ...scratchEnv(service), DATABASE_POOL: `${connections}` });
  app = await createService({ name: 'scratch', module: DoorsModule, config });
  await app.init();
});
afterAll(async () => {
  await stop(app);
  await service.drop();
});
beforeEach(() => void begun.splice(0));

const leader: readonly Grant[] = [{ role: 'group-leader', scope: { compound: 'LT' } }];
interface Asked {
  readonly grants?: readonly Grant[];
  readonly key?: string;
  readonly body?: object;
}
const call = (
  method: 'get' | 'put' | 'post',
  path: string,
  { grants = leader, key = `key-${path}`, body = { portions: 2 } }: Asked = {},
) => {
  const asked = request(app.getHttpServer())[method](`/api/orders/${path}`).set(acting('a/S001', grants));
  return method === 'get' ? asked : asked.set(key ? { 'Idempotency-Key': key } : {}).send(body);
};
const pool = () => app.get(DataSource, { strict: false });
/** Those who wait for a connection. */
const waiting = () => (Reflect.get(pool().driver, 'master') as Pool).waitingCount;
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await setImmediate();
};
const keys = () => inCommunity(service.db, 'a', (tx) => tx.query<object[]>(`SELECT FROM idempotency_keys WHERE key LIKE '%YF%'`));

describe('a check that needs the row acted on', () => {
  test('lets in, and the work is done', async () => {
    expect((await call('get', 'LT-1')).body).toEqual([{ actor: 'S001' }]);
    expect((await call('put', 'LT-2')).status).toBe(200);
    expect((await call('post', 'LT-3/taken')).status).toBe(201);
    expect((await call('post', 'LT-4/told')).status).toBe(201);
    expect((await call('get', 'LT-3/lost')).status).toBe(404);
    expect(begun).toEqual(['show LT-1', 'set LT-2', 'take LT-3', 'tell LT-4']);
  });

  test('is made in the transaction of the work, and on a trip of its own where there is none', async () => {
    const asS001: Asked = { grants: [{ role: 'team-captain', scope: { team: 'S001' } }] };
    expect((await call('get', 'LT-5', asS001)).status).toBe(200);
    expect((await call('get', 'LT-6/lost', asS001)).status).toBe(403);
  });

  test.each([
    ['get', 'LT-7/plain'],
    ['post', 'LT-7/kept'],
  ] as const)('that is never made is a fault of the endpoint: %s %s', async (method, path) => {
    expect((await call(method, path)).status).toBe(500);
  });

  test('takes no second connection, and waits for nobody who waits for one', async () => {
    const held = Array.from({ length: connections }, () => pool().createQueryRunner());
    for (const runner of held) await runner.connect();
    const asked = held.map(async () => (await call('post', 'LT-8/taken')).status);
    await until(() => waiting() === held.length);
    asked.push(call('post', 'LT-8/told').then(({ status }) => status));
    await until(() => waiting() > held.length);
    for (const runner of held) await runner.release();
    expect(await Promise.all(asked)).toEqual(asked.map(() => 201));
  }, 5_000);

  test.each([
    ['get', 'YF-1', {}],
    ['post', 'YF-2/taken', {}],
    ['get', 'YF-3/lost', {}],
    ['post', 'YF-3/swallowed', {}],
    ['get', 'none', {}],
    ['put', 'YF-4', {}],
    ['put', 'YF-5', { body: { portions: 'many' } }],
    ['put', 'YF-6', { key: '' }],
    ['post', 'YF-7/told', {}],
  ] as const)('refuses %s %s %j before any of it is done, and before anything else is said', async (method, path, with_) => {
    const { status, body } = await call(method, path, with_);
    expect([status, body.code]).toEqual([403, 'not-yours']);
    expect([begun, await keys()]).toEqual([[], []]);
  });

  test('is made again where the same is sent again under its key', async () => {
    await call('put', 'LT-9');
    const elsewhere: Asked = { grants: [{ role: 'group-leader', scope: { compound: 'YF' } }] };
    expect((await call('put', 'LT-9', elsewhere)).body.code).toBe('not-yours');
  });

  test('is counted and timed like any other', async () => {
    const count = async () =>
      /access_check_duration_seconds_count\{check="permission"\} (\d+)/.exec(
        (await request(app.getHttpServer()).get('/metrics')).text,
      )?.[1];
    const before = Number(await count());
    await call('get', 'LT-10');
    await call('get', 'LT-11/lost');
    await call('post', 'LT-12/told');
    await call('get', 'YF-13');
    expect(Number(await count()) - before).toBe(4);
  });
});
