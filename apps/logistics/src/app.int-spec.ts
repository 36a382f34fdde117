import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { permissions } from '@jielong/members-contract';
import { createService, permissionsOf, linkingConfigSchema, stop } from '@jielong/platform';
import { acting, testJwksUrl, testKeys } from '@jielong/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { community, Warehouse } from '../spec/warehouse.js';
import { AppModule } from './app.module.js';
import { sealedTables } from './sealed.js';

let house: Warehouse;
let app: NestExpressApplication;
beforeAll(async () => {
  house = await Warehouse.open();
  const config = linkingConfigSchema.parse({
    NODE_ENV: 'test',
    PORT: 0,
    DATABASE_URL: house.url,
    TEMPORAL_ADDRESS: '127.0.0.1:1', // nobody is there: rows are read and written all the same
    ...testKeys,
    JWKS_URL: testJwksUrl,
    PUBLIC_URL: 'https://jielong.example.org',
    LOG_LEVEL: 'silent',
  });
  app = await createService({ name: 'logistics', module: AppModule, config });
  await app.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await stop(app);
  await house.close();
});

const as = `${community}/S001`;
const get = (path: string) => supertest(app.getHttpServer()).get(`/api/${path}`).set(acting(as));
const post = (path: string, body: object, key = randomUUID()) =>
  supertest(app.getHttpServer()).post(`/api/${path}`).set(acting(as)).set('Idempotency-Key', key).send(body);

it('names a permission of the one table on every endpoint', () => {
  const wrong = permissionsOf(app).filter((endpoint) => !endpoint.public && !(endpoint.permission && endpoint.permission in permissions));
  expect(wrong).toEqual([]);
});

describe('where the goods are', () => {
  it('says who holds what, by name of place and person', async () => {
    const day = await house.run();
    await day.planned();
    await day.buys(10);
    await day.allocates(1);
    await day.says(day.handoff({ damaged: 1 }));
    await day.allocates(2, 9);
    await day.pickUp(2);
    const { body: custody } = await get(`supply-runs/${day.run}/custody`).expect(200);
    expect(custody.balanced).toBe(true);
    expect(custody.balances).toEqual([
      { bundle: 'SC01', place: { kind: 'damaged', ref: '', name: '破损' }, custodian: 'coordinator', portions: 1 },
      { bundle: 'SC01', place: { kind: 'household', ref: '', name: '居民' }, custodian: null, portions: 2 },
      { bundle: 'SC01', place: { kind: 'pickup-point', ref: day.points[0], name: '自提点0' }, custodian: 'D001', portions: 7 },
      { bundle: 'SC01', place: { kind: 'source', ref: 'purchase', name: '来源' }, custodian: null, portions: -10 },
    ]);
    const { body: goods } = await get(`supply-runs/${day.run}/goods`).expect(200);
    expect(goods).toMatchObject({
      trips: [{ state: 'done', stops: [{ pickupPointId: day.points[0], state: 'handed-over' }] }],
      pickupPoints: [{ state: 'open', ready: 7, handedOut: 2, left: 7 }],
      allocationVersion: 2,
      inFlight: 8,
      undelivered: 0,
    });
  });

  it('shows the ledger page by page', async () => {
    const day = await house.run();
    await day.planned();
    await day.says(day.handoff());
    const { body: first } = await get(`supply-runs/${day.run}/movements?limit=2`).expect(200);
    const { body: second } = await get(`supply-runs/${day.run}/movements?limit=2&after=${first.next}`).expect(200);
    const kinds = [...first.items, ...second.items].map(({ kind, evidence }: { kind: string; evidence: string }) => `${kind} ${evidence}`);
    expect([kinds, second.next]).toEqual([['receive assumed', 'load assumed', 'hand-off counted'], null]);
  });

  it('knows a run that is not locked yet, and no other', async () => {
    const day = await house.run();
    await get(`supply-runs/${day.run}/goods`).expect(200, {
      trips: [],
      pickupPoints: [],
      allocationVersion: 0,
      inFlight: 0,
      undelivered: 0,
    });
    for (const path of ['goods', 'custody', 'movements']) {
      const { body } = await get(`supply-runs/${randomUUID()}/${path}`).expect(404);
      expect(body.code).toBe('no-such-run');
    }
    await get('supply-runs/7/goods').expect(400);
    await get(`supply-runs/${day.run}/movements?after=x`).expect(400);
  });
});

describe('a trip planned by hand', () => {
  it('carries several runs, is made once for a key, and leaves nothing to be planned at lock', async () => {
    const [one, other] = [await house.run(), await house.run()];
    const [key, body] = [randomUUID(), { runs: [one.run, other.run], vehicle: '3号车', crew: ['D018'] }];
    const { body: trip } = await post('trips', body, key).expect(201);
    await post('trips', body, key).expect(201, trip);
    expect(trip).toMatchObject({ state: 'planned', vehicle: '3号车', crew: ['D018'], stops: [{ seq: 1 }, { seq: 2 }] });
    expect((await one.planned()).trips).toEqual([trip.id]);
    expect((await get(`trips?run=${other.run}`).expect(200)).body.items).toEqual([trip]);
    await get(`trips/${trip.id}`).expect(200, trip);
  });

  it.each<[string, (run: string) => object, number, string]>([
    ['of an unknown run', () => ({ runs: [randomUUID()] }), 404, 'no-such-run'],
    ['to a point of no run of its', (run) => ({ runs: [run], stops: [{ run, point: randomUUID() }] }), 422, 'unknown-point'],
    ['without runs', () => ({ runs: [] }), 400, 'malformed'],
    ['with a word we do not know', (run) => ({ runs: [run], driver: 'x' }), 400, 'malformed'],
  ])('%s is refused', async (_says, body, status, code) => {
    const day = await house.run();
    const { body: problem } = await post('trips', body(day.run)).expect(status);
    expect(problem.code).toBe(code);
  });

  it('twice to the same point is refused, and once more when it is named', async () => {
    const day = await house.run();
    await post('trips', { runs: [day.run] }).expect(201);
    expect((await post('trips', { runs: [day.run] }).expect(409)).body.code).toBe('already-planned');
    await post('trips', { runs: [day.run], stops: [{ run: day.run, point: day.points[0] }] }).expect(201);
  });
});

describe('a report', () => {
  const parties = { handedOverBy: { role: 'driver' }, receivedBy: { person: 'D001' } };

  it('that is written answers from the rows, with Temporal away', async () => {
    const day = await house.run();
    const { trips } = await day.planned();
    const written = day.handoff(undefined, 0, { enteredBy: 'S001', doneBy: 'S001', occurredAt: null });
    const { receipt } = await day.says(written);
    const body = { reportId: written.reportId, ...parties };
    await post(`trips/${trips[0]}/handoff`, body).expect(200, receipt); // `at` left out: there is one stop
    expect((await post(`trips/${trips[0]}/handoff`, { ...body, counted: 'one' }).expect(422)).body.code).toBe('report-id-reused');
  });

  it.each([
    ['trips', 'loading', {}],
    ['trips', 'handoff', parties],
    ['supply-runs', 'close-pickup', {}],
    ['supply-runs', 'disposal', {}],
  ])('to %s nobody knows (%s) is 404; a malformed one 400', async (process, path, said) => {
    await post(`${process}/${randomUUID()}/${path}`, { reportId: randomUUID(), ...said }).expect(404);
    await post(`${process}/${randomUUID()}/${path}`, { reportId: 1, lines: 'x' }).expect(400);
  });

  it('that is waited for stands in the inbox', async () => {
    const day = await house.run();
    const { stops } = await day.planned();
    const subject = { community, processId: `trip:${stops[0]?.trip}` };
    await house.activities.openLogisticsStep(subject, 'confirmHandoff', [stops[0]?.stop ?? null], '2026-11-25T14:00:00+08:00');
    const { body } = await get(`steps/logistics?process=${subject.processId}&overdue=true`).expect(200);
    expect(body.items).toMatchObject([
      { step: 'confirmHandoff', role: 'gate-captain', place: day.points[0], dueAt: '2026-11-25T06:00:00.000Z' },
    ]);
  });
});

describe('why a step was put off', () => {
  const why = async (process: string, role: string, scope: object) => {
    const asked = supertest(app.getHttpServer()).get(`/api/steps/logistics?process=${process}`);
    const { body } = await asked.set(acting(`${community}/D018`, [{ role, scope }])).expect(200);
    return body.items.map(({ snoozeReason }: { snoozeReason: string | null }) => snoozeReason);
  };
  it('is shown where somebody is asked or may put it off, and to the same role elsewhere not', async () => {
    const day = await house.run();
    await day.planned();
    const process = `supply-run:${day.run}`;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await house.activities.openLogisticsStep({ community, processId: process }, 'closePickup', [day.points[0] ?? null], until);
    await post('steps/logistics/snooze', { process, step: 'closePickup', at: day.points[0], until, reason: '等王家来取' }).expect(200);
    const [place] = await house.rows<{ compound: string; gate: string }>(
      'SELECT compound, gate FROM logistics.supply_runs JOIN logistics.run_points USING (community_id, run_id) WHERE run_id = $1',
      [day.run],
    );
    const { compound = '', gate = '' } = place ?? {};
    const told = ['等王家来取'];
    expect(await why(process, 'gate-captain', { compound, gate })).toEqual(told);
    expect(await why(process, 'group-buy-leader', { compound })).toEqual(told);
    expect(await why(process, 'coordinator', {})).toEqual(told);
    expect(await why(process, 'gate-captain', { compound, gate: '天门' })).toEqual([null]);
    expect(await why(process, 'group-buy-leader', { compound: 'XX' })).toEqual([null]);
    expect(await why(process, 'team-captain', {})).toEqual([null]);
  });
});

it('lists every column that only takes sealed values, and none besides, for the rotation of keys', async () => {
  const listed = sealedTables.flatMap(({ name, columns }) => columns.map((column) => `${name.replace('logistics.', '')}_${column}_sealed`));
  const constraints = await house.rows<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint WHERE connamespace = 'logistics'::regnamespace AND conname LIKE '%\\_sealed' ORDER BY 1`,
  );
  expect(constraints.map(({ name }) => name)).toEqual(listed.toSorted());
});
