import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { codes, GoodDay, roomOf } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { Run } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

const purchaser = office.as(codes.purchaser);
const reportOf = async (purchase: string) => (await office.get<{ reportId: string }>(`/purchases/${purchase}`)).reportId;

const locked = (serviceDate: string): Promise<GoodDay> => GoodDay.locked(office, { serviceDate, minimumPortions: 1 });
async function settled(day: GoodDay): Promise<void> {
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
}

test('a count and a dear price are corrected after the purchase is over; the price is decided before the books close', async () => {
  const day = await locked(daysAhead(11));
  const { purchases, bundles } = await day.show();
  const id = purchases[0]?.id ?? '';
  const { code, ordered, priceFen } = bundles.find((bundle) => bundle.ordered > 1) ?? { code: '', ordered: 0, priceFen: 0 };
  await day.purchase();
  await day.allocated();
  await histories.over(`purchase:${id}`);
  const fewer = { bought: { [code]: { portions: ordered - 1, priceFen: priceFen * 2 } }, receipt: { number: 'B-2' } };
  await purchaser.report(`/purchases/${id}/purchase`, { ...fewer, corrects: await reportOf(id) });
  await day.allocated(2);
  expect((await day.allocation(2)).short).toMatchObject([{ bundle: code }]);
  await office.until<Run>(day.path, ({ waitingFor }) => waitingFor.includes('approvePrice'));
  await day.load();
  await day.handOver();
  await day.closePickup();
  await day.dispose();
  await office.report(`${day.path}/price-approval`, { charge: 'paid', reason: '批发价涨了' });
  await day.settle();
  await histories.record(day, 'dear-price');
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  const late = purchaser.report(`/purchases/${id}/purchase`, { ...fewer, corrects: await reportOf(id) });
  await expect(late).rejects.toMatchObject({ status: 409, problem: { code: 'closed' } });
});

test('two runs on one receipt: their own purchases end, a shortage is divided, both are settled', async () => {
  const days = [await locked(daysAhead(12)), await locked(daysAhead(13))] as const;
  const before = (await Promise.all(days.map((day) => day.show()))).flatMap(({ purchases }) => purchases);
  const supplier = before[0]?.supplier ?? '';
  const joint = await office.post<{ id: string; lines: { bundle: string; expected: number }[] }>('/purchases', {
    supplier,
    runs: days.map(({ runId }) => runId),
  });
  for (const { id } of before) await histories.over(`purchase:${id}`);
  const [{ bundle } = { bundle: '' }] = joint.lines;
  const ordered = joint.lines.filter((line) => line.bundle === bundle).reduce((sum, { expected }) => sum + expected, 0);
  await histories.asks(`purchase:${joint.id}`, 'confirmPurchase');
  const said = { receipt: { number: 'J-1' }, bought: { [bundle]: { portions: ordered - 2 } } };
  await purchaser.report(`/purchases/${joint.id}/purchase`, said);
  for (const day of days) await day.allocated();
  for (const day of days) expect((await day.allocation(1)).short.map((short) => short.bundle)).toEqual([bundle]);
  await histories.over(`purchase:${joint.id}`);
  const shares = { [bundle]: { [days[0].runId]: ordered / 2, [days[1].runId]: ordered / 2 - 2 } };
  await purchaser.report(`/purchases/${joint.id}/purchase`, { ...said, shares, corrects: await reportOf(joint.id) });
  for (const day of days) await day.allocated(2);
  for (const day of days) {
    await day.load();
    await day.handOver();
    expect(await auditor.broken(day.runId)).toEqual({});
    await settled(day);
  }
  await histories.record(days[0], 'joint-purchase', ['supply-run', 'purchase']);
  const [first, second] = await Promise.all(days.map((day) => day.allocation(2)));
  expect([first?.short.length, second?.short.length]).toEqual([0, expect.any(Number)]);
});

test('money after pickup: a pasted list, a payment reversed, a credit paid out, a rest waived, a settlement after closing', async () => {
  const day = await GoodDay.ofRooms(office, daysAhead(14), ['6-1-301', '6-1-302', '6-1-401', '6-1-402']); // what they owe is of all runs
  await day.purchase();
  await day.allocated();
  const rooms = await day.pickupOrders();
  const leader = office.as('D011');
  const list = rooms.map((order) => `${roomOf(order)} 微信 1元`).join('\n');
  const preview = await leader.post<PaymentList>(`${day.path}/payment-lists/preview`, { text: list });
  expect(preview).toMatchObject({ clear: 0, asked: rooms.length });
  const owed = new Map(preview.lines.map(({ text, owedFen }) => [text.split(' ')[0], owedFen]));
  const right = rooms.map((order) => `${roomOf(order)} 微信 ${((owed.get(roomOf(order)) ?? 0) / 100).toFixed(2)}`).join('\n');
  const said = { text: right, collectedBy: 'D011' };
  expect(await leader.post<PaymentList>(`${day.path}/payment-lists/commit`, said)).toMatchObject({ booked: rooms.length, asked: 0 });
  expect(await leader.post<PaymentList>(`${day.path}/payment-lists/commit`, said)).toMatchObject({ booked: rooms.length, amountFen: 0 });
  expect(await office.get<string>(`${day.path}/group-texts/unpaid`)).toContain('收齐了');
  const [first, second] = await office.all<{ id: string; paidBy: string; amountFen: number }>(`${day.path}/payments`);
  await office.post(`/payments/${first?.id ?? ''}/reverse`, { reason: '记错了户' });
  await office.post(`${day.path}/waivers`, { household: first?.paidBy, amountFen: 100, reason: '困难家庭' });
  await leader.post(`${day.path}/payments`, { paidBy: second?.paidBy, amountFen: 500, way: 'cash', prepaid: true });
  await office.post(`${day.path}/payouts`, { household: second?.paidBy, amountFen: 500, from: 'cash', paidBy: 'D011' });
  expect(await auditor.broken(day.runId)).toEqual({});
  await day.load();
  await day.handOver();
  await settled(day);
  const lines = [{ household: first?.paidBy, direction: 'gets', amountFen: 50, reason: '漏记折扣' }];
  await office.as(codes.accountant).post(`${day.path}/supplementary-settlements`, { lines });
  expect(await office.get(`${day.path}/public-account`)).toMatchObject({ supplementary: [{ number: 2, fundFen: 50 }] });
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});

interface PaymentList {
  readonly lines: readonly { readonly text: string; readonly owedFen: number | null }[];
  readonly booked: number;
  readonly asked: number;
}
