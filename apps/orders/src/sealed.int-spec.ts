import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dataSourceOptions, keepKeys, migrate } from '@jielong/platform';
import { sealedConstraints, testDatabase, testDataKeys, wordsInTheClear } from '@jielong/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { migrations } from '../migrations/index.js';
import { SealedValues1795900000000 } from '../migrations/1795900000000-sealed-values.migration.js';
import { publishLogistics } from '../spec/logistics-views.js';
import { openRun, type OrdersService, ordersService } from '../spec/orders-service.js';
import { sealedTables } from './sealed.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService((database) => publishLogistics(database.url('logistics', 'owner')));
});
afterAll(() => orders.stop());

test('every column that only takes sealed values is in the list by which keys are rotated, and none besides', async () => {
  const listed = sealedTables.flatMap(({ name, columns }) => columns.map((column) => `${name.replace('orders.', '')}_${column}_sealed`));
  expect(await sealedConstraints(orders.database.adminUrl, 'orders')).toEqual(listed.toSorted());
});

const text = [
  '#接龙',
  '【蓝天花园】团购',
  'A 蔬菜包 30元/份',
  '',
  '1. 欧阳晓芸 3-2-501 A1 13800000001 备注：不吃香菜',
  '2. 诸葛明远 A1',
  '3. 4-1-101 代3-2-502 A1',
];

/** What a day's people write, everywhere where they can. */
async function writeEverywhere(): Promise<void> {
  const run = await openRun(orders);
  const chain = `/supply-runs/${run}/sign-ups`;
  const { body } = await orders.call<{ revision: number }>('POST', `${chain}/preview`, { text: text.join('\n') });
  const committed = await orders.call<{ held: { text: string }[] }>('POST', `${chain}/commit`, {
    text: text.join('\n'),
    revision: body.revision,
  });
  expect(committed.body.held.map((held) => held.text)).toEqual(['2. 诸葛明远 A1']);
  const household = await orders.householdAt('5-1-101');
  const { body: order } = await orders.call<{ id: string }>('POST', `/supply-runs/${run}/orders`, {
    forHousehold: household,
    items: { SC01: 1 },
    remark: '放在司马家门口',
  });
  await orders.call('PATCH', `/orders/${order.id}`, { remark: '上官奶奶代收' });
  await orders.call('POST', `/orders/${order.id}/cancel`, { reason: '慕容住院了' });
  const closed = await orders.call('POST', `/supply-runs/${run}/building-closures`, { buildings: ['5'], reason: '五栋尉迟确诊' });
  expect(closed.status).toBe(200);
}

test('what people write about people is read by who may, and stands in no table', async () => {
  await writeEverywhere();
  const words = ['欧阳晓芸', '香菜', '13800000001', '诸葛明远', '司马', '上官', '慕容', '尉迟', '代3-2-502', 'phoneTail'];
  expect(await wordsInTheClear(orders.database.adminUrl, 'orders', words)).toEqual([]);
});

/** Takes the last migrations back, as the owner. */
async function takeBack(url: string, times: number): Promise<void> {
  const options = { ...dataSourceOptions({ schema: 'orders' }, { DATABASE_URL: url, DATABASE_POOL: 1 }), migrations };
  const owner = await keepKeys(new DataSource(options), testDataKeys).initialize();
  for (let taken = 0; taken < times; taken += 1) await owner.undoLastMigration();
  await owner.destroy();
}

test('a database that is in use is sealed by the migrations, and in the clear again when they are taken back', async () => {
  const database = await testDatabase('empty');
  const ownerUrl = database.url('orders', 'owner');
  const before = migrations.slice(0, migrations.indexOf(SealedValues1795900000000));
  await migrate({ schema: 'orders', migrations: before }, ownerUrl);
  const admin = new pg.Client({
    connectionString: database.adminUrl,
    options: '-c search_path=orders',
  });
  await admin.connect();
  const entry = [
    {
      action: 'set',
      householdId: 'h',
      room: '3-2-501',
      items: { SC01: 1 },
      gate: null,
      placedBy: '欧阳',
      remarks: ['不吃香菜'],
      name: '欧阳',
      phoneTail: '尾号1389', // digits alone may stand in any id
    },
  ];
  await admin.query(`
    INSERT INTO supply_runs (community_id, run_id, compound, compound_name, service_date, stage, cut_off_at, minimum_portions, trip_cap, policies, due_at)
      SELECT c, gen_random_uuid(), 'LT', '蓝天花园', '2026-11-25', 'ordering', now(), 0, 100, '{}', '{}' FROM unnest('{a,b}'::text[]) c;
    INSERT INTO chains (community_id, run_id, name, text) SELECT community_id, run_id, '接龙', '1. 欧阳 3-2-501' FROM supply_runs`);
  await admin.query(
    `INSERT INTO chain_entries (community_id, run_id, chain, fingerprint, line, entry, text, status, reason, reason_text, orders)
     SELECT community_id, run_id, name, '欧阳 3-2-501', 1, 1, '1. 欧阳 3-2-501', 'held', 'unclear', '{"zh": "欧阳？", "en": "欧阳?"}', $1
     FROM chains`,
    [JSON.stringify(entry)],
  );
  await admin.query(
    `INSERT INTO reports (community_id, report_id, process_id, step, body, body_hash, answer, entered_by, done_by, channel, evidence)
     VALUES ('a', 'r1', 'supply-run:1', 'voidRun', '{"step": "voidRun", "reason": "欧阳说的"}', '', '{}', 'S001', 'S001', 'api', 'told')`,
  );
  const rows = async () => [
    ...(await admin.query('SELECT * FROM chain_entries ORDER BY community_id')).rows,
    ...(await admin.query('SELECT * FROM chains ORDER BY community_id')).rows,
    ...(await admin.query('SELECT * FROM reports')).rows,
  ];
  const clear = await rows();
  await migrate({ schema: 'orders', migrations }, ownerUrl, [], testDataKeys);
  expect(await wordsInTheClear(database.adminUrl, 'orders', ['欧阳', '香菜', '尾号1389'])).toEqual([]);
  await takeBack(ownerUrl, migrations.length - before.length);
  expect(await rows()).toEqual(clear);
  await admin.end();
  await database.drop();
});
