import { describe, expect, test } from '@jest/globals';
import { differenceOf, type Items } from '../demand.js';
import type { Answer } from '../sign-up/answers.js';
import { read } from '../sign-up/read.js';
import type { Register, Round } from '../sign-up/types.js';
import { planCommit } from './plan.js';
import type { ChainState, CommitDecision, CommitPlan, KnownEntry, StandingOrder } from './types.js';

const header = ['#接龙', '【蓝天花园】11月25日团购', 'A 蔬菜包 30元/份 限2份', 'B 鸡蛋 22.5元/板 限2板'];
const rooms = ['101', '102', '201', '202', '301', '302', '401', '402'];
const register: Register = {
  compounds: [
    { code: 'LT', name: '蓝天花园' },
    { code: 'YF', name: '云飞苑' },
  ],
  buildings: [{ building: '1', units: 2, gate: '南门' }],
  households: ['1', '2'].flatMap((unit) => rooms.map((room) => ({ id: `h${unit}-${room}`, building: '1', unit, room }))),
  gates: ['北门'],
};
const words = [
  { code: 'SC01', name: '蔬菜包', words: ['蔬菜包', '青菜'] },
  { code: 'JD01', name: '鸡蛋', words: ['鸡蛋', '蛋'] },
];
const round: Round = {
  compound: 'LT',
  serviceDate: '2026-11-25',
  openBundles: words.map(({ code, name }) => ({ code, name, priceFen: 3000, limitPerHousehold: 2, bundleCap: 100 })),
  itemWords: words,
};

/** A run's orders and one chain in it, on which plans are carried out. */
class Chain {
  known: readonly KnownEntry[] = [];
  chain = new Map<string, ChainState>();
  standing = new Map<string, StandingOrder>();
  answers: Answer[] = [];
  register = register;
  private clock = 0;

  constructor(private readonly cap = 100) {}

  commit(...entries: readonly string[]): CommitPlan {
    const { lines } = read([...header, '', ...entries].join('\n'), round, this.register, this.answers);
    const decisions = new Map(this.answers.map((answer) => [answer.fingerprint, answer.choose as CommitDecision]));
    const now = `t${++this.clock}`;
    const plan = planCommit({
      lines,
      known: this.known,
      chain: this.chain,
      standing: this.standing,
      bundles: this.bundles(),
      decisions,
      now,
    });
    this.carryOut(plan);
    return plan;
  }

  held = (plan: CommitPlan): Record<string, string | null> =>
    Object.fromEntries(plan.entries.filter(({ status }) => status === 'held').map(({ text, reason }) => [text, reason]));

  answer(plan: CommitPlan, text: string, decision: object): void {
    const entry = plan.entries.find((it) => it.text === text);
    if (!entry) throw new Error(`no entry ${text}`);
    this.answers.push({ ...decision, fingerprint: entry.fingerprint } as Answer);
  }

  orders = (): Record<string, Items> => Object.fromEntries([...this.standing].map(([household, { items }]) => [household, items]));

  /** Somebody orders, changes or cancels without the chain. */
  otherwise(household: string, items: Items): void {
    if (Object.keys(items).length > 0) this.standing.set(household, { orderId: `o-${household}`, items });
    else this.standing.delete(household);
  }

  private ordered = (bundle: string) => [...this.standing.values()].reduce((sum, { items }) => sum + (items[bundle] ?? 0), 0);

  private bundles() {
    return words.map(({ code, name }) => ({
      bundle: code,
      name,
      unit: '份',
      limitPerHousehold: 2,
      cap: this.cap,
      ordered: this.ordered(code),
    }));
  }

  private carryOut({ households, entries, difference }: CommitPlan): void {
    const before = Object.fromEntries(words.map(({ code }) => [code, this.ordered(code)]));
    for (const { householdId, items, chainItems, gate } of households) {
      this.otherwise(householdId, items);
      if (Object.keys(chainItems).length > 0) this.chain.set(householdId, { orderId: `o-${householdId}`, items: chainItems, gate });
      else this.chain.delete(householdId);
    }
    const after = Object.fromEntries(words.map(({ code }) => [code, this.ordered(code)]));
    expect(differenceOf(before, after)).toEqual(difference);
    for (const ordered of Object.values(after)) expect(ordered).toBeLessThanOrEqual(this.cap);
    this.known = entries;
  }
}

describe('a chain that grows', () => {
  test('commits what is new, each paste the difference to the one before; the same text changes nothing', () => {
    const chain = new Chain();
    expect(chain.commit('1. 1-1-101 A1').counts).toEqual({ added: 1, changed: 0, removed: 0, unchanged: 0 });
    const grown = chain.commit('1. 1-1-101 A1', '2. 1-1-102 A2 B1', '3. 1-1-101 再加 B1');
    expect(grown.counts).toEqual({ added: 1, changed: 1, removed: 0, unchanged: 0 });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1, JD01: 1 }, 'h1-102': { SC01: 2, JD01: 1 } });
    const again = chain.commit('1. 1-1-101 A1', '2. 1-1-102 A2 B1', '3. 1-1-101 再加 B1');
    expect(again.households).toEqual([]);
    expect(again.counts).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 2 });
  });

  test('an increase ranks at the first sight of its own entry, and a first sight is kept', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1');
    const grown = chain.commit('1. 1-1-101 A1', '2. 1-1-101 再加 A1');
    expect(grown.households[0]?.coming['SC01']?.[0]).toEqual({ portions: 1, seenAt: 't2' });
    expect(grown.entries.map(({ firstSeenAt }) => firstSeenAt)).toEqual(['t1', 't2']);
  });

  test('an entry held at its first sight and answered later has its place in the queue from then', () => {
    const chain = new Chain();
    const first = chain.commit('1. 1-1-101 A半份', '2. 1-1-102 A1');
    expect(chain.held(first)).toEqual({ '1. 1-1-101 A半份': 'unreadable_quantity' });
    chain.answer(first, '1. 1-1-101 A半份', { choose: 'edit', items: { SC01: 1 } });
    const answered = chain.commit('1. 1-1-101 A半份', '2. 1-1-102 A1');
    expect(answered.households).toMatchObject([{ householdId: 'h1-101', items: { SC01: 1 }, firstSeenAt: 't1' }]);
  });

  test('a cancellation in the text ends the order, in the same commit or in a later one', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1', '3. 1-1-102 取消');
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 } });
    expect(chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1', '3. 1-1-102 取消', '4. 1-1-101 取消').counts.removed).toBe(1);
    expect(chain.orders()).toEqual({});
  });

  test('an edited entry takes the place of the old one and asks nothing', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1');
    const edited = chain.commit('1. 1-1-101 A2', '2. 1-1-102 A1');
    expect(chain.held(edited)).toEqual({});
    expect(edited.counts).toEqual({ added: 0, changed: 1, removed: 0, unchanged: 1 });
    expect(edited.households[0]?.coming['SC01']?.[0]).toEqual({ portions: 2, seenAt: 't2' });
    expect(chain.orders()['h1-101']).toEqual({ SC01: 2 });
  });
});

describe('an entry that has vanished', () => {
  const before = ['1. 1-1-101 A1', '2. 1-1-102 B1', '3. 1-1-101 再加 B1'];

  test('is asked back and goes on counting; pasted again, nothing has happened', () => {
    const chain = new Chain();
    chain.commit(...before);
    const shorter = chain.commit('1. 1-1-101 A1', '3. 1-1-101 再加 B1');
    expect(chain.held(shorter)).toEqual({ '2. 1-1-102 B1': 'vanished' });
    expect(shorter.households).toEqual([]);
    expect(chain.orders()['h1-102']).toEqual({ JD01: 1 });
    const back = chain.commit(...before);
    expect(chain.held(back)).toEqual({});
    expect(back.households).toEqual([]);
  });

  test('a vanished addition is not lost in silence', () => {
    const chain = new Chain();
    chain.commit(...before);
    const shorter = chain.commit('1. 1-1-101 A1', '2. 1-1-102 B1');
    expect(chain.held(shorter)).toEqual({ '3. 1-1-101 再加 B1': 'vanished' });
    expect(chain.orders()['h1-101']).toEqual({ SC01: 1, JD01: 1 });
  });

  test('dropped by a person, its portions go; kept, it counts and is asked about no more', () => {
    for (const [choose, orders] of [
      ['drop', {}],
      ['keep', { JD01: 1 }],
    ] as const) {
      const chain = new Chain();
      chain.commit(...before);
      const shorter = chain.commit('1. 1-1-101 A1', '3. 1-1-101 再加 B1');
      chain.answer(shorter, '2. 1-1-102 B1', { choose });
      const decided = chain.commit('1. 1-1-101 A1', '3. 1-1-101 再加 B1');
      expect(chain.held(decided)).toEqual({});
      expect(chain.orders()['h1-102'] ?? {}).toEqual(orders);
    }
  });

  test('an entry that counts and can no longer be read keeps its order until it is answered', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1', '2. 1-1-102 同上');
    const changed = chain.commit('1. 1-1-101 A半份', '2. 1-1-102 同上');
    expect(chain.held(changed)).toEqual({
      '1. 1-1-101 A半份': 'unreadable_quantity',
      '1. 1-1-101 A1': 'vanished',
      '2. 1-1-102 同上': 'unclear_same_as_above',
    });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 }, 'h1-102': { SC01: 1 } });
  });

  test('a half-copied text asks for every entry it lacks and takes nothing away', () => {
    const chain = new Chain();
    const all = rooms.map((room, i) => `${i + 1}. 1-1-${room} A1`);
    chain.commit(...all);
    const half = chain.commit(...all.slice(4));
    expect(Object.values(chain.held(half))).toEqual(Array(4).fill('vanished'));
    expect(Object.keys(chain.orders())).toHaveLength(8);
  });
});

describe('a household that ordered by another way', () => {
  test('is asked whether the entry adds or replaces, and keeps its order meanwhile', () => {
    for (const [choose, items] of [
      ['add', { SC01: 1, JD01: 1 }],
      ['replace', { SC01: 1 }],
    ] as const) {
      const chain = new Chain();
      chain.otherwise('h1-101', { JD01: 1 });
      const asked = chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1');
      expect(chain.held(asked)).toEqual({ '1. 1-1-101 A1': 'possible_duplicate' });
      expect(chain.orders()).toEqual({ 'h1-101': { JD01: 1 }, 'h1-102': { SC01: 1 } });
      chain.answer(asked, '1. 1-1-101 A1', { choose });
      chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1');
      expect(chain.orders()['h1-101']).toEqual(items);
      expect(chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1').households).toEqual([]);
    }
  });

  test('together they stay within the limit', () => {
    const chain = new Chain();
    chain.otherwise('h1-101', { SC01: 2 });
    const asked = chain.commit('1. 1-1-101 A1');
    chain.answer(asked, '1. 1-1-101 A1', { choose: 'add' });
    expect(chain.held(chain.commit('1. 1-1-101 A1'))).toEqual({ '1. 1-1-101 A1': 'over_limit' });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 2 } });
  });

  test('an order of the chain that was changed elsewhere stays changed while the text says the same', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1');
    chain.otherwise('h1-101', { SC01: 2 });
    expect(chain.commit('1. 1-1-101 A1').households).toEqual([]);
    const asked = chain.commit('1. 1-1-101 A1', '2. 1-1-101 再加 B1');
    expect(chain.held(asked)).toEqual({ '2. 1-1-101 再加 B1': 'possible_duplicate' });
    chain.answer(asked, '2. 1-1-101 再加 B1', { choose: 'add' });
    chain.commit('1. 1-1-101 A1', '2. 1-1-101 再加 B1');
    expect(chain.orders()['h1-101']).toEqual({ SC01: 2, JD01: 1 });
  });
});

describe('when little is left', () => {
  test('entries are served in the order of the text; what does not fit is asked back and blocks nobody', () => {
    const chain = new Chain(3);
    const plan = chain.commit('1. 1-1-101 A2', '2. 1-1-102 A2', '3. 1-1-201 A1', '4. 1-1-202 B1');
    expect(chain.held(plan)).toEqual({ '2. 1-1-102 A2': 'sold_out' });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 2 }, 'h1-201': { SC01: 1 }, 'h1-202': { JD01: 1 } });
  });

  test('what changes an entry that does not fit waits with it', () => {
    const chain = new Chain(1);
    const plan = chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1', '3. 1-1-102 再加 B1', '4. 1-1-102 取消蔬菜包');
    expect(chain.held(plan)['2. 1-1-102 A1']).toBe('sold_out');
    expect(chain.held(plan)['4. 1-1-102 取消蔬菜包']).toBe('nothing_to_change');
  });

  test('what a later entry gives back serves an earlier one', () => {
    const chain = new Chain(1);
    const plan = chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1', '3. 1-1-101 取消');
    expect(chain.held(plan)).toEqual({});
    expect(chain.orders()).toEqual({ 'h1-102': { SC01: 1 } });
  });

  test('an entry for two households is taken whole or not at all', () => {
    const chain = new Chain(1);
    const plan = chain.commit('1. 1-1-101 A1', '2. 1-1-102 B1 帮1-1-201 A1');
    expect(chain.held(plan)).toEqual({ '2. 1-1-102 B1 帮1-1-201 A1': 'sold_out' });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 } });
  });

  test('an entry that counts is not taken away because its bundle is sold out', () => {
    const chain = new Chain(1);
    chain.commit('1. 1-1-101 A1');
    expect(chain.commit('1. 1-1-101 A1', '2. 1-1-102 A1').households).toEqual([]);
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 } });
  });
});

test('what stands below 截单 waits for a person, who may accept it', () => {
  const chain = new Chain();
  const text = ['1. 1-1-101 A1', '——截单——', '2. 1-1-102 A1'];
  const plan = chain.commit(...text);
  expect(chain.held(plan)).toEqual({ '2. 1-1-102 A1': 'after_cutoff' });
  chain.answer(plan, '2. 1-1-102 A1', { choose: 'accept' });
  chain.commit(...text);
  expect(Object.keys(chain.orders())).toEqual(['h1-101', 'h1-102']);
});

test('a gate that an entry says stays with the household', () => {
  const chain = new Chain();
  const plan = chain.commit('1. 1-1-101 A1 北门取');
  expect(plan.households).toMatchObject([{ gate: '北门' }]);
  expect(chain.commit('1. 1-1-101 A1 北门取', '2. 1-1-101 再加B1').households).toMatchObject([{ gate: '北门' }]);
});

describe('a room of which one household was split off', () => {
  const split = (chain: Chain) => {
    chain.register = { ...register, households: [...register.households, { id: 'new', building: '1', unit: '1', room: '101' }] };
  };

  test('has an entry once, whichever household a person says that it is of', () => {
    const chain = new Chain(1);
    chain.commit('1. 1-1-101 A1');
    split(chain);
    const asked = chain.commit('1. 1-1-101 A1');
    expect(chain.held(asked)).toEqual({ '1. 1-1-101 A1': 'several_households' });
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 } });
    chain.answer(asked, '1. 1-1-101 A1', { choose: 'household', household: 'new' });
    const answered = chain.commit('1. 1-1-101 A1');
    expect(chain.orders()).toEqual({ new: { SC01: 1 } });
    expect(answered.households.find(({ householdId }) => householdId === 'new')?.firstSeenAt).toBe('t1');
    expect(chain.commit('1. 1-1-101 A1').households).toEqual([]);
  });

  test('keeps of the old household what has not been answered for the new one, and what cannot stand without it waits', () => {
    const chain = new Chain();
    const [plain, more] = ['1. 1-1-101 A1', '2. 1-1-101 再加 B1'];
    chain.commit(plain, more);
    split(chain);
    chain.answer(chain.commit(plain, more), plain, { choose: 'household', household: 'new' });
    const half = chain.commit(plain, more);
    expect(chain.held(half)).toEqual({ [more]: 'several_households' });
    expect(chain.orders()).toEqual({ new: { SC01: 1 }, 'h1-101': { JD01: 1 } });
    chain.answer(half, more, { choose: 'household', household: 'new' });
    expect(chain.held(chain.commit(plain, more))).toEqual({});
    expect(chain.orders()).toEqual({ new: { SC01: 1, JD01: 1 } });
  });

  test('keeps the order of the old household where the answer cannot be taken', () => {
    const chain = new Chain();
    chain.commit('1. 1-1-101 A1');
    split(chain);
    chain.otherwise('new', { SC01: 2 });
    chain.answer(chain.commit('1. 1-1-101 A1'), '1. 1-1-101 A1', { choose: 'household', household: 'new' });
    chain.commit('1. 1-1-101 A1');
    expect(chain.orders()).toEqual({ 'h1-101': { SC01: 1 }, new: { SC01: 2 } });
  });
});
