import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BothServices } from './both-services.js';
import type { Heard } from './heard.js';
import { bodies, Story } from './story.js';
import type { ToldStep } from './told-day.js';

let both: BothServices;
beforeAll(async () => void (both = await BothServices.open()), 120_000);
afterAll(() => both.close());

const opened = (): Promise<Story> => Story.open(both);
const tell = (story: Story, step: ToldStep, body: object = {}): Promise<Heard> => story.tell(step, { ...bodies[step], ...body });
const allotted = async ({ day }: Story): Promise<number> => {
  const [row] = await both.auditor.rows<{ portions: number }>(
    `SELECT sum(allocated)::integer AS portions FROM orders.order_lines WHERE run_id = $1 AND bundle = 'SC01'`,
    [day.runId],
  );
  return row?.portions ?? 0;
};
async function closes(story: Story): Promise<void> {
  expect((await story.day.now()).orders.stage).toBe('closed');
  expect(await both.auditor.brokenAtEnd(story.day.runId)).toEqual({});
}
const bought = (portions: number) => ({ bought: { SC01: { portions } } });

test('nobody reported anything before pickup closed: fewer were bought, and nobody is charged for what never came', async () => {
  const story = await opened();
  for (const step of ['lockOrders', 'closePickup'] as const) await tell(story, step);
  expect(await allotted(story)).toBe(3); // assumed as ordered
  await tell(story, 'confirmPurchase', bought(2));
  expect(await allotted(story)).toBe(2);
  for (const step of ['disposeRemainder', 'approveSettlement'] as const) expect(await tell(story, step)).toBe('accepted');
  await closes(story);
});

test('the purchase is reported after what was left went back: who left theirs at the gate is still charged, but for what came', async () => {
  const story = await opened();
  for (const step of ['lockOrders', 'closePickup', 'disposeRemainder'] as const) await tell(story, step);
  await tell(story, 'confirmPurchase', bought(2));
  expect(await allotted(story)).toBe(2);
  expect(await tell(story, 'approveSettlement')).toBe('accepted');
  await closes(story);
});

test('a purchase that contradicts a count is written, and the books wait until one of them is corrected', async () => {
  const story = await opened();
  await tell(story, 'lockOrders');
  await tell(story, 'confirmLoading', { lines: [{ bundle: 'SC01', portions: 3 }] });
  await tell(story, 'confirmPurchase', bought(1));
  for (const step of ['closePickup', 'disposeRemainder'] as const) await tell(story, step);
  expect(await tell(story, 'approveSettlement')).toBe('not-as-received');
  await story.correct('confirmLoading', { departed: true, lines: [{ bundle: 'SC01', portions: 1 }] });
  expect(await allotted(story)).toBe(1);
  expect(await tell(story, 'approveSettlement')).toBe('accepted');
  await closes(story);
});

test('what a bus left behind comes no more once pickup is over', async () => {
  const story = await opened();
  for (const step of ['lockOrders', 'confirmPurchase'] as const) await tell(story, step);
  await tell(story, 'confirmLoading');
  await tell(story, 'divertTrip', { to: 'store', reason: '道路封闭' });
  expect(await allotted(story)).toBe(3); // it may still come
  await tell(story, 'closePickup');
  expect(await allotted(story)).toBe(0);
  for (const step of ['disposeRemainder', 'approveSettlement'] as const) expect(await tell(story, step)).toBe('accepted');
  await closes(story);
});
