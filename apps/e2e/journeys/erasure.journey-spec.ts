import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead, wordsInTheClear } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { GoodDay, roomOf } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import { OwnSystem } from '../src/own-system.js';

let system: OwnSystem;
let office: Person;
let auditor: Auditor;
let histories: Histories;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  system = await OwnSystem.start();
  closing.push(() => system.stop());
  office = new Person(system.gatewayUrl, 'sample/S001');
  auditor = await Auditor.open(system.adminUrl);
  histories = await Histories.open(system.temporalAddress, 'jielong');
  closing.push(
    () => auditor.close(),
    () => histories.close(),
  );
}, 240_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
}, 60_000);

interface Erasure {
  readonly id: string;
  readonly doneAt: string | null;
}
interface Data {
  readonly contacts: readonly { readonly name: string; readonly phone: string }[];
}
const verified = async (service: string): Promise<unknown[]> =>
  (await office.get<{ findings: unknown[] }>(`/audit/${service}/verification`)).findings;

test('a household is erased from all services, also where one is down meanwhile; ledgers and trails hold', async () => {
  const [{ id } = { id: '' }] = await office.all<{ id: string }>('/households?compound=YF');
  const dataOf = () => office.call<Data>('POST', `/households/${id}/data`, { reason: '本人要求查看' });
  const { name = '', phone = '' } = (await dataOf()).body.contacts[0] ?? {};
  expect(name.length).toBeGreaterThan(1);

  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(5), minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const order = await office.post<{ id: string; moneyFen: number }>(`${day.path}/orders`, {
    ...{ forHousehold: id, items: { SC01: 1 }, remark: `${name}家放车库，电话 ${phone}` },
  });
  const ask = () => office.call<Erasure & Problem>('POST', '/erasures', { kind: 'household', subject: id, reason: 'asked' });
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'household-in-open-run', details: { runs: [day.runId] } } });

  await day.lock();
  await day.purchase();
  await day.allocated();
  await day.load();
  const point = (await day.handOver()).pickupPoints[0]?.id ?? '';
  const [fetched] = await day.pickupOrders();
  if (!fetched) throw new Error('nothing to fetch');
  await day.give(point, { room: roomOf(fetched) });
  await office.report(`${day.path}/close-pickup`, { at: point });
  await day.reaches('settling');
  await day.settle();
  expect(await ask()).toMatchObject({ status: 409, body: { code: 'money-unsettled', details: { balanceFen: order.moneyFen } } });
  await office.post(`${day.path}/payments`, { paidBy: id, amountFen: order.moneyFen, way: 'cash' });

  await system.order('stop logistics');
  const { body: erasure } = await ask();
  const isDone = async () => (await office.get<Erasure>(`/erasures/${erasure.id}`)).doneAt !== null;
  await office.until<{ maskedName: string }>(`/households/${id}`, ({ maskedName }) => maskedName === '');
  expect(await isDone()).toBe(false);
  await system.order('start logistics');
  await office.until<Erasure>(`/erasures/${erasure.id}`, ({ doneAt }) => doneAt !== null);

  expect((await dataOf()).body.contacts).toMatchObject([{ name: '', phone: '', remark: '' }]);
  expect((await office.get<{ orders: object[] }>(`/household-orders/${id}`)).orders).toMatchObject([{ remark: null, items: { SC01: 1 } }]);
  for (const schema of ['members', 'orders', 'logistics']) {
    expect(await wordsInTheClear(system.adminUrl, schema, [phone])).toEqual([]);
    expect(await verified(schema)).toEqual([]);
  }
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  await histories.recordProcess(`erasure:${erasure.id}`, 'orders', 'service-away.erasure');
}, 240_000);
