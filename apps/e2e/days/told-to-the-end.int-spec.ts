import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BothServices } from './both-services.js';
import type { Heard } from './heard.js';
import { bodies, finish, Story } from './story.js';
import type { ToldStep } from './told-day.js';

let both: BothServices;
beforeAll(async () => void (both = await BothServices.open()), 120_000);
afterAll(() => both.close());

const tell = (story: Story, step: ToldStep, body: object = {}): Promise<Heard> => story.tell(step, { ...bodies[step], ...body });
const arrived = async (): Promise<Story> => {
  const story = await Story.open(both);
  for (const step of ['lockOrders', 'confirmPurchase', 'confirmLoading', 'confirmHandoff'] as const)
    expect(await tell(story, step)).toBe('accepted');
  return story;
};
async function closes(story: Story): Promise<void> {
  await finish(story);
  expect((await story.day.now()).orders.stage).toBe('closed');
  expect(await both.auditor.brokenAtEnd(story.day.runId)).toEqual({});
}
const sumOf = async (sql: string, { day }: Story): Promise<number> => (await both.auditor.rows<{ n: number }>(sql, [day.runId]))[0]?.n ?? 0;
const allotted = (story: Story): Promise<number> =>
  sumOf(`SELECT sum(allocated)::integer AS n FROM orders.order_lines WHERE run_id = $1 AND bundle = 'SC01'`, story);
const handedOut = (story: Story): Promise<number> =>
  sumOf('SELECT sum(handed_out)::integer AS n FROM logistics.pickup_order_lines WHERE run_id = $1', story);

test('a contested handoff: the coordinator decides for the second count, and there is less to divide', async () => {
  const story = await arrived();
  expect(await allotted(story)).toBe(3);
  expect(await tell(story, 'contestHandoff', { lines: [{ bundle: 'SC01', portions: 2, missing: 1 }] })).toBe('accepted');
  expect(await allotted(story)).toBe(3);
  expect(await tell(story, 'decideDispute', { counts: 'second' })).toBe('accepted');
  expect(await allotted(story)).toBe(2);
  await closes(story);
});

test('a pickup is taken back, and the scan that contradicted it counts after all', async () => {
  const story = await arrived();
  expect(await story.fetch('ask', '2-1-101')).toBe('recorded');
  expect(await story.fetch('state', '2-1-101')).toBe('conflict');
  expect(await handedOut(story)).toBe(2);
  expect(await story.gate.takesBack(0, { to: 'point' })).toBe('accepted');
  expect(await handedOut(story)).toBe(0);
  expect(await story.gate.decides(0, 'count')).toBe('accepted');
  expect(await handedOut(story)).toBe(2);
  expect(await story.gate.takesBack(1, { to: 'damaged', lines: { JD01: 1 } })).toBe('accepted');
  expect(await handedOut(story)).toBe(1);
  await closes(story);
});

test('the day comes from paper: everybody who is not excepted has got theirs', async () => {
  const story = await arrived();
  expect(await story.wrapUp('大家都好', {})).toBe('unreadable-wrap-up');
  expect(await story.wrapUp('all except 1-1-201 (SC01 1)', { left: { SC01: 1, JD01: 0 } })).toBe('accepted');
  expect(await handedOut(story)).toBe(5); // of six
  await closes(story);
});

test('households pay, are paid out and let off, and a payment goes back: the books close over all of it', async () => {
  const story = await arrived();
  const { money } = story;
  expect(await money.pays({ room: '1-1-201', amountFen: 1_000_000 }, 'cash', false)).toBe('more-than-owed');
  expect(await money.pays({ room: '1-1-201', amountFen: 1_000_000 }, 'cash', true)).toBe('accepted');
  expect(await money.paysOut({ room: '1-1-201', amountFen: 1_000 }, 'cash')).toBe('accepted');
  expect(await money.waives({ room: '2-1-101', amountFen: 500 })).toBe('accepted');
  expect(await money.pays({ room: '1-1-302', amountFen: 100 }, 'transfer', false)).toBe('accepted');
  expect(await money.reverses(1)).toBe('accepted');
  const paid = 'SELECT count(*)::integer AS n FROM orders.postings WHERE run_id = $1 AND kind IN';
  expect(await sumOf(`${paid} ('payment', 'payout', 'waive', 'payment-back')`, story)).toBe(5);
  await closes(story);
});

test('eggs are sorted into bags that nobody was promised: what gets lost of them is nobody’s, and who waits for eggs is told', async () => {
  const story = await arrived();
  expect(await story.wrapUp('all except 2-1-101 (1 egg), 1-1-302', {})).toBe('accepted');
  const sorted = { what: 'sorted', at: 'pickup-point', bundle: 'JD01', portions: 1, into: { bundle: 'SC01', portions: 2 } };
  expect(await tell(story, 'noteGoods', { events: [sorted] })).toBe('accepted');
  expect(await both.auditor.broken(story.day.runId)).toEqual({});
  expect(await tell(story, 'noteGoods', { events: [{ what: 'missing', at: 'pickup-point', bundle: 'SC01', portions: 1 }] })).toBe(
    'accepted',
  );
  expect(await both.auditor.broken(story.day.runId)).toEqual({});
  expect(await allotted(story)).toBe(3);
  await closes(story);
});

test('there are fewer leaves than ordered: who takes roots gets them in their place, and the books close', async () => {
  const story = await Story.open(both, { substitutes: 'unless-refused' });
  await tell(story, 'lockOrders');
  expect(await tell(story, 'confirmPurchase', { bought: { SC01: { portions: 1 }, SC02: { portions: 2 } } })).toBe('accepted');
  const roots = `SELECT sum(allocated)::integer AS n FROM orders.order_lines WHERE run_id = $1 AND bundle = 'SC02' AND in_place_of IS NOT NULL`;
  expect([await allotted(story), await sumOf(roots, story)]).toEqual([1, 2]);
  await closes(story);
});

test('a pickup is taken back after the run was called off: what is at the gate again goes back, and the books close', async () => {
  const story = await arrived();
  expect(await story.fetch('ask', '1-1-201')).toBe('recorded');
  expect(await tell(story, 'cancelRun', { reason: '道路封闭' })).toBe('accepted');
  expect(await tell(story, 'closePickup')).toBe('accepted');
  expect(await story.gate.takesBack(0, { to: 'point' })).toBe('accepted');
  expect(await allotted(story)).toBe(0);
  await finish(story);
  expect((await story.day.now()).orders.stage).toBe('cancelled');
  expect(await both.auditor.brokenAtEnd(story.day.runId)).toEqual({});
});
