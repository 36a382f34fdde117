import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { membersRoutes, membersViews, permissions } from '@jielong/members-contract';
import { migrate, permissionsOf } from '@jielong/platform';
import { testDatabase } from '@jielong/testing';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { MembersService, sample, village } from './spec/members-service.js';

let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as('east').commit('organisation', village);
  await service.as('west').commit('organisation', sample);
  for (const community of ['east', 'west']) {
    const [{ id }] = (await service.as(community).get('/households?limit=1')).body.items;
    await service.as(community).send('post', `/households/${id}/link`, {});
    await service.as(community).send('post', `/households/${id}/proxies`, { person: 'S001' }).expect(201);
    await service.as(community).send('post', `/households/${id}/reveal`, { reason: '核对' }).expect(200);
  }
}, 60_000);
afterAll(() => service.close());

const asRole = async <T>(url: string, work: (db: DataSource) => Promise<T>): Promise<T> => {
  const db = await new DataSource({ type: 'postgres', url, installExtensions: false }).initialize();
  return work(db).finally(() => db.destroy());
};
const inside = <T>(db: DataSource, community: string, sql: string): Promise<T[]> =>
  db.transaction(async (tx) => {
    await tx.query(`SELECT set_config('app.community_id', $1, true)`, [community]);
    return tx.query<T[]>(sql);
  });

const contract = new URL('../../../libs/members/contract/published-views.json', import.meta.url);
const grants = JSON.parse(readFileSync(contract, 'utf8')) as { view: string; grantedTo: string[] }[];
/** Views that the contract grants to a service. */
const readBy = (reader: string): string[] =>
  grants.filter(({ grantedTo }) => grantedTo.includes(`jielong_${reader}_app`)).map(({ view }) => view);

describe('communities', () => {
  test('see nothing of each other, over HTTP and in rows', async () => {
    expect((await service.as('east').get('/community')).body).toMatchObject({ people: 1, households: 4 });
    const [{ id }] = (await service.as('west').get('/households?limit=1')).body.items;
    expect((await service.as('east').get(`/households/${id}`)).status).toBe(404);
    expect((await service.as('east').get('/compounds/CL')).status).toBe(404);
  });

  test.each(['orders', 'logistics'] as const)('%s reads the published views of one community, and nothing else', async (reader) => {
    await asRole(service.database.url(reader), async (db) => {
      const views = readBy(reader);
      for (const view of views) await expect(db.query(`SELECT FROM ${view}`)).rejects.toMatchObject({ code: '42704' });
      for (const view of views) {
        const [east] = await inside<{ n: string; communities: string[] }>(
          db,
          'east',
          `SELECT count(*) AS n, array_agg(DISTINCT community_id) AS communities FROM ${view}`,
        );
        expect(east?.communities).toEqual(['east']);
      }
      for (const view of Object.values(membersViews).filter((it) => !views.includes(it)))
        await expect(inside(db, 'east', `SELECT FROM ${view}`)).rejects.toMatchObject({ code: '42501' });
      for (const table of ['households', 'household_contacts', 'household_links', 'people', 'audit_entries'])
        await expect(inside(db, 'east', `SELECT FROM members.${table}`)).rejects.toMatchObject({ code: '42501' });
    });
  });

  test('even their owner sees one at a time', async () => {
    const count = 'SELECT count(*)::integer AS n FROM members.published_households_v2';
    await asRole(service.database.url('members', 'owner'), async (db) => {
      expect(await inside(db, 'east', count)).toEqual([{ n: 4 }]);
      expect(await inside(db, 'west', count)).toEqual([{ n: 3204 }]);
    });
  });
});

test('the views are granted to whom the contract says', async () => {
  const granted = await asRole(service.database.adminUrl, (db) =>
    db.query<{ view: string; grantee: string }[]>(
      `SELECT table_schema || '.' || table_name AS view, grantee FROM information_schema.role_table_grants
        WHERE table_schema = 'members' AND grantee NOT LIKE 'jielong_members_%' AND grantee LIKE 'jielong_%' ORDER BY 1, 2`,
    ),
  );
  const promised = grants.flatMap(({ view, grantedTo }) => grantedTo.map((grantee) => ({ view, grantee })));
  const key = ({ view, grantee }: { view: string; grantee: string }) => `${view} ${grantee}`;
  expect(granted.map(key).toSorted()).toEqual(promised.map(key).toSorted());
});

test('no table goes without row-level security, forced', async () => {
  const open = await asRole(service.database.adminUrl, (db) =>
    db.query<unknown[]>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'members'::regnamespace AND relkind = 'r' AND relname NOT IN ('migrations', 'audit_heads', 'audit_queue', 'limit_counters')
          AND NOT (relrowsecurity AND relforcerowsecurity)`,
    ),
  );
  expect(open).toEqual([]);
});

test('every endpoint names a permission of the table, and is routed to members', () => {
  const endpoints = permissionsOf(service.app).filter((endpoint) => !endpoint.public);
  expect(endpoints.length).toBeGreaterThan(8);
  expect(endpoints.filter(({ permission }) => !(permission && permission in permissions))).toEqual([]);
  expect(membersRoutes).toEqual(expect.arrayContaining(['/imports/organisation', '/households']));
});

describe('people, compounds and teams', () => {
  test('people are listed by role, page by page, without names and phones', async () => {
    const { body } = await service.as('west').get('/people?role=purchaser&limit=1');
    expect(body.items).toEqual([
      {
        id: expect.any(String),
        code: 'D005',
        maskedName: '魏**',
        category: '报到党员',
        roles: [
          { role: 'member', scope: '' },
          { role: 'purchaser', scope: '示范保供超市' },
        ],
      },
    ]);
    const rest = await service.as('west').get('/people').query({ role: 'purchaser', after: body.next });
    expect(rest.body).toMatchObject({ items: [{ code: 'S004' }], next: null });
    expect((await service.as('west').get('/people?role=emperor')).status).toBe(400);
  });

  test('compounds come with gates, pickup points and buildings, by code or name', async () => {
    const { items } = (await service.as('west').get('/compounds')).body;
    expect(items).toHaveLength(11);
    const { body } = await service.as('west').get(`/compounds/${encodeURIComponent('翠柳里')}`);
    expect(body).toMatchObject({
      code: 'CL',
      gates: ['南门', '北门'],
      pickupPoints: [{ gate: '南门', name: '南门门房' }, { gate: '北门' }],
    });
    expect(body.buildings).toHaveLength(8);
    expect(body.buildings[0]).toMatchObject({ building: '1', units: 3, pickupPointId: body.pickupPoints[0].id });
  });

  test('teams name their captain first', async () => {
    const { items } = (await service.as('west').get('/supply-teams')).body;
    expect(items.map(({ members: list }: { members: object[] }) => list.length)).toEqual([15, 15]);
    expect(items[0].members[0]).toMatchObject({ code: 'D018', duty: 'captain', maskedName: '陈**' });
  });
});

test('the migration can be taken back and made again', async () => {
  const database = await testDatabase('empty');
  await migrate({ schema: 'members', migrations }, database.url('members', 'owner'), ['--down-up']);
  await database.drop();
});

test('every operation is documented', async () => {
  const document = (await supertest(service.app.getHttpServer()).get('/openapi.json')).body;
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/api/imports/{kind}', '/api/community', '/api/compounds/{code}', '/api/households/{id}', '/api/people']),
  );
});
