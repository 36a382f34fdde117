import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Bench, bench, said } from '../../spec/bought-run.js';
import { mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { disagreements } from '../../spec/orders-service.js';

let all: Bench;
let rooms: string[];
beforeAll(async () => {
  all = await bench();
  rooms = await singleRooms(all.service.admin, 40);
}, 60_000);
afterAll(() => all.stop());
afterEach(async () => {
  expect(await disagreements(all.service)).toEqual([]);
});

interface Question {
  readonly orderId: string;
  readonly household: string;
  readonly questions: readonly object[];
}
interface Answer {
  readonly id: string;
  readonly orders: readonly object[];
  readonly mergeQuestions: readonly Question[];
}
const call = (method: string, path: string, body?: object) => all.service.call<Answer>(method, path, body, { actor: 'S001' });
const place = async (run: string, forHousehold: string, items: object, more: object = {}) => {
  const { status, body } = await call('POST', `/supply-runs/${run}/orders`, { forHousehold, items, ...more });
  expect(status).toBe(201);
  return body.id;
};
const follow = async (household: string) => (await call('POST', '/household-merges', { household })).body;
const questionsOf = async (run: string) => (await call('GET', `/supply-runs/${run}`)).body.mergeQuestions;
const merge = (second: string, first: string) => mergeInto(all.service.admin, second, first);
const room = () => all.service.householdAt(rooms.pop() ?? '');
const overLimit = { is: 'over-limit', bundle: 'SC01', portions: 4, limit: 2 };
const waiting = 'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))';
/** Until somebody waits for a lock of ours. */
const somebodyWaits = async () => {
  while ((await all.service.admin.query(waiting)).rows.length === 0) await new Promise(setImmediate);
};
/** A run with two orders of what is one household afterwards, which may have two portions. */
async function both(more: object = {}) {
  const run = await all.open({ orders: [] });
  const first = await room();
  const second = await shareRoom(all.service.admin, first);
  const order = await place(run.id, first, { SC01: 2 });
  const ended = await place(run.id, second, { SC01: 2 }, more);
  return { run, first, second, order, ended };
}

describe('what a merge leaves to be looked at', () => {
  test('is answered the same whoever follows first, and again, and stands on the page of the run', async () => {
    const { run, first, second, order, ended } = await both();
    await merge(second, first);
    await place(run.id, await room(), { SC01: 1 }); // the run follows here, and nobody who merged hears of it
    const orders = [{ runId: run.id, orderId: order, items: { SC01: 4 }, joined: [ended], questions: [overLimit] }];
    expect((await follow(second)).orders).toEqual(orders);
    expect((await follow(second)).orders).toEqual(orders);
    expect(await questionsOf(run.id)).toEqual([{ orderId: order, household: first, questions: [overLimit] }]);
  });

  test('of one household is not answered to another, and not lost by it', async () => {
    const [a, b] = [await both(), { first: await room() }];
    const second = await shareRoom(all.service.admin, b.first);
    const order = await place(a.run.id, b.first, { SC01: 2 });
    await place(a.run.id, second, { SC01: 2 });
    await merge(a.second, a.first);
    await merge(second, b.first);
    expect((await follow(a.second)).orders).toMatchObject([{ orderId: a.order, questions: [overLimit] }]);
    expect((await follow(second)).orders).toMatchObject([{ orderId: order, questions: [overLimit] }]);
    expect((await questionsOf(a.run.id)).map(({ orderId }) => orderId)).toEqual([a.order, order]);
  });

  test('is on the page as long as it is so: what was taken off, paid for and fetched as the other wanted it is not asked', async () => {
    const payer = await room();
    const { run, first, second, order } = await both({ paidBy: payer, fulfilment: 'to-door' });
    await merge(second, first);
    await follow(second);
    const asked = async () => (await questionsOf(run.id)).flatMap(({ questions }) => questions);
    const [payers, place_] = [
      { is: 'other-payer', household: payer },
      { is: 'other-place', pickupPointId: expect.any(String), fulfilment: 'to-door' },
    ];
    expect(await asked()).toEqual([overLimit, payers, place_]);
    await call('PATCH', `/orders/${order}`, { items: { SC01: 2 } });
    expect(await asked()).toEqual([payers, place_]);
    await call('PATCH', `/orders/${order}`, { paidBy: payer, fulfilment: 'to-door' });
    expect(await asked()).toEqual([]);
  });

  test('outlives a lock that was the first to follow', async () => {
    const { run, first, second, order } = await both({ paidBy: await room() });
    await merge(second, first);
    await run.lock();
    expect(await questionsOf(run.id)).toMatchObject([{ orderId: order, questions: [overLimit, { is: 'other-payer' }] }]);
    expect((await follow(second)).orders).toMatchObject([{ orderId: order, questions: [overLimit, { is: 'other-payer' }] }]);
  });

  test.each(['before', 'while'])('goes along to the next turn, where orders became one %s they joined it', async (when) => {
    const { run, first, second, order } = await both({ paidBy: await room() });
    const next = await all.open({ orders: [] });
    await merge(second, first);
    if (when === 'before') {
      await follow(second);
      await call('PATCH', `/orders/${order}`, { items: { SC01: 2 } });
    }
    await all.activities.applyOrdersReport(run.subject, said('voidRun', { reason: '未成团', into: next.id }));
    expect(await questionsOf(next.id)).toMatchObject([
      { household: first, questions: [...(when === 'while' ? [overLimit] : []), { is: 'other-payer' }] },
    ]);
    expect(await questionsOf(run.id)).toEqual([]);
  });
});

test('whoever follows holds every run before the orders of one, so that a run that joins another one does not wait for it in vain', async () => {
  const [a, b] = [await both(), await both()];
  const [early, late] = a.run.id < b.run.id ? [a, b] : [b, a];
  await place(late.run.id, early.second, { SC01: 1 });
  await merge(early.second, early.first);
  const { admin } = all.service;
  await admin.query('BEGIN');
  try {
    await admin.query('SELECT FROM orders.supply_runs WHERE run_id = $1 FOR UPDATE', [late.run.id]);
    const following = follow(early.second);
    await somebodyWaits();
    await admin.query('SELECT FROM orders.run_bundles WHERE run_id = $1 FOR UPDATE NOWAIT', [early.run.id]);
    await admin.query('COMMIT');
    expect((await following).orders).toHaveLength(2);
  } finally {
    await admin.query('ROLLBACK');
  }
});
