import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { sampleText } from '../../spec/members-views.js';
import { disagreements, openRun, type OrdersService, ordersService } from '../../spec/orders-service.js';

let orders: OrdersService;
beforeAll(async () => {
  orders = await ordersService();
});
afterAll(() => orders.stop());
afterEach(async () => {
  expect(await disagreements(orders)).toEqual([]);
});

interface Held {
  fingerprint: string;
  line: number;
  text: string;
  reason: string;
}
interface Committed {
  revision: number;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  held: Held[];
  totals: { households: number; portions: number; moneyFen: number; perItem: Record<string, number> };
  code: string;
}
interface Expected {
  compound: string;
  open_items: { code: string; price_fen: number }[];
  totals: { held_entries: number };
  orders: { room: string; items: Record<string, number>; portions: number; money_fen: number; gate: string }[];
}
const preview = (run: string, text: string, more: object = {}) =>
  orders.call<{ revision: number; changes: object; held: Held[]; snapshot: object }>('POST', `/supply-runs/${run}/sign-ups/preview`, {
    text,
    ...more,
  });
/** Previews a text and commits what was previewed. */
const commit = async (run: string, text: string, more: object = {}) => {
  const { body } = await preview(run, text, more);
  return orders.call<Committed>('POST', `/supply-runs/${run}/sign-ups/commit`, { text, revision: body.revision, ...more });
};
const ordersIn = async (run: string): Promise<Record<string, Record<string, number>>> => {
  const { body } = await orders.call<{ items: { building: string; unit: string; room: string; items: Record<string, number> }[] }>(
    'GET',
    `/supply-runs/${run}/orders?limit=200&state=open`,
  );
  return Object.fromEntries(body.items.map(({ building, unit, room, items }) => [[building, unit, room].join('-'), items]));
};

const header = [
  '#接龙',
  '【蓝天花园】11月25日团购',
  'A 蔬菜包 30元/份 限2份',
  'B 肉类包 68元/份 限2份',
  'C 水果包 35元/份 限2份',
  'D 鸡蛋 22.5元/板 限2板',
];
const text = (...entries: readonly string[]): string => [...header, '', ...entries].join('\n');

describe.each(['yunfei-court-clean', 'lantian-garden-170', 'jiangting-tower-96', 'dirty-60'])('%s', (name) => {
  const expected = JSON.parse(sampleText(`signups/${name}.expected.json`)) as Expected;
  const open = () =>
    openRun(orders, {
      compound: expected.compound,
      bundles: expected.open_items.map(({ code, price_fen }) => ({ code, priceFen: price_fen })),
    });

  test('committed, it comes to the expected orders; committed again, to nothing new', async () => {
    const run = await open();
    const { status, body } = await commit(run, sampleText(`signups/${name}.txt`));
    expect(status).toBe(200);
    expect(await ordersIn(run)).toEqual(Object.fromEntries(expected.orders.map(({ room, items }) => [room, items])));
    const sum = (of: (order: Expected['orders'][number]) => number) => expected.orders.reduce((total, order) => total + of(order), 0);
    expect(body.totals).toMatchObject({
      households: expected.orders.length,
      portions: sum(({ portions }) => portions),
      moneyFen: sum(({ money_fen }) => money_fen),
    });
    expect(body.held).toHaveLength(expected.totals.held_entries);
    const again = await commit(run, sampleText(`signups/${name}.txt`));
    expect(again.body).toMatchObject({ revision: 1, added: 0, changed: 0, removed: 0, unchanged: expected.orders.length });
  });

  test('every household collects at the gate that the text says', async () => {
    const run = await open();
    await commit(run, sampleText(`signups/${name}.txt`));
    const { rows } = await orders.admin.query<{ room: string; gate: string }>(
      `SELECT concat_ws('-', h.building, h.unit, h.room) AS room, p.gate FROM orders.orders o
       JOIN members.published_households_v2 h ON h.id = o.for_household JOIN orders.run_pickup_points p
         ON (p.community_id, p.run_id, p.pickup_point_id) = (o.community_id, o.run_id, o.pickup_point_id)
       WHERE o.run_id = $1 AND o.state = 'open'`,
      [run],
    );
    expect(Object.fromEntries(rows.map(({ room, gate }) => [room, gate]))).toEqual(
      Object.fromEntries(expected.orders.map(({ room, gate }) => [room, gate])),
    );
  });
});

describe('the text of Lantian Garden with its answers', () => {
  const { answers, after } = JSON.parse(sampleText('signups/lantian-garden-170.answers.json')) as {
    answers: object[];
    after: { households: number; portions: number; money_fen: number; per_item: Record<string, number> };
  };
  const totals = { households: after.households, portions: after.portions, moneyFen: after.money_fen, perItem: after.per_item };
  const pasted = sampleText('signups/lantian-garden-170.txt');

  test('given with a second paste, they come to 176 portions', async () => {
    const run = await openRun(orders);
    expect((await commit(run, pasted)).body.held).toHaveLength(answers.length);
    expect((await commit(run, pasted, { answers })).body).toMatchObject({ held: [], totals });
    expect((await commit(run, pasted)).body).toMatchObject({ held: [], totals, revision: 2 });
  });

  test('given to the chain, they count at once', async () => {
    const run = await openRun(orders);
    await commit(run, pasted);
    const answered = await orders.call<Committed>('PUT', `/supply-runs/${run}/sign-ups/answers`, { answers });
    expect(answered).toMatchObject({ status: 200, body: { held: [], totals } });
    const { body } = await orders.call<{ items: unknown[] }>('GET', `/supply-runs/${run}/sign-ups?status=held`);
    expect(body.items).toEqual([]);
  });

  test.each([
    [{ choose: 'room', room: '99-9-999' }, 'answer-room-unknown'],
    [{ choose: 'edit', items: { ZZ99: 1 } }, 'answer-bundle-not-open'],
  ])('an answer that no reading could take is refused and not kept: %j', async (decision, code) => {
    const run = await openRun(orders);
    const { body } = await commit(run, text('1. 501 A1'));
    const answers = [{ fingerprint: body.held[0]?.fingerprint, ...decision }];
    const path = `/supply-runs/${run}/sign-ups/answers`;
    expect(await orders.call('PUT', path, { answers })).toMatchObject({ status: 422, body: { code } });
    expect((await orders.admin.query(`SELECT FROM orders.chain_entries WHERE run_id = $1 AND answers <> '[]'`, [run])).rows).toEqual([]);
  });

  test('an answer to another text than the one at that line is refused whole', async () => {
    const run = await openRun(orders);
    await commit(run, pasted);
    const wrong = [{ line: 13, text: '1. 1-1-101 A1', choose: 'drop' }];
    expect(await orders.call('PUT', `/supply-runs/${run}/sign-ups/answers`, { answers: wrong })).toMatchObject({
      status: 422,
      body: { code: 'answer-for-another-text' },
    });
  });
});

describe('a chain', () => {
  test('grows, is edited, loses an entry and gets it back; each commit writes the difference alone', async () => {
    const run = await openRun(orders);
    await commit(run, text('1. 1-1-101 A1', '2. 1-1-102 B1'));
    const grown = await commit(run, text('1. 1-1-101 A1', '2. 1-1-102 B1', '3. 1-1-201 D2'));
    expect(grown.body).toMatchObject({ revision: 2, added: 1, changed: 0, unchanged: 2 });
    const edited = await commit(run, text('1. 1-1-101 A2', '2. 1-1-102 B1', '3. 1-1-201 D2'));
    expect(edited.body).toMatchObject({ revision: 3, added: 0, changed: 1, held: [] });
    const shorter = await commit(run, text('1. 1-1-101 A2', '3. 1-1-201 D2'));
    expect(shorter.body).toMatchObject({ held: [{ text: '2. 1-1-102 B1', reason: 'vanished' }], removed: 0 });
    expect(await ordersIn(run)).toEqual({ '1-1-101': { SC01: 2 }, '1-1-102': { RL01: 1 }, '1-1-201': { JD01: 2 } });
    const back = await commit(run, text('1. 1-1-101 A2', '2. 1-1-102 B1', '3. 1-1-201 D2'));
    expect(back.body).toMatchObject({ held: [], added: 0, changed: 0, removed: 0 });
  });

  test('keeps the first sight of its entries and lets an increase rank at its own', async () => {
    const run = await openRun(orders);
    await commit(run, text('1. 1-1-101 A1'));
    await commit(run, text('1. 1-1-101 A1', '2. 1-1-101 再加 A1'));
    const { rows } = await orders.admin.query<{ seen_at: Date; first: Date }>(
      `SELECT i.seen_at, o.first_seen_at AS first FROM orders.orders o JOIN orders.order_lines USING (community_id, order_id)
       JOIN orders.order_line_increments i USING (community_id, order_line_id) WHERE o.run_id = $1 ORDER BY i.seq`,
      [run],
    );
    const [first, second] = rows;
    expect(rows).toHaveLength(2);
    expect(first?.seen_at).toEqual(first?.first);
    expect(second?.seen_at.getTime()).toBeGreaterThan(first?.seen_at.getTime() ?? Infinity);
  });

  test('a vanished entry that a person drops is cancelled, and is a new order when it is pasted again', async () => {
    const run = await openRun(orders);
    const whole = text('1. 1-1-101 A1', '2. 1-1-102 B1');
    await commit(run, whole);
    const { body } = await commit(run, text('1. 1-1-101 A1'));
    const answers = [{ fingerprint: body.held[0]?.fingerprint, choose: 'drop' }];
    const dropped = await orders.call<Committed>('PUT', `/supply-runs/${run}/sign-ups/answers`, { answers });
    expect(dropped.body).toMatchObject({ removed: 1, held: [] });
    expect(await ordersIn(run)).toEqual({ '1-1-101': { SC01: 1 } });
    expect((await commit(run, whole)).body).toMatchObject({ added: 1, held: [] });
  });

  test('is read page by page with what has vanished from a place, and no cursor holds what somebody wrote', async () => {
    const run = await openRun(orders);
    for (const room of ['101', '102', '201']) await commit(run, text(`1. 1-1-${room} A1`, '2. 1-1-202 B1'));
    const seen: string[] = [];
    let after = '';
    do {
      const { body } = await orders.call<{ items: { text: string }[]; next: string | null }>(
        'GET',
        `/supply-runs/${run}/sign-ups?limit=1${after}`,
      );
      seen.push(...body.items.map((entry) => entry.text));
      expect(Buffer.from(body.next ?? '', 'base64url').toString()).not.toContain('1-1-');
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after);
    expect(seen).toEqual(['1. 1-1-101 A1', '1. 1-1-102 A1', '1. 1-1-201 A1', '2. 1-1-202 B1']);
  });

  test('a commit against another revision than the one previewed is refused', async () => {
    const run = await openRun(orders);
    const { body } = await preview(run, text('1. 1-1-101 A1'));
    await commit(run, text('1. 1-1-102 A1'));
    const late = { text: text('1. 1-1-101 A1'), revision: body.revision };
    expect(await orders.call('POST', `/supply-runs/${run}/sign-ups/commit`, late)).toMatchObject({
      status: 409,
      body: { code: 'chain-changed', details: { revision: 1, previewed: 0 } },
    });
  });

  test('20 commits of one preview at once: one is written, the others are told', async () => {
    const run = await openRun(orders);
    const body = { text: text('1. 1-1-101 A1', '2. 1-1-102 B1'), revision: 0 };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => orders.call<Committed>('POST', `/supply-runs/${run}/sign-ups/commit`, body)),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(replies.filter(({ status }) => status !== 200).map((reply) => reply.body.code))).toEqual(new Set(['chain-changed']));
  });

  test('two chains of a run do not touch each other, and a household in both is asked about', async () => {
    const run = await openRun(orders);
    await commit(run, text('1. 1-1-101 A1'));
    const second = await commit(run, text('1. 1-1-101 B1', '2. 1-1-102 A1'), { chain: '东门' });
    expect(second.body).toMatchObject({ added: 1, held: [{ reason: 'possible_duplicate' }] });
    expect((await commit(run, text('1. 1-1-101 A1'))).body).toMatchObject({ revision: 1, unchanged: 1 });
    const answers = [{ fingerprint: second.body.held[0]?.fingerprint, choose: 'add' }];
    await orders.call('PUT', `/supply-runs/${run}/sign-ups/answers`, { chain: '东门', answers });
    expect(await ordersIn(run)).toEqual({ '1-1-101': { SC01: 1, RL01: 1 }, '1-1-102': { SC01: 1 } });
  });

  test('entries for which not enough is left are asked back in the order of the text', async () => {
    const run = await openRun(orders, { bundles: [{ code: 'SC01', cap: 3 }, { code: 'RL01' }] });
    const { body } = await commit(run, text('1. 1-1-101 A2', '2. 1-1-102 A2', '3. 1-1-201 A1'));
    expect(body).toMatchObject({ added: 2, held: [{ text: '2. 1-1-102 A2', reason: 'sold_out' }] });
    const answers = [{ fingerprint: body.held[0]?.fingerprint, choose: 'edit', items: { RL01: 1 } }];
    const answered = await orders.call<Committed>('PUT', `/supply-runs/${run}/sign-ups/answers`, { answers });
    expect(answered.body).toMatchObject({ added: 1, held: [] });
  });

  test('at once with orders for the same households and bundles, nothing is lost, exceeded or locked up', async () => {
    const run = await openRun(orders, {
      bundles: [{ code: 'SC01', cap: 12 }, { code: 'RL01', cap: 12 }, { code: 'SG01' }, { code: 'JD01' }],
    });
    const rooms = ['101', '102', '201', '202', '301', '302', '401', '402'];
    const households: string[] = [];
    for (const room of rooms) households.push(await orders.householdAt(`1-1-${room}`));
    const chain = text(...rooms.map((room, i) => `${i + 1}. 1-1-${room} A1 B1`));
    const replies = await Promise.all([
      ...households.map((forHousehold) => orders.call('POST', `/supply-runs/${run}/orders`, { forHousehold, items: { RL01: 2, SC01: 2 } })),
      ...['main', '二', '三'].map((name) =>
        orders.call('POST', `/supply-runs/${run}/sign-ups/commit`, { text: chain, chain: name, revision: 0 }),
      ),
    ]);
    for (const { status } of replies) expect([200, 201, 409]).toContain(status);
    expect(replies.slice(-3).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test('still goes in after cut-off until the lock; what stands below 截单 waits for a person', async () => {
    const run = await openRun(orders, { cutOffAt: new Date(Date.now() - 60_000).toISOString() });
    const pasted = text('1. 1-1-101 A1', '——截单——', '2. 1-1-102 A1');
    const { body } = await commit(run, pasted);
    expect(body).toMatchObject({ added: 1, held: [{ reason: 'after_cutoff' }] });
    const answers = [{ fingerprint: body.held[0]?.fingerprint, choose: 'accept' }];
    expect((await commit(run, pasted, { answers })).body).toMatchObject({ added: 1, held: [] });
    await orders.admin.query(`UPDATE orders.supply_runs SET stage = 'purchasing' WHERE run_id = $1`, [run]);
    const locked = await orders.call('POST', `/supply-runs/${run}/sign-ups/commit`, { text: pasted, revision: 2 });
    expect(locked).toMatchObject({ status: 409, body: { code: 'orders-locked' } });
  });

  test('a text of another compound, an empty one and one without a header are refused, and nothing is written', async () => {
    const run = await openRun(orders);
    for (const [wrong, code] of [
      [sampleText('signups/yunfei-court-clean.txt'), 'other-compound-text'],
      ['  \n ', 'empty-text'],
      ['1. 1-1-101 A1', 'no-items-in-header'],
    ] as const) {
      const reply = await orders.call('POST', `/supply-runs/${run}/sign-ups/commit`, { text: wrong, revision: 0 });
      expect(reply).toMatchObject({ status: 422, body: { code } });
    }
    expect(await ordersIn(run)).toEqual({});
  });
});

test('the questions are a text for the group, by serial and first words', async () => {
  const run = await openRun(orders);
  await commit(run, sampleText('signups/lantian-garden-170.txt'));
  const { body } = await orders.call<string>('GET', `/supply-runs/${run}/group-texts/questions`);
  expect(body).toContain(`【蓝天花园】${daysAhead(1)}`);
  expect(body).toContain('第18条「2#3-102 秦师傅');
  expect(body.trim().split('\n')).toHaveLength(10);
});

test('the header of a text names what a run is opened with', async () => {
  const { body } = await orders.call('POST', '/sign-ups/header', { text: sampleText('signups/yunfei-court-clean.txt') });
  expect(body).toMatchObject({ compound: 'YF', bundles: [{ code: 'SC01', letter: 'A' }, {}, {}, {}] });
});
