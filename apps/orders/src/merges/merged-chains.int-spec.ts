import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mergeInto, shareRoom, singleRooms } from '../../spec/members-views.js';
import { disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
let rooms: string[];
beforeAll(async () => {
  orders = await ordersService();
  rooms = await singleRooms(orders.admin, 30);
});
afterAll(() => orders.stop());
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
});

interface Order {
  id: string;
  forHousehold: string;
  items: Record<string, number>;
}
interface Committed {
  revision: number;
  held: { fingerprint: string; reason: string; text: string }[];
  changes: object;
}
const chainRun = (cap = 50) => openRun(orders, { bundles: [{ code: 'SC01', cap }, { code: 'JD01' }] });
async function household(): Promise<{ room: string; first: string; second: string }> {
  const room = rooms.pop() ?? '';
  const first = await orders.householdAt(room);
  return { room, first, second: await shareRoom(orders.admin, first) };
}
const header = ['#接龙', '【蓝天花园】11月25日团购', 'A 蔬菜包 30元/份 限2份', 'D 鸡蛋 22.5元/板 限2板'];
const textOf = (entries: readonly string[]) => [...header, '', ...entries].join('\n');
const preview = async (run: string, entries: readonly string[], answers: object[] = []) =>
  (await orders.call<Committed>('POST', `/supply-runs/${run}/sign-ups/preview`, { text: textOf(entries), answers })).body;
const commit = async (run: string, entries: readonly string[], answers: object[] = []) => {
  const { revision } = await preview(run, entries, answers);
  const said = { text: textOf(entries), answers, revision };
  return (await orders.call<Committed>('POST', `/supply-runs/${run}/sign-ups/commit`, said)).body;
};
/** Commits entries of a room that several share, each answered with its household. */
const commitFor = async (run: string, entries: readonly string[], households: readonly string[]) => {
  const { held } = await commit(run, entries);
  const answers = held.map(({ fingerprint, text }) => ({
    ...{ fingerprint, choose: 'household', household: households[entries.indexOf(text)] },
  }));
  expect((await commit(run, entries, answers)).held).toEqual([]);
};
const openOrders = async (run: string) =>
  (await orders.call<{ items: Order[] }>('GET', `/supply-runs/${run}/orders?state=open`)).body.items;
const summary = async (run: string) => (await openOrders(run)).map(({ forHousehold, items }) => [forHousehold, items]);
const cancelOf = async (run: string, of: string) => {
  const order = (await openOrders(run)).find(({ forHousehold }) => forHousehold === of);
  await orders.call('POST', `/orders/${order?.id ?? ''}/cancel`, {});
};
const follow = (merged: string) => orders.call('POST', '/household-merges', { household: merged });

describe('what somebody has cancelled of a chain', () => {
  test('does not come back when its household is merged', async () => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`];
    await commitFor(run, entries, [second]);
    await cancelOf(run, second);
    await commit(run, entries);
    await mergeInto(orders.admin, second, first);
    await follow(second);
    expect(await preview(run, entries)).toMatchObject({ held: [], changes: { added: 0, changed: 0 } });
    expect((await commit(run, entries)).held).toEqual([]);
    expect(await summary(run)).toEqual([]);
    expect((await orders.call('GET', `/supply-runs/${run}`)).body).toMatchObject({ portions: 0 });
  });

  test.each([
    ['the household that stays', 'the merge is told of', true, true],
    ['the household that stays', 'nobody tells of the merge', true, false],
    ['the one that was merged', 'the merge is told of', false, true],
    ['the one that was merged', 'nobody tells of the merge', false, false],
  ])('of %s, is not asked about beside what lives of the other, and takes nothing of it: %s', async (_, __, isFirst, isTold) => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`, `2. ${room} D1`];
    await commitFor(run, entries, [first, second]);
    await cancelOf(run, isFirst ? first : second);
    await mergeInto(orders.admin, second, first);
    if (isTold) await follow(second);
    const lives = [[first, isFirst ? { JD01: 1 } : { SC01: 1 }]];
    for (let paste = 0; paste < 2; paste += 1) {
      expect((await commit(run, entries)).held).toEqual([]);
      expect(await summary(run)).toEqual(lives);
    }
    expect((await commit(run, [...entries, `3. ${room} 再加 A1`])).held).toEqual([]);
    expect(await summary(run)).toEqual([[first, isFirst ? { SC01: 1, JD01: 1 } : { SC01: 2 }]]);
  });

  test('is asked about where its entry orders for a third household too, which goes on having it', async () => {
    const run = await chainRun();
    const [{ room, first, second }, third] = [await household(), rooms.pop() ?? ''];
    const entries = [`1. ${room} D1`, `2. ${room} A1，代${third} A1`];
    await commitFor(run, entries, [first, second]);
    await cancelOf(run, second);
    await mergeInto(orders.admin, second, first);
    const expected = [
      [first, { JD01: 1 }],
      [await orders.householdAt(third), { SC01: 1 }],
    ];
    for (let paste = 0; paste < 2; paste += 1) {
      expect((await commit(run, entries)).held.map(({ reason }) => reason)).toEqual(['possible_duplicate']);
      expect((await summary(run)).toSorted()).toEqual(expected.toSorted()); // seen at one moment: in no order
    }
  });
});

test('an entry of a room that was split is of the household that the answer names, and no more of the other', async () => {
  const run = await chainRun();
  const { room, first, second: gone } = await household();
  await orders.admin.query('DELETE FROM members.published_households_v2 WHERE id = $1', [gone]);
  const entries = [`1. ${room} A1`];
  await commit(run, entries);
  const second = await shareRoom(orders.admin, first);
  const { held } = await commit(run, entries);
  expect(held.map(({ reason }) => reason)).toEqual(['several_households']);
  await commitFor(run, entries, [second]);
  expect(await summary(run)).toEqual([[second, { SC01: 1 }]]);
});

describe('a preview after a merge that the run has not followed', () => {
  test('says what the commit does, and writes nothing', async () => {
    const run = await chainRun(1);
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`];
    await commitFor(run, entries, [second]);
    await mergeInto(orders.admin, second, first);
    expect(await preview(run, entries)).toMatchObject({ held: [], changes: { added: 0, changed: 0, removed: 0, unchanged: 1 } });
    expect(await summary(run)).toEqual([[second, { SC01: 1 }]]);
    expect(await commit(run, entries)).toMatchObject({ held: [], added: 0, changed: 0, removed: 0, unchanged: 1 });
    expect(await summary(run)).toEqual([[first, { SC01: 1 }]]);
  });

  test('asks about two entries of what is one household now, as the commit does', async () => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`, `2. ${room} A1 D1`];
    await commitFor(run, entries, [first, second]);
    await mergeInto(orders.admin, second, first);
    const { held } = await preview(run, entries);
    expect(held.map(({ reason }) => reason)).toEqual(['possible_duplicate']);
    expect((await commit(run, entries)).held).toEqual(held);
  });

  test('can still be had when the run is locked', async () => {
    const run = await chainRun();
    const { room, first, second } = await household();
    const entries = [`1. ${room} A1`];
    await commitFor(run, entries, [second]);
    await orders.admin.query(`UPDATE orders.supply_runs SET stage = 'purchasing' WHERE run_id = $1`, [run]);
    await mergeInto(orders.admin, second, first);
    expect(await preview(run, entries)).toHaveProperty('revision');
  });
});
