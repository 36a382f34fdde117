import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { permissionsOf } from '@jielong/platform';
import { accessCells, acting, actingByKey, type Called, isRefusal, keyCells, pathWith, wrongCells, wrongKeyCells } from '@jielong/testing';
import supertest from 'supertest';
import { GateShift } from './spec/gate-shift.js';
import { MembersService, sample } from './spec/members-service.js';
import { publishWaitingOrders, waits } from './spec/waiting-orders.js';

const community = 'walked';
let service: MembersService;
/** A household of building 1 and the south gate of Lantian Garden. */
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  service = await MembersService.open();
  await publishWaitingOrders(service);
  await service.as(community).commit('organisation', sample);
  const found = await service.as(community).send('post', '/households/find', { compound: 'LT', room: '1-1-101' });
  const shift = await GateShift.open(service, community);
  await waits(service, community, found.body.items[0].id, { fulfilment: 'to-door', team: '物资保障一队' });
  ids = { households: found.body.items[0].id, compounds: 'LT', people: 'D001', shifts: shift.id };
}, 60_000);
afterAll(() => service.close());

const facts = {
  households: ['compound', 'building', 'unit', 'gate'],
  'household-contacts': ['compound', 'building', 'unit', 'gate', 'team'],
  buildings: ['compound', 'building', 'gate'],
  'compound-homes': ['compound', 'building', 'unit', 'gate'],
  compounds: ['compound'],
  people: ['branch', 'group'],
  gates: ['compound', 'gate'],
  shifts: ['compound', 'gate'],
} as const;

/** Whether the guard lets this through: what comes behind it refuses a request that says everything at once, and has no key. */
async function isLetIn(endpoint: Called, headers: Record<string, string>): Promise<boolean> {
  const agent = supertest(service.app.getHttpServer());
  const path = `/api${pathWith(endpoint, ids)}?compound=LT&gate=南门&nothing=wanted`;
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'patch' | 'put';
  const named = { compound: 'LT', building: '1', gate: '南门', nothing: 'wanted' };
  const sent = method === 'get' ? agent.get(path) : agent[method](path).send(named);
  return !isRefusal((await sent.set(headers)).body.code);
}

test('every operation is for the roles of the table, each where it is at home, and for nobody else', async () => {
  const cells = accessCells(permissionsOf(service.app), facts, ids['households'] ?? '');
  expect(await wrongCells(cells, ({ endpoint, grant, claims }) => isLetIn(endpoint, acting(`${community}/T001`, [grant], claims)))).toEqual(
    [],
  );
  expect(cells.length).toBeGreaterThan(400);
}, 120_000);

test('a key does what its one scope names, wherever the table lets everybody in too, and nothing else', async () => {
  const cells = keyCells(permissionsOf(service.app));
  expect(await wrongKeyCells(cells, ({ endpoint, scopes }) => isLetIn(endpoint, actingByKey(community, scopes)))).toEqual([]);
  expect(cells.length).toBeGreaterThan(80);
}, 120_000);

const buildings = (last: number) => Array.from({ length: last }, (_, i) => `${i + 1}`);
test.each([
  ['building-captain', { building: '1' }, ['1']],
  ['building-captain', { building: '1', unit: '2' }, ['1']],
  ['gate-captain', { gate: '东门' }, buildings(6)],
  ['group-buy-leader', {}, buildings(16)],
] as const)('%s of %j in Changdi North lists and finds the households there, and no others', async (role, scope, theirs) => {
  const own = service.as(community, 'D002', [{ role, scope: { compound: 'CD', ...scope } }]);
  const listed: { building: string; unit: string }[] = [];
  for (let after = ''; after !== null;) {
    const { body } = await own.get(`/households?compound=CD&limit=200${after && `&after=${after}`}`);
    listed.push(...body.items);
    after = body.next;
  }
  expect([...new Set(listed.map(({ building }) => building))]).toEqual(theirs);
  if ('unit' in scope) expect(new Set(listed.map(({ unit }) => unit))).toEqual(new Set([scope.unit]));
  const found = async (building: string) =>
    (await own.send('post', '/households/find', { compound: 'CD', room: `${building}-2-201` })).body.items.length > 0;
  for (const building of ['1', '7']) expect([building, await found(building)]).toEqual([building, theirs.some((one) => one === building)]);
});

test('whoever lists households names a compound of theirs', async () => {
  const leader = service.as(community, 'D002', [{ role: 'group-buy-leader', scope: { compound: 'LT' } }]);
  expect((await leader.get('/households?compound=LT&limit=1')).status).toBe(200);
  expect((await leader.get('/households?compound=蓝天花园&limit=1')).status).toBe(200);
  for (const query of ['', '?compound=YF', '?compound=LT&compound=YF', '?compound[]=LT&compound[]=YF', '?compound[a]=LT'])
    expect((await leader.get(`/households${query}`)).body.code).toBe('not-yours');
});
