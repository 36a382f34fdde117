import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { singleRooms } from '../../spec/members-views.js';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

/** Rooms of their own for each test: a household's balance spans runs. */
let free: string[] = [];
async function rooms(): Promise<[string, string]> {
  if (!free.length) free = await singleRooms(all.service.admin, 60);
  return [free.pop() ?? '', free.pop() ?? ''];
}
interface Divided {
  readonly run: BoughtRun;
  /** Owes 6,000 fen. */
  readonly first: string;
  /** Owes 3,000 fen. */
  readonly second: string;
  readonly rooms: readonly [string, string];
}
async function divided(policies: object = {}): Promise<Divided> {
  const [a, b] = await rooms();
  const run = await all.open({
    orders: [
      [a, { SC01: 2 }],
      [b, { SC01: 1 }],
    ],
    policies,
  });
  await run.lock();
  await run.purchase();
  await run.allocate(0);
  const [first, second] = await Promise.all([a, b].map((room) => all.service.householdAt(room)));
  return { run, first: first ?? '', second: second ?? '', rooms: [a, b] };
}
interface Answer {
  readonly id: string;
  readonly code: string;
  readonly balanceFen: number;
}
const post = (path: string, body: object, actor = 'D002') => all.service.call<Answer>('POST', path, body, { actor });
const pay = ({ run }: Divided, paidBy: string, amountFen: number, over: object = {}) =>
  post(`${run.path}/payments`, { paidBy, amountFen, way: 'cash', ...over });
const payOut = ({ run }: Divided, household: string, amountFen: number, over: object = {}) =>
  post(`${run.path}/payouts`, { household, amountFen, from: 'cash', ...over });
const cashOf = async (code: string) =>
  (
    await all.service.admin.query<{ held: number }>(
      `SELECT balance_fen::float8 AS held FROM orders.account_balances WHERE (kind, holder) = ('cash', $1)`,
      [code],
    )
  ).rows[0]?.held ?? 0;

describe('a payment', () => {
  it('of a household that does not live where the run is is refused', async () => {
    const it = await divided();
    const elsewhere = (await all.service.householdAt('1-1-101', 'YF')) ?? '';
    expect(await pay(it, elsewhere, 100, { prepaid: true })).toMatchObject({ status: 422, body: { code: 'other-compound' } });
  });

  it('above what the household owes over all runs has to be called prepaid', async () => {
    const it = await divided();
    expect((await pay(it, it.first, 6_001)).body).toMatchObject({ code: 'more-than-owed', details: { amountFen: 6_001, owedFen: 6_000 } });
    expect(await pay(it, it.first, 6_000)).toMatchObject({ status: 201, body: { balanceFen: 0 } });
    expect((await pay(it, it.first, 1)).body).toMatchObject({ code: 'more-than-owed' });
    expect(await pay(it, it.first, 500, { prepaid: true })).toMatchObject({ status: 201, body: { balanceFen: -500 } });
  });

  it('of what is ordered and not charged yet is expected where the community collects before', async () => {
    const [room, other] = await rooms();
    const run = await all.open({
      orders: [
        [room, { SC01: 2 }],
        [other, { SC01: 1 }],
      ],
      policies: { collection: 'before' },
    });
    const paidBy = await all.service.householdAt(room);
    expect(await post(`${run.path}/payments`, { paidBy, amountFen: 6_000, way: 'cash' })).toMatchObject({ status: 201 });
    expect((await post(`${run.path}/payments`, { paidBy, amountFen: 1, way: 'cash' })).body).toMatchObject({ code: 'more-than-owed' });
  });

  it('of two at once for the same debt, only one is taken', async () => {
    const it = await divided();
    const answers = await Promise.all(Array.from({ length: 6 }, () => pay(it, it.second, 3_000)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  });
});

describe('a reversal', () => {
  it('gives the debt back, once, and is listed', async () => {
    const it = await divided();
    const { body: payment } = await pay(it, it.second, 3_000);
    const before = await cashOf('D002');
    const answers = await Promise.all(Array.from({ length: 4 }, () => post(`/payments/${payment.id}/reverse`, { reason: '记错了户' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ balanceFen: 3_000 });
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'already-reversed' });
    expect(await cashOf('D002')).toBe(before - 3_000);
    expect((await all.service.call('GET', `${it.run.path}/money`)).body).toMatchObject({ paymentsFen: 0, balanced: true });
    expect((await all.service.call('GET', `${it.run.path}/payments`)).body).toMatchObject({
      items: [{ id: payment.id, amountFen: 3_000, reversedBy: 'D002', reversedAt: expect.any(String) }],
    });
    expect(await it.run.broken()).toEqual([]);
  });

  it('of cash that the collector no longer holds is refused, as is a payment that is not there', async () => {
    const it = await divided();
    const { body: payment } = await pay(it, it.first, 6_000, { collectedBy: 'V001' });
    await pay(it, it.second, 3_100, { collectedBy: 'S001', prepaid: true });
    await payOut(it, it.second, 100, { paidBy: 'V001' });
    expect((await post(`/payments/${payment.id}/reverse`, { reason: 'x' })).body).toMatchObject({
      code: 'not-enough-cash',
      details: { holder: 'V001' },
    });
    expect((await post('/payments/0193a1b2-0000-7000-8000-00000000dead/reverse', { reason: 'x' })).body).toMatchObject({
      code: 'no-such-payment',
    });
    expect((await post(`/payments/${payment.id}/reverse`, {})).body).toMatchObject({ code: 'malformed' });
  });
});

describe('a payout', () => {
  it('is never more than the credit over all runs, however many ask at once', async () => {
    const it = await divided();
    await pay(it, it.first, 7_000, { prepaid: true });
    expect((await payOut(it, it.first, 1_001)).body).toMatchObject({ code: 'more-than-credit', details: { creditFen: 1_000 } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => payOut(it, it.first, 400)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(await payOut(it, it.first, 200, { from: 'fund' })).toMatchObject({
      status: 201,
      body: { balanceFen: 0, from: { kind: 'fund' } },
    });
    expect((await payOut(it, it.second, 1)).body).toMatchObject({ code: 'more-than-credit' });
    expect(await it.run.broken()).toEqual([]);
  });

  it('comes from somebody who holds as much', async () => {
    const it = await divided();
    await pay(it, it.first, 96_000, { prepaid: true, way: 'transfer' });
    expect((await payOut(it, it.first, 1_000, { paidBy: 'S003' })).body).toMatchObject({ code: 'no-such-person' });
    expect((await payOut(it, it.first, 90_000, { paidBy: 'V001' })).body).toMatchObject({ code: 'not-enough-cash' });
    expect(await payOut(it, it.first, 90_000, { from: 'fund' })).toMatchObject({ status: 201 });
  });
});

describe('a waiver', () => {
  it('is borne by the fund up to what the community bears for a household of a run', async () => {
    const it = await divided({ waiverLimitFen: 2_500 });
    const waive = (household: string, amountFen: number) => post(`${it.run.path}/waivers`, { household, amountFen, reason: '困难家庭' });
    expect((await waive(it.second, 3_001)).body).toMatchObject({ code: 'more-than-owed' });
    expect((await waive(it.first, 2_501)).body).toMatchObject({ code: 'over-waiver-limit' });
    const answers = await Promise.all(Array.from({ length: 4 }, () => waive(it.first, 1_000)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409]);
    expect(await it.run.balances()).toMatchObject({ household: 7_000, 'waived:community': 2_000 });
    expect((await post(`${it.run.path}/waivers`, { household: it.second, amountFen: 1 })).body).toMatchObject({ code: 'malformed' });
    expect(await it.run.broken()).toEqual([]);
  });
});

describe('a pasted list', () => {
  interface List {
    readonly lines: readonly { key: string; status: string; reason: string | null; household: string | null; owedFen: number | null }[];
    readonly booked: number;
    readonly clear: number;
    readonly asked: number;
    readonly amountFen: number;
  }
  const send = (it: Divided, what: 'preview' | 'commit', text: string, over: object = {}) =>
    all.service.call<List>('POST', `${it.run.path}/payment-lists/${what}`, { text, ...over }, { actor: 'D002' });
  const paymentsOf = ({ run }: Divided) =>
    run.rows<{ way: string; by: string | null; amount: number }>(
      'SELECT way, collected_by AS by, amount_fen::float8 AS amount FROM orders.payments WHERE run_id = $1 ORDER BY amount_fen',
    );

  it('is previewed without a trace, books what is clear, and asks back the rest', async () => {
    const it = await divided();
    const [a, b] = it.rooms;
    const text = `收款\n1. ${a} 微信60\n2. ${b} 现金 31元\n3. 99-9-999 30元\n4. ${b} 多谢`;
    const { body: preview } = await send(it, 'preview', text);
    expect(preview).toMatchObject({ booked: 0, clear: 1, asked: 4, amountFen: 6_000 });
    expect(await paymentsOf(it)).toEqual([]);
    const { body } = await send(it, 'commit', text);
    expect(body).toMatchObject({ booked: 1, clear: 0, asked: 4, amountFen: 6_000 });
    expect(body.lines.map(({ status, reason }) => [status, reason])).toEqual([
      ['asked', 'unreadable'],
      ['booked', null],
      ['asked', 'amount-differs'],
      ['asked', 'unknown-room'],
      ['asked', 'unreadable'],
    ]);
    expect(body.lines[2]).toMatchObject({ household: it.second, owedFen: 3_000 });
    expect(await paymentsOf(it)).toEqual([{ way: 'transfer', by: null, amount: 6_000 }]);
    expect(await it.run.broken()).toEqual([]);
  });

  it('books a line once, however often and by however many the list is pasted, also as it grows', async () => {
    const it = await divided();
    const [a, b] = it.rooms;
    await Promise.all(Array.from({ length: 5 }, () => send(it, 'commit', `${a} 60元`)));
    const { body } = await send(it, 'commit', `  ${a}  60元\n${b} 现金30`, { collectedBy: 'V001' });
    expect(body).toMatchObject({ booked: 2, asked: 0, amountFen: 3_000 });
    expect(await paymentsOf(it)).toEqual([
      { way: 'cash', by: 'V001', amount: 3_000 },
      { way: 'transfer', by: null, amount: 6_000 },
    ]);
    expect((await send(it, 'commit', `${a} 60元\n${a} 60元`)).body.lines.map(({ status }) => status)).toEqual(['booked', 'asked']);
  });

  it('takes answers to what it asked back', async () => {
    const it = await divided();
    const text = `${it.rooms[1]} 31元`;
    const [line] = (await send(it, 'preview', text)).body.lines;
    const { body } = await send(it, 'commit', text, { answers: [{ key: line?.key, amountRight: true }] });
    expect(body).toMatchObject({ booked: 1, asked: 0 });
    expect(await it.run.rows('SELECT prepaid FROM orders.payments WHERE run_id = $1')).toEqual([{ prepaid: true }]);
  });

  it('keeps no text of its lines', async () => {
    const it = await divided();
    await send(it, 'commit', `${it.rooms[0]} 60元`);
    const rows = await it.run.rows<{ line_key: string }>('SELECT line_key FROM orders.payment_list_lines WHERE run_id = $1');
    expect(rows).toEqual([{ line_key: expect.stringMatching(/^[0-9a-zA-Z_-]{16,}$/) }]);
  });
});
