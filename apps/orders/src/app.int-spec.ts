import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { permissions } from '@jielong/members-contract';
import { migrate, permissionsOf } from '@jielong/platform';
import { testDatabase } from '@jielong/testing';
import { migrations } from '../migrations/index.js';
import { type OrdersService, ordersService } from '../spec/orders-service.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService();
});
afterAll(() => orders.stop());

test('every endpoint names a row of the table of permissions', () => {
  const endpoints = permissionsOf(orders.app).filter((endpoint) => !endpoint.public);
  expect(endpoints.length).toBeGreaterThan(15);
  expect(endpoints.filter(({ permission }) => permission === undefined || !(permission in permissions))).toEqual([]);
});

test('every table is closed to other communities, for its owner too', async () => {
  const { rows } = await orders.admin.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'orders'::regnamespace AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)
     ORDER BY 1`,
  );
  const idsOnly = ['audit_heads', 'audit_queue', 'migrations', 'outbox', 'served_communities'];
  expect(rows).toEqual(idsOnly.map((relname) => ({ relname })));
});

test('every key and every foreign key begins with the community', async () => {
  const { rows } = await orders.admin.query(
    `SELECT c.conrelid::regclass::text AS "table", c.conname FROM pg_constraint c
     JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.connamespace = 'orders'::regnamespace AND c.contype IN ('p', 'f', 'u') AND a.attname <> 'community_id'
       AND c.conrelid <> 'orders.migrations'::regclass`,
  );
  expect(rows).toEqual([]);
});

test('the application cannot rewrite what only grows', async () => {
  const { rows } = await orders.admin.query<{ t: string }>(
    `SELECT t FROM unnest(ARRAY['policies', 'reports', 'effects', 'audit_entries', 'retentions', 'erasures']) t
     WHERE has_table_privilege('jielong_orders_app', 'orders.' || t, 'UPDATE') OR has_table_privilege('jielong_orders_app', 'orders.' || t, 'DELETE')`,
  );
  expect(rows).toEqual([]);
});

test('of what was refused nothing is changed, and nothing goes that is young', async () => {
  const rights = await orders.admin.query(
    `SELECT has_table_privilege('jielong_orders_app', 'orders.refused_reports', 'UPDATE') AS "mayUpdate"`,
  );
  expect(rights.rows).toEqual([{ mayUpdate: false }]);
  const policies = await orders.admin.query(
    `SELECT polcmd::text AS command FROM pg_policy WHERE polrelid = 'orders.refused_reports'::regclass AND NOT polpermissive ORDER BY 1`,
  );
  expect(policies.rows).toEqual([{ command: 'd' }, { command: 'w' }]);
});

test('every migration can be taken back and applied again', async () => {
  const database = await testDatabase('empty');
  const service = { schema: 'orders', migrations };
  await expect(migrate(service, database.url('orders', 'owner'), ['--down-up'])).resolves.toContain('First1795500000000');
  await database.drop();
});
