import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { sampleText } from '../../spec/members-views.js';
import { openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService();
});
afterAll(() => orders.stop());

interface Run {
  id: string;
  stage: string;
  cutOffAt: string;
  minimumPortions: number;
  pickupPoints: { id: string }[];
  bundles: { code: string; priceFen: number; cap: number; limitPerHousehold: number; left: number }[];
}
const [today, serviceDate] = [daysAhead(0), daysAhead(1)];
const tomorrow = { compound: 'LT', serviceDate, cutOffAt: `${serviceDate}T20:00:00+08:00` };
const outbox = async (): Promise<string[]> => {
  const { rows } = await orders.admin.query<{ process_id: string }>('SELECT process_id FROM orders.outbox ORDER BY process_id');
  return rows.map(({ process_id }) => process_id);
};

describe('opening a run', () => {
  test('freezes prices, limits and caps, and puts its process into the outbox: Temporal is away', async () => {
    const { status, body } = await orders.call<Run & { workflowId: string }>('POST', '/supply-runs', {
      ...tomorrow,
      bundles: [{ code: 'SC01', priceFen: 2800, cap: 40 }, { code: 'JD01' }],
      minimumPortions: 10,
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ stage: 'ordering', minimumPortions: 10, compoundName: '蓝天花园', workflowId: `supply-run:${body.id}` });
    expect(body.bundles).toMatchObject([
      { code: 'JD01', priceFen: 2250, cap: 250, limitPerHousehold: 2 },
      { code: 'SC01', priceFen: 2800, cap: 40, left: 40 },
    ]);
    expect(await outbox()).toContain(`supply-run:${body.id}`);
    const { rows } = await orders.admin.query(
      'SELECT workflow, input, summary, search_attributes FROM orders.processes WHERE process_id = $1',
      [`supply-run:${body.id}`],
    );
    expect(rows[0]).toMatchObject({
      workflow: 'supplyRunWorkflow',
      summary: `蓝天花园 ${serviceDate} 团购批次`,
      input: { community: 'sample', runId: body.id, dueAt: { lockOrders: `${serviceDate}T14:00:00.000Z` } },
      search_attributes: { SupplyRun: [body.id], Compound: ['LT'], Community: 'sample', ServiceDate: serviceDate, Stage: 'ordering' },
    });
  });

  test('with a cut-off in the past begins where self-service has ended', async () => {
    const run = await openRun(orders, { cutOffAt: new Date(Date.now() - 1_000).toISOString() });
    expect((await orders.call<Run>('GET', `/supply-runs/${run}`)).body.stage).toBe('confirming');
  });

  test('a later catalogue changes neither prices nor caps of a run that is open', async () => {
    const run = await openRun(orders);
    const dearer = sampleText('catalogue.csv').replace('30.00', '99.00');
    const files = [{ name: 'catalogue.csv', content: dearer }];
    expect((await orders.call('POST', '/imports/catalogue?mode=commit', { files })).status).toBe(200);
    const { body } = await orders.call<Run>('GET', `/supply-runs/${run}`);
    expect(body.bundles.find(({ code }) => code === 'SC01')?.priceFen).toBe(3000);
    const back = [{ name: 'catalogue.csv', content: sampleText('catalogue.csv') }];
    await orders.call('POST', '/imports/catalogue?mode=commit', { files: back });
  });

  test('takes the pickup points of all gates, or those that are named', async () => {
    const open = (more: object) =>
      orders.call<Run & { code: string }>('POST', '/supply-runs', { ...tomorrow, compound: 'CL', bundles: [{ code: 'SC01' }], ...more });
    const { body } = await open({});
    expect(body.pickupPoints).toHaveLength(2);
    const [first] = body.pickupPoints;
    expect((await open({ pickupPointIds: [first?.id] })).body.pickupPoints).toEqual([first]);
    const elsewhere = ['0193a1b2-0000-7000-8000-00000000dead'];
    expect(await open({ pickupPointIds: elsewhere })).toMatchObject({ status: 422, body: { code: 'no-such-pickup-point' } });
  });

  test.each([
    ['an unknown compound', { compound: 'XX' }, 422, 'no-such-compound'],
    ['an unknown bundle', { bundles: [{ code: 'ZZ99' }] }, 422, 'no-such-bundle'],
    ['a bundle twice', { bundles: [{ code: 'SC01' }, { code: 'SC01' }] }, 422, 'bundle-named-twice'],
    ['no bundle', { bundles: [] }, 400, 'malformed'],
    ['a price below nothing', { bundles: [{ code: 'SC01', priceFen: -1 }] }, 400, 'malformed'],
    ['a time without a zone', { cutOffAt: '2026-11-24T20:00:00' }, 400, 'malformed'],
    ['a day that is none', { serviceDate: '2026-02-30' }, 400, 'malformed'],
    ['a day long past', { serviceDate: daysAhead(-32), cutOffAt: `${daysAhead(-32)}T08:00:00+08:00` }, 422, 'service-date-is-past'],
    ['a day in years to come', { serviceDate: daysAhead(400) }, 422, 'too-far-ahead'],
    ['ordering that ends after the day', { serviceDate: today, cutOffAt: `${serviceDate}T00:00:01+08:00` }, 422, 'cut-off-after-service'],
    ['something nobody asked for', { colour: 'red' }, 400, 'malformed'],
  ])('with %s is refused, and nothing is written', async (_, wrong, status, code) => {
    const before = await outbox();
    const reply = await orders.call('POST', '/supply-runs', { ...tomorrow, bundles: [{ code: 'SC01' }], ...wrong });
    expect(reply).toMatchObject({ status, body: { code } });
    expect(await outbox()).toEqual(before);
  });

  test('50 identical requests at once under one key open one run', async () => {
    const body = { ...tomorrow, bundles: [{ code: 'SC01' }] };
    const options = { key: 'open-fifty-times' };
    const replies = await Promise.all(Array.from({ length: 50 }, () => orders.call<Run>('POST', '/supply-runs', body, options)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await orders.call('POST', '/supply-runs', { ...body, tripCap: 9 }, options)).toMatchObject({ status: 422 });
  });
});

describe('the cut-off', () => {
  test('is moved while it is still to come, the deadlines with it, and its process is told', async () => {
    const run = await openRun(orders);
    await orders.admin.query('DELETE FROM orders.outbox WHERE process_id = $1', [`supply-run:${run}`]);
    const later = `${serviceDate}T21:00:00+08:00`;
    const { body } = await orders.call<Run & { dueAt: Record<string, string> }>('POST', `/supply-runs/${run}/extend`, { cutOffAt: later });
    expect(new Date(body.cutOffAt)).toEqual(new Date(later));
    expect(body.dueAt).toMatchObject({
      lockOrders: `${serviceDate}T15:00:00.000Z`,
      confirmPurchase: `${serviceDate}T15:00:00.000Z`,
      confirmLoading: `${serviceDate}T17:00:00.000Z`,
      closePickup: `${serviceDate}T23:00:00.000Z`,
    });
    const { rows } = await orders.admin.query<{ at: string }>(
      `SELECT ladders->'closePickup'->0->>'at' AS at FROM orders.supply_runs WHERE run_id = $1`,
      [run],
    );
    expect(rows).toEqual([{ at: `${serviceDate}T23:00:00.000Z` }]);
    expect(await outbox()).toContain(`supply-run:${run}`);
    const back = await orders.call<typeof body>('POST', `/supply-runs/${run}/extend`, { cutOffAt: `${serviceDate}T08:00:00+08:00` });
    expect(back.body.dueAt).toMatchObject({ lockOrders: `${serviceDate}T02:00:00.000Z`, closePickup: `${serviceDate}T12:00:00.000Z` });
    const past = { cutOffAt: new Date(Date.now() - 1_000).toISOString() };
    expect(await orders.call('POST', `/supply-runs/${run}/extend`, past)).toMatchObject({ status: 422, body: { code: 'cut-off-is-past' } });
  });

  test('is brought forward to now by closing early; closing again changes nothing', async () => {
    const run = await openRun(orders);
    const first = await orders.call<Run>('POST', `/supply-runs/${run}/close-ordering`);
    expect(first.body.stage).toBe('confirming');
    expect((await orders.call<Run>('POST', `/supply-runs/${run}/close-ordering`)).body.cutOffAt).toBe(first.body.cutOffAt);
  });

  test.each([undefined, {}])('ends early without words: %j', async (body) => {
    const run = await openRun(orders);
    expect((await orders.call('POST', `/supply-runs/${run}/close-ordering`, { why: 'rain' })).status).toBe(400);
    expect((await orders.call('POST', `/supply-runs/${run}/close-ordering`, body)).status).toBe(200);
  });
});

test('policies are versioned; what is not named stays, and open runs keep theirs', async () => {
  const before = await openRun(orders);
  const { body: first } = await orders.call<{ version: number }>('GET', '/policies');
  const { body } = await orders.call('PUT', '/policies', { minimumPortions: 7, durations: { lockMs: 60_000 } });
  expect(body).toMatchObject({
    version: first.version + 1,
    setBy: 'S001',
    policies: { minimumPortions: 7, allocation: 'one-each-first', durations: { lockMs: 60_000, loadingMs: 50_400_000 } },
  });
  expect((await orders.call<Run>('GET', `/supply-runs/${before}`)).body.minimumPortions).toBe(50);
  expect((await orders.call<Run>('GET', `/supply-runs/${await openRun(orders)}`)).body.minimumPortions).toBe(7);
  expect((await orders.call('PUT', '/policies', { allocation: 'whoever-shouts' })).status).toBe(400);
});

describe('the catalogue', () => {
  const importing = (content: string, mode = 'preview') =>
    orders.call<{
      new: number;
      changed: number;
      gone: number;
      unchanged: number;
      errors: { line: number; column: string; code: string }[];
    }>('POST', `/imports/catalogue?mode=${mode}`, { files: [{ name: 'catalogue.csv', content }] });

  test('holds 13 bundles in whole fen and grams; the same file again changes nothing', async () => {
    const { body } = await orders.call<{ items: object[] }>('GET', '/bundles');
    expect(body.items).toHaveLength(13);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        code: 'JD01',
        aliases: ['蛋', '鲜鸡蛋'],
        priceFen: 2250,
        weightGrams: 1800,
        substituteCode: null,
        supplier: '示范保供超市',
        offered: true,
      }),
    );
    expect((await importing(sampleText('catalogue.csv'))).body).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 13 });
  });

  test('names every mistake by line and column, and writes nothing', async () => {
    const wrong = sampleText('catalogue.csv').replace('30.00', '三十').replace('LY02,200', 'XX99,200');
    const { status, body } = await importing(wrong, 'commit');
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      expect.objectContaining({ line: 2, column: '单价元', code: 'not-an-amount' }),
      expect.objectContaining({ line: 10, column: '替换为', code: 'unknown-substitute' }),
    ]);
    expect((await importing(sampleText('catalogue.csv'))).body).toMatchObject({ changed: 0 });
  });

  test('a bundle that a later file leaves out is not offered any more', async () => {
    const without = sampleText('catalogue.csv')
      .split('\r\n')
      .filter((line) => !line.startsWith('NN01'))
      .join('\r\n');
    expect((await importing(without, 'commit')).body).toMatchObject({ gone: 1, unchanged: 12 });
    const refused = await orders.call('POST', '/supply-runs', { ...tomorrow, bundles: [{ code: 'NN01' }] });
    expect(refused).toMatchObject({ status: 422, body: { code: 'no-such-bundle' } });
    expect((await importing(sampleText('catalogue.csv'), 'commit')).body).toMatchObject({ new: 1 });
  });
});

test('runs are listed by service date and stage, page by page', async () => {
  const seen = new Set<string>();
  for (let after = ''; ;) {
    const { body } = await orders.call<{ items: { id: string; stage: string }[]; next: string | null }>(
      'GET',
      `/supply-runs?limit=3&stage=ordering${after}`,
    );
    for (const { id, stage } of body.items) {
      expect(stage).toBe('ordering');
      seen.add(id);
    }
    if (body.next === null) break;
    after = `&after=${body.next}`;
  }
  const { rows } = await orders.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM orders.supply_runs WHERE stage = 'ordering'`);
  expect(seen.size).toBe(rows[0]?.n);
});
