import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import { type LogisticsStepReport, logisticsSteps } from '@jielong/logistics-contract';
import { ordersSteps, type OrdersStepReport, supplyRunId } from '@jielong/orders-contract';
import { BothServices } from './both-services.js';
import { community, ToldDay } from './told-day.js';

let both: BothServices;
beforeAll(async () => {
  both = await BothServices.open();
}, 60_000);
afterAll(() => both.close());

const chooses = (temporalChannel: 'open' | 'closed') => both.service.call('PUT', '/policies', { temporalChannel });
const said = { enteredBy: 'S001', doneBy: 'S001', channel: 'api', occurredAt: null, evidence: 'counted' } as const;
const lock = (): OrdersStepReport => ({ ...said, reportId: randomUUID(), step: 'lockOrders' });
const noted = (): LogisticsStepReport => ({ ...said, reportId: randomUUID(), step: 'noteGoods', events: [] });
const refusals = async (processId: string) =>
  (
    await both.service.admin.query<{ step: string; code: string }>(
      `SELECT step, code FROM (SELECT process_id, step, code FROM orders.refused_reports
         UNION ALL SELECT process_id, step, code FROM logistics.refused_reports) r WHERE process_id = $1 ORDER BY step`,
      [processId],
    )
  ).rows;

test('a community closes Temporal’s own door for both services at once, runs that are open included; what is signed goes on', async () => {
  const day = await ToldDay.open(both, { '1-1-101': { SC01: 2 } });
  const subject = { community, processId: supplyRunId(day.runId) };
  expect((await chooses('closed')).body).toMatchObject({ policies: { temporalChannel: 'closed' } });
  await expect(both.orders.applyUnsigned(subject, lock())).rejects.toMatchObject({ code: 'channel-closed' });
  await expect(both.logistics.applyUnsigned(subject, noted())).rejects.toMatchObject({ code: 'channel-closed' });
  expect(await refusals(subject.processId)).toEqual([
    { step: 'lockOrders', code: 'channel-closed' },
    { step: 'noteGoods', code: 'channel-closed' },
  ]);
  expect((await both.orders.applyOrdersReport(subject, lock())).run).toMatchObject({ stage: 'purchasing' });
});

test('opened again, it takes what decides nothing, under the channel `temporal`', async () => {
  const day = await ToldDay.open(both, { '1-1-102': { SC01: 2 } });
  const subject = { community, processId: supplyRunId(day.runId) };
  await chooses('open');
  const report = lock();
  await both.orders.applyUnsigned(subject, report);
  const { rows } = await both.service.admin.query('SELECT channel, entered_by FROM orders.reports WHERE report_id = $1', [report.reportId]);
  expect(rows).toEqual([{ channel: 'temporal', entered_by: 'S001' }]);
  await expect(both.logistics.applyUnsigned(subject, noted())).rejects.not.toMatchObject({ code: 'channel-closed' });
});

test('decisions over money, and over who gets what, are refused unsigned, whatever the day is at; nothing else is', async () => {
  const day = await ToldDay.open(both, { '1-1-101': { SC01: 2 } });
  const subject = { community, processId: supplyRunId(day.runId) };
  const codeOf = (answer: Promise<object>) =>
    answer.then(
      () => 'accepted',
      (error: unknown) => (error instanceof DomainError ? error.code : 'another fault'),
    );
  const tell = (step: string) =>
    step in ordersSteps
      ? both.orders.applyUnsigned(subject, { ...lock(), step } as OrdersStepReport)
      : both.logistics.applyUnsigned(subject, { ...noted(), step } as LogisticsStepReport);
  const refused: string[] = [];
  for (const step of [...Object.keys(ordersSteps), ...Object.keys(logisticsSteps)])
    if ((await codeOf(tell(step))) === 'unsigned') refused.push(step);
  expect(refused.sort()).toEqual([
    ...['approveAllocation', 'approvePrice', 'approveSettlement'],
    ...['decideDispute', 'disposeRemainder', 'divertTrip', 'voidRun'],
  ]);
});

test('a run is not opened with a channel of its own', async () => {
  const { status, body } = await both.service.call('POST', '/supply-runs', { policies: { temporalChannel: 'closed' } });
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('temporalChannel')]);
});
