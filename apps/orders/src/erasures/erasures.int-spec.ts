import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Erased, ErasedKind } from '@jielong/kernel';
import { inCommunity, Sealer } from '@jielong/platform';
import { openedValues } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { reasonGiven, shareRoom } from '../../spec/members-views.js';
import { community, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';
import { mergeInto } from '../../spec/members-views.js';
import { sealedTables } from '../sealed.js';
import { ErasureActivities } from './erasure.activities.js';

let orders: OrdersService;
let activities: ErasureActivities;
beforeAll(async () => {
  orders = await ordersService();
  activities = orders.app.get(ErasureActivities, { strict: false });
});
afterAll(() => orders.stop());

const rows = async <Row extends object>(sql: string, args: unknown[] = []): Promise<Row[]> =>
  (await orders.admin.query<Row>(sql, args)).rows;
const opened = (): Promise<string[]> => inCommunity(orders.app.get(DataSource), community, (tx) => openedValues(tx, sealedTables));
const erase = (subject: string, kind: ErasedKind = 'household'): Promise<Erased> =>
  activities.eraseInOrders(community, { id: crypto.randomUUID(), kind, subject });
const ask = (subject: string, kind = 'household', options = {}) =>
  orders.call<{ id: string; code: string; doneAt: string | null; found: boolean | null; details: object }>(
    'POST',
    '/erasures',
    { kind, subject, reason: 'asked' },
    options,
  );
const close = (run: string) =>
  orders.admin.query(`UPDATE orders.supply_runs SET stage = 'closed', closed_at = now() WHERE run_id = $1`, [run]);

const text = (...entries: string[]): string => ['#接龙', '【蓝天花园】团购', 'A 蔬菜包 30元/份', '', ...entries].join('\n');
/** A run in which a household stands wherever orders writes anything, and a neighbour beside it. */
async function written(room: string, neighbour: string): Promise<{ run: string; household: string; other: string }> {
  const run = await openRun(orders);
  const chain = `/supply-runs/${run}/sign-ups`;
  const said = text(`1. 尉迟恭 ${room} A1 13800000031 备注：尉迟忌口`, `2. 李芮 ${neighbour} A1 备注：李家放门口`, '3. 尉迟也要 A1');
  const { body } = await orders.call<{ revision: number }>('POST', `${chain}/preview`, { text: said });
  const committed = await orders.call('POST', `${chain}/commit`, { text: said, revision: body.revision });
  expect(committed.status).toBe(200);
  const [household, other] = [await orders.householdAt(room), await orders.householdAt(neighbour)];
  const [order] = await rows<{ id: string }>(`SELECT order_id AS id FROM orders.orders WHERE run_id = $1 AND for_household = $2`, [
    run,
    household,
  ]);
  expect((await orders.call('PATCH', `/orders/${order?.id ?? ''}`, { remark: '尉迟家放车库' })).status).toBe(200);
  expect((await orders.call('POST', `/orders/${order?.id ?? ''}/cancel`, { reason: '尉迟住院了' })).status).toBe(200);
  await orders.admin.query(
    `INSERT INTO orders.refused_reports (community_id, refusal_key, process_id, step, payload, code, reason) VALUES ($1, $2, $3, 's', '', 'refused', '')`,
    [community, run, `supply-run:${run}`],
  );
  return { run, household, other };
}
const theirs = /尉迟|13800000031/;

describe('a household is erased', () => {
  test('from orders, chains and kept answers of runs that are over; what was ordered and everybody else stays', async () => {
    const { run, household, other } = await written('3-2-501', '3-2-502');
    await close(run);
    const counted = `SELECT o.order_id, o.for_household, o.paid_by, o.state, l.bundle, l.portions, l.state AS line FROM orders.orders o
      JOIN orders.order_lines l USING (order_id) ORDER BY 1, 5`;
    const before = await rows(counted);
    expect((await opened()).filter((value) => theirs.test(value)).length).toBeGreaterThan(5);
    expect(await erase(household)).toEqual({ ids: [household], refused: null });
    const left = await opened();
    expect(left.filter((value) => theirs.test(value))).toEqual([]);
    expect(left.filter((value) => value.includes('李家放门口')).length).toBeGreaterThan(0); // on the neighbour's order
    expect(await rows(counted)).toEqual(before);
    expect((await orders.call('GET', `/supply-runs/${run}/orders`)).status).toBe(200);
    expect((await orders.call('GET', `/supply-runs/${run}/sign-ups`)).status).toBe(200);
    expect(other).not.toBe(household);
  });

  test('under every id that it has had, and asked again it changes nothing and says so once', async () => {
    const { run, household } = await written('4-1-101', '4-1-102');
    await close(run);
    const now = await orders.householdAt('4-1-201');
    await mergeInto(orders.admin, household, now);
    for (const _ of [1, 2]) expect(await erase(household)).toEqual({ ids: [now, household], refused: null });
    expect((await opened()).filter((value) => theirs.test(value))).toEqual([]);
    expect(await rows(`SELECT details FROM orders.audit_entries WHERE (action, subject_id) = ('erase', $1)`, [household])).toEqual([
      { details: {} },
    ]);
  });

  test('while a run is open its chain is needed and stays: such a household is refused before', async () => {
    const { run, household } = await written('5-1-101', '5-1-102');
    await orders.call('POST', '/supply-runs/' + run + '/orders', { forHousehold: household, items: { RL01: 1 } });
    const { status, body } = await ask(household);
    expect([status, body.code, body.details]).toEqual([409, 'household-in-open-run', { runs: [run] }]);
    expect(await rows('SELECT FROM orders.erasures WHERE subject = $1', [household])).toEqual([]);
    await close(run);
    expect((await ask(household)).status).toBe(202);
  });

  test('the audit chain holds afterwards', async () => {
    await orders.app.get(Sealer, { strict: false }).seal();
    const { body } = await orders.call<{ findings: unknown[] }>('GET', '/audit/orders/verification');
    expect(body.findings).toEqual([]);
  });
});

describe('whoever cannot be forgotten any more when it is to be done', () => {
  const runOf = async (household: string, remark: string): Promise<string> => {
    const run = await openRun(orders);
    const body = { forHousehold: household, items: { SC01: 1 }, remark };
    expect((await orders.call('POST', `/supply-runs/${run}/orders`, body)).status).toBe(201);
    return run;
  };

  test('has ordered meanwhile: nothing is emptied, and the erasure says why it has ended', async () => {
    const { run, household } = await written('9-1-101', '9-1-102');
    await close(run);
    const { body: erasure } = await ask(household);
    const open = await runOf(household, '尉迟又订了');
    const before = await opened();
    const { ids, refused } = await erase(household);
    expect([ids, refused]).toEqual([[], 'household-in-open-run']);
    expect(await opened()).toEqual(before);
    for (const _ of [1, 2]) await activities.refuseErasure(community, erasure.id, 'household-in-open-run');
    expect((await orders.call('GET', `/erasures/${erasure.id}`)).body).toMatchObject({
      ...{ doneAt: expect.any(String), found: null, refused: 'household-in-open-run' },
    });
    const trail = `SELECT details FROM orders.audit_entries WHERE (action, subject_id) = ('refuseErasure', $1)`;
    expect(await rows(trail, [household])).toEqual([{ details: { erasure: erasure.id, refused: 'household-in-open-run' } }]);
    expect(
      await rows(`SELECT ended_at IS NOT NULL AS over FROM orders.processes WHERE process_id = $1`, [`erasure:${erasure.id}`]),
    ).toEqual([{ over: true }]);
    await close(open);
    expect((await ask(household)).status).toBe(202);
    expect((await erase(household)).refused).toBe(null);
  });

  test('never loses what stands in an order of an open run, also where both happen at once', async () => {
    for (const room of ['10-1-101', '10-1-102', '10-1-201', '10-1-202']) {
      const household = await orders.householdAt(room);
      const [run] = await Promise.all([runOf(household, '放门口'), erase(household)]);
      const [order] = await rows<{ written: boolean }>(
        `SELECT remark IS NOT NULL AS written FROM orders.orders WHERE run_id = $1 AND for_household = $2`,
        [run, household],
      );
      expect(order).toEqual({ written: true });
      await close(run);
    }
  });
});

describe('an erasure', () => {
  /** Fen that a household or a person owes or is owed. */
  const owe = async (kind: string, holder: string, fen: number): Promise<void> => {
    const [run] = await rows<{ id: string }>('SELECT run_id AS id FROM orders.supply_runs LIMIT 1');
    const [debit, credit] =
      fen > 0
        ? [
            [kind, holder],
            ['fund', 'community'],
          ]
        : [
            ['fund', 'community'],
            [kind, holder],
          ];
    await orders.admin.query(`SELECT set_config('app.community_id', $1, false)`, [community]);
    await orders.admin.query(
      `INSERT INTO orders.postings (run_id, kind, subject, occasion, debit_kind, debit_holder, credit_kind, credit_holder, amount_fen)
       VALUES ($1, 'charge', gen_random_uuid(), 'test', $2, $3, $4, $5, $6)`,
      [run?.id, ...(debit ?? []), ...(credit ?? []), Math.abs(fen)],
    );
  };

  test.each([300, -300])('of a household waits for its money: %d fen', async (fen) => {
    const household = await orders.householdAt(fen > 0 ? '6-1-101' : '6-1-102');
    await owe('household', household, fen);
    const { status, body } = await ask(household);
    expect([status, body.code, body.details]).toEqual([409, 'money-unsettled', { balanceFen: fen }]);
    await owe('household', household, -fen);
    expect((await ask(household)).status).toBe(202);
    await owe('household', household, fen);
    expect(await erase(household)).toEqual({ ids: [], refused: 'money-unsettled' });
    await owe('household', household, -fen);
  });

  test('of a person waits until they have left, and hold no money', async () => {
    expect((await ask('S001', 'person')).body).toMatchObject({ code: 'person-active', details: { code: 'S001' } });
    await owe('cash', 'GONE', 500);
    expect((await ask('GONE', 'person')).body).toMatchObject({ code: 'money-unsettled' });
    expect(await erase('GONE', 'person')).toEqual({ ids: [], refused: 'money-unsettled' });
    expect(await erase('S001', 'person')).toEqual({ ids: [], refused: 'person-active' });
    expect((await ask('X999', 'person')).status).toBe(202);
    expect(await erase('X999', 'person')).toEqual({ ids: ['X999'], refused: null });
  });

  test('is one for each subject at a time, also where two ask at once, and goes on where it was lost', async () => {
    const household = await orders.householdAt('7-1-101');
    const answers = await Promise.all([1, 2, 3].map(() => ask(household)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const [id, ...others] = new Set(answers.map(({ body }) => body.id));
    expect(others).toEqual([]);
    const wishes = await rows<{ again: boolean }>(`SELECT again FROM orders.outbox WHERE process_id = $1 ORDER BY wish`, [
      `erasure:${id ?? ''}`,
    ]);
    expect(wishes).toEqual([{ again: false }, { again: true }, { again: true }]);
    expect((await orders.call('GET', `/erasures/${id ?? ''}`)).body).toMatchObject({
      subject: household,
      reason: 'asked',
      askedBy: 'S001',
      doneAt: null,
      found: null,
    });
    for (const isFound of [true, false]) await activities.endErasure(community, id ?? '', isFound); // the second was lost on its way
    expect((await orders.call('GET', `/erasures/${id ?? ''}`)).body).toMatchObject({ doneAt: expect.any(String), found: true });
    expect((await ask(household)).body.id).not.toBe(id);
  });

  test.each([
    [{ kind: 'household', subject: 'S001', reason: 'asked' }],
    [{ kind: 'household', subject: crypto.randomUUID(), reason: '张家要求' }],
    [{ kind: 'building', subject: '3', reason: 'asked' }],
    [{ kind: 'person', subject: 'S001' }],
  ])('is not asked for by %j', async (body) => expect((await orders.call('POST', '/erasures', body)).status).toBe(400));

  test('that nobody has asked for is not there', async () =>
    expect(await orders.call('GET', `/erasures/${crypto.randomUUID()}`)).toMatchObject({ status: 404, body: { code: 'no-such-erasure' } }));
});

test('nothing of a household is exported before somebody has said why, today and themselves', async () => {
  const { household, other } = await written('9-1-101', '9-1-102');
  const code = async () => (await orders.call('GET', `/household-orders/${household}`)).body['code'];
  expect(await code()).toBe('reason-first');
  await reasonGiven(orders.admin, community, household, 'S002');
  await reasonGiven(orders.admin, community, other, 'S001');
  expect(await code()).toBe('reason-first');
  expect(await rows(`SELECT FROM orders.audit_entries WHERE (action, subject_id) = ('exportData', $1)`, [household])).toEqual([]);
  await reasonGiven(orders.admin, community, household, 'S001');
  expect(await code()).toBeUndefined();
});

test('an entry that might have meant a household is a neighbour’s for all that is known, and one for two households shows the text of neither', async () => {
  const run = await openRun(orders);
  const household = await orders.householdAt('10-1-101');
  const twin = await shareRoom(orders.admin, household);
  const neighbour = await orders.householdAt('10-1-102');
  const chain = `/supply-runs/${run}/sign-ups`;
  const said = text('1. 10-1-101 A1 备注：只是可能', '2. 李芮 10-1-102 A1');
  const { body } = await orders.call<{ revision: number }>('POST', `${chain}/preview`, { text: said });
  expect((await orders.call('POST', `${chain}/commit`, { text: said, revision: body.revision })).status).toBe(200);
  const of = async (id: string) => {
    await reasonGiven(orders.admin, community, id, 'S001');
    return (await orders.call<{ entries: { text: string | null }[] }>('GET', `/household-orders/${id}`)).body.entries.map((it) => it.text);
  };
  const meant = await rows<{ choices: string }>(`SELECT choices::text FROM orders.chain_entries WHERE run_id = $1 AND status = 'held'`, [
    run,
  ]);
  for (const id of [household, twin]) expect(meant.map(({ choices }) => choices).join()).toContain(id);
  expect([await of(household), await of(twin)]).toEqual([[], []]);
  expect(await of(neighbour)).toEqual([expect.stringContaining('李芮')]);
  await orders.admin.query(
    `UPDATE orders.chain_entries SET orders = orders || jsonb_build_array((orders->0) || jsonb_build_object('householdId', $2::text))
     WHERE run_id = $1 AND status = 'accepted'`,
    [run, household],
  );
  expect([await of(household), await of(neighbour)]).toEqual([[null], [null]]);
});

test('a household gets all that orders has about it, and that it was read is recorded', async () => {
  const { run, household } = await written('8-1-101', '8-1-102');
  await reasonGiven(orders.admin, community, household, 'S001');
  const { status, body } = await orders.call<{
    orders: { runId: string; remark: string; cancelReason: string; items: object }[];
    entries: { text: string }[];
  }>('GET', `/household-orders/${household}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({ households: [household], balanceFen: 0, payments: [], payouts: [], waivers: [], moves: [] });
  expect(body.orders).toMatchObject([{ runId: run, remark: '尉迟家放车库', cancelReason: '尉迟住院了', items: { SC01: 1 } }]);
  expect(body.entries.map((entry) => entry.text)).toEqual([expect.stringContaining('尉迟恭')]);
  expect(JSON.stringify(body)).not.toContain('李芮');
  expect(await rows(`SELECT actor FROM orders.audit_entries WHERE (action, subject_id) = ('exportData', $1)`, [household])).toEqual([
    { actor: 'S001' },
  ]);
});

test('the database lets nobody write history anew: reasons may be made empty and nothing else', async () => {
  const tamper = (sql: string) => inCommunity(orders.app.get(DataSource), community, (tx) => tx.query(sql));
  await expect(tamper(`UPDATE refused_reports SET reason = 'sealed:' || repeat('x', 200)`)).rejects.toMatchObject({ code: '42501' });
  await expect(tamper(`UPDATE refused_reports SET code = 'fine'`)).rejects.toMatchObject({ code: '42501' });
  await expect(tamper(`UPDATE waivers SET amount_fen = 1`)).rejects.toMatchObject({ code: '42501' });
});
