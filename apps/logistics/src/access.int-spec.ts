import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Grant, Report } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { inCommunity, permissionsOf, writeReport } from '@jielong/platform';
import { accessCells, acting, actingByKey, type Called, isRefusal, keyCells, pathWith, wrongCells, wrongKeyCells } from '@jielong/testing';
import supertest from 'supertest';
import { GateDay } from '../spec/gate-day.js';
import { community } from '../spec/warehouse.js';

let gate: GateDay;
/** A row of every kind, all of them of building 1 and the south gate of Lantian Garden, on a bus of the first team. */
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  gate = await GateDay.open();
  const day = await gate.day();
  const [line] = day.lines;
  await gate.house.rows(`INSERT INTO ${membersViews.buildings} VALUES ($1, 'LT', '1', '南门')`, [community]);
  await gate.house.rows(
    `INSERT INTO ${membersViews.households} (community_id, id, compound, building, unit, room) VALUES ($1, $2, 'LT', '1', '1', '101')`,
    [community, line?.household_id],
  );
  await gate.house.rows(`UPDATE run_points SET gate = '南门'`);
  await gate.house.rows(`UPDATE trips SET team = '物资保障一队'`);
  const one = async (column: string, table: string) =>
    (await gate.house.rows<{ id: string }>(`SELECT ${column} AS id FROM ${table} LIMIT 1`))[0]?.id ?? '';
  ids = {
    'supply-runs': day.run,
    'pickup-points': day.points[0] ?? '',
    'pickup-orders': line?.order_id ?? '',
    trips: await one('trip_id', 'trips'),
    pickups: await gate.picksUp(day),
    processes: `trip:${await one('trip_id', 'trips')}`,
  };
});
afterAll(() => gate.close());

const ofAStop = ['compound', 'gate', 'team'] as const;
const facts = {
  'supply-runs': ['compound', 'gate', 'team', 'supplier'],
  'pickup-points': ['compound', 'gate'],
  trips: ofAStop,
  stops: ofAStop,
  pickups: ['compound', 'gate'],
  'pickup-orders': ['compound', 'building', 'unit', 'gate', 'team'],
  processes: ofAStop,
} as const;

/** Whether the guard lets this through: what comes behind it refuses a request that says everything at once. */
async function isLetIn(endpoint: Called, headers: Record<string, string>): Promise<boolean> {
  const [run, pointId, orderId] = [ids['supply-runs'], ids['pickup-points'], ids['pickup-orders']];
  const said = { run, pointId, orderId, runs: [run], scans: [{ pointId }], process: ids['processes'] };
  const agent = supertest(gate.app.getHttpServer());
  const path = `/api${pathWith(endpoint, ids)}?nothing=wanted&process=${ids['processes'] ?? ''}`;
  const sent = endpoint.method === 'GET' ? agent.get(path) : agent.post(path).send(said);
  return !isRefusal((await sent.set(headers)).body.code);
}

test('every operation is for the roles of the table, each where it is at home, and for nobody else', async () => {
  const cells = accessCells(permissionsOf(gate.app), facts, 'none');
  expect(await wrongCells(cells, ({ endpoint, grant, claims }) => isLetIn(endpoint, acting(`${community}/T001`, [grant], claims)))).toEqual(
    [],
  );
  expect(cells.length).toBeGreaterThan(500);
}, 120_000);

test('a key does what its one scope names, wherever the table lets everybody in too, and nothing else', async () => {
  const cells = keyCells(permissionsOf(gate.app));
  expect(await wrongKeyCells(cells, ({ endpoint, scopes }) => isLetIn(endpoint, actingByKey(community, scopes)))).toEqual([]);
  expect(cells.length).toBeGreaterThan(60);
}, 120_000);

test('a report about one bus names no other', async () => {
  const grants = [{ role: 'team-captain', scope: { team: '物资保障一队' } }];
  const load = (at: string) =>
    supertest(gate.app.getHttpServer())
      .post(`/api/trips/${ids['trips']}/loading`)
      .set(acting(`${community}/D018`, grants))
      .send({ reportId: 'report-of-another-bus', at });
  expect((await load('0193a1b2-0000-7000-8000-00000000000f')).body).toMatchObject({ status: 400, errors: [{ path: 'at' }] });
});

test('a gate captain closes their own point, by whatever way it is named, and no other', async () => {
  const grants = [{ role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } }];
  const other = await gate.house.run({ orders: [1] });
  await other.planned();
  const close = (run: string, at: string) =>
    supertest(gate.app.getHttpServer())
      .post(`/api/supply-runs/${run}/close-pickup`)
      .set(acting(`${community}/D001`, grants))
      .send({ at });
  expect((await close(ids['supply-runs'] ?? '', ids['pickup-points'] ?? '')).status).toBe(400);
  const refused = await close(ids['supply-runs'] ?? '', other.points[0] ?? '');
  expect(refused.body).toMatchObject({ code: 'not-yours', detail: expect.stringContaining('由协调员、卡口负责人来做') });
});

describe('a building captain', () => {
  const handedOn = (scope: object, orderId: string, more: object = {}) =>
    supertest(gate.app.getHttpServer())
      .post('/api/deliveries')
      .set(acting(`${community}/D001`, [{ role: 'building-captain', scope }]))
      .send({ scanId: `scan-${orderId}`, run: ids['supply-runs'], orderId, outcome: 'delivered', ...more });
  const takenOf = (order: string) => gate.house.rows('SELECT recorded_by AS by, outcome FROM pickups WHERE order_id = $1', [order]);

  test('who collects for neighbours says for whom it was handed on, in the own building or unit alone, also of what is picked up', async () => {
    const day = await gate.day({ orders: [2], fulfilment: 'pick-up' });
    const [own = '', other = ''] = day.lines.map(({ order_id }) => order_id);
    for (const [i, { household_id }] of day.lines.entries())
      await gate.house.rows(
        `INSERT INTO ${membersViews.households} (community_id, id, compound, building, unit, room) VALUES ($1, $2, 'LT', '1', $3, '201')`,
        [community, household_id, `${i + 1}`],
      );
    const unit = { compound: 'LT', building: '1', unit: '1' };
    const [mine, theirs, elsewhere] = [
      await handedOn(unit, own, { run: day.run }),
      await handedOn(unit, other, { run: day.run }),
      await handedOn({ compound: 'LT', building: '2' }, other, { run: day.run }),
    ];
    expect([mine.status, theirs.body.code, elsewhere.body.code]).toEqual([200, theirs.body.code, theirs.body.code]);
    expect(['not-yours', 'not-there']).toContain(theirs.body.code);
    expect([await takenOf(own), await takenOf(other)]).toEqual([[{ by: 'D001', outcome: 'delivered' }], []]);
    expect((await handedOn({ compound: 'LT', building: '1' }, other, { run: day.run })).status).toBe(200);
  });
});

describe('what happened to goods', () => {
  const captain = { role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } };
  const team = { role: 'team-captain', scope: { team: '物资保障一队' } };
  const purchaser = { role: 'purchaser', scope: { supplier: '示范保供超市' } };
  const elsewhere = '0193a1b2-0000-7000-8000-0000000000ee';
  let run: string;
  let own: string;
  const event = (at: string, ref?: string) => ({ what: 'missing', at, ref, bundle: 'SC01', portions: 1 });
  const isLet = async (grant: Grant, body: object) => {
    const note = supertest(gate.app.getHttpServer()).post(`/api/supply-runs/${run}/goods-events`);
    const { code } = (await note.set(acting(`${community}/D001`, [grant])).send(body)).body;
    expect(['malformed', 'not-yours']).toContain(code); // it has no id: whoever may is told so
    return code === 'malformed';
  };
  const noted = async (reportId: string, ...events: object[]) => {
    const about = { reportId, processId: `supply-run:${run}`, runs: [run], assumed: [] };
    const said = { reportId, step: 'noteGoods', enteredBy: 'S001', doneBy: 'S001', channel: 'api', evidence: 'told', occurredAt: null };
    await inCommunity(gate.house.db, community, (tx) => writeReport(tx, { ...about, report: { ...said, events } as Report }));
    return { corrects: reportId, events: [] };
  };
  beforeAll(async () => {
    const day = await gate.house.run({ orders: [1] });
    await day.planned();
    [run, own] = [day.run, day.points[0] ?? ''];
    await gate.house.rows(`UPDATE run_points SET gate = '南门' WHERE run_id = $1`, [run]);
    await gate.house.rows(`UPDATE trips SET team = '物资保障一队'`);
    await gate.house.rows(`INSERT INTO run_points (run_id, pickup_point_id, gate, name) VALUES ($1, $2, '北门', '北门')`, [run, elsewhere]);
  });

  test('is noted by whoever is responsible where it happened, and by nobody else', async () => {
    const at = [['pickup-point', own], ['pickup-point', elsewhere], ['pickup-point'], ['bus'], ['supplier']] as const;
    const lets = async (grant: Grant) => Promise.all(at.map(([place, ref]) => isLet(grant, { events: [event(place, ref)] })));
    expect(await lets(captain)).toEqual([true, false, false, false, false]);
    expect(await lets(team)).toEqual([false, false, false, true, false]);
    expect(await lets(purchaser)).toEqual([false, false, false, false, true]);
    expect(await isLet(captain, { events: [event('pickup-point', own), event('bus')] })).toBe(false);
  });

  test('is taken back by whoever may note it', async () => {
    const notes = [
      await noted('note.of-own', event('pickup-point', own)),
      await noted('note.of-another', event('pickup-point', own), event('pickup-point', elsewhere)),
      await noted('note.of-all', event('pickup-point')),
      await noted('note.of-bus', event('bus')),
      await noted('note.of-supplier', event('supplier')),
    ];
    const lets = async (grant: Grant) => Promise.all(notes.map((note) => isLet(grant, note)));
    expect(await lets(captain)).toEqual([true, false, false, false, false]);
    expect(await lets(team)).toEqual([false, false, false, true, false]);
    expect(await lets(purchaser)).toEqual([false, false, false, false, true]);
  });
});

describe('a key that may report loading', () => {
  const report = (path: string, body: object = {}) =>
    supertest(gate.app.getHttpServer())
      .post(`/api/trips/${ids['trips']}/${path}`)
      .set(actingByKey(community, ['step.confirmLoading']))
      .send({ reportId: `report-by-key-${path}`, ...body });

  test('says who has loaded: nobody is loaded by a program', async () => {
    for (const body of [{}, { doneBy: 'service:test' }])
      expect((await report('loading', body)).body).toMatchObject({ status: 400, errors: [{ path: 'doneBy' }] });
  });

  test('reports nothing else, and leaves no report', async () => {
    for (const path of ['handoff', 'handoff-contest', 'diversion'])
      expect([path, (await report(path, { doneBy: 'D018' })).body.code]).toEqual([path, 'not-yours']);
    expect(await gate.house.rows(`SELECT FROM reports WHERE report_id LIKE 'report-by-key%'`)).toEqual([]);
    expect(await gate.house.rows(`SELECT FROM refused_reports WHERE report_id LIKE 'report-by-key%'`)).toEqual([]);
  });
});
