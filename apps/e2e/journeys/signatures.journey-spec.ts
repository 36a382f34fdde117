import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Client, Connection } from '@temporalio/client';
import { Person } from '../src/api.js';
import { codes, GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import { testCodec } from '../src/test-codec.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  [auditor, histories] = [await Auditor.open(), await Histories.open()];
  connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong';
  client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [testCodec] } });
});
afterAll(() => Promise.all([auditor.close(), histories.close(), connection.close()]));

/** As an operator writes it into Temporal's UI, in the name of somebody, as if it had come from the API. */
const said = (enteredBy: string, more: object = {}) => ({ reportId: `op-${randomUUID()}`, enteredBy, channel: 'api', ...more });
const processOf = (id: string) => client.workflow.getHandle(id);
const detailsOf = async (id: string) =>
  (await processOf(id).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';

async function found<Row extends object>(sql: string, ...values: string[]): Promise<Row[]> {
  for (const end = Date.now() + 60_000; Date.now() < end; await setTimeout(100)) {
    const rows = await auditor.rows<Row>(sql, values);
    if (rows.length) return rows;
  }
  throw new Error(`not in the rows: ${sql} ${values.join(', ')}`);
}
const reportOf = (schema: string, reportId: string) =>
  found(`SELECT channel, entered_by, done_by FROM ${schema}.reports WHERE report_id = $1`, reportId);
const refusalsOf = (schema: string, reportId: string) =>
  found(`SELECT code, step, actor, channel FROM ${schema}.refused_reports WHERE report_id = $1`, reportId);

test('past the API a handoff is recorded as Temporal’s; disposal and settlement are refused, and wait for who has signed in', async () => {
  const day = await GoodDay.locked(office, { serviceDate: daysAhead(23) });
  const run = `supply-run:${day.runId}`;
  await day.purchase();
  await day.allocated();
  await day.load();

  const [trip] = (await day.goods()).trips;
  const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D010' }, counted: 'both' };
  const handoff = said('D010', { at: trip?.stops[0]?.id, ...parties });
  await processOf(`trip:${trip?.id ?? ''}`).signal('confirmHandoff', handoff);
  expect(await reportOf('logistics', handoff.reportId)).toEqual([{ channel: 'temporal', entered_by: 'D010', done_by: 'D010' }]);
  await office.until<{ pickupPoints: { state: string }[] }>(`${day.path}/goods`, ({ pickupPoints }) =>
    pickupPoints.every(({ state }) => state !== 'waiting'),
  );
  await day.closePickup();

  await histories.asks(run, 'disposeRemainder');
  const disposal = said('S001');
  await processOf(run).signal('disposeRemainder', disposal);
  const unsigned = { code: 'unsigned', actor: 'S001', channel: 'temporal' };
  expect(await refusalsOf('logistics', disposal.reportId)).toEqual([{ ...unsigned, step: 'disposeRemainder' }]);
  expect(await detailsOf(run)).toMatch(/信号 disposeRemainder 未被接受/);
  await day.dispose();

  await histories.asks(run, 'approveSettlement');
  const settlement = said(codes.accountant);
  const asked = processOf(run).executeUpdate('approveSettlement', { args: [settlement] });
  await expect(asked).rejects.toMatchObject({ cause: { type: 'unsigned' } });
  expect(await refusalsOf('orders', settlement.reportId)).toEqual([{ ...unsigned, step: 'approveSettlement', actor: codes.accountant }]);
  expect(await day.show()).toMatchObject({ stage: 'settling', waitingFor: ['approveSettlement'] });

  await day.settle();
  expect(await found(`SELECT channel FROM orders.reports WHERE process_id = $1 AND step = 'approveSettlement'`, run)).toEqual([
    { channel: 'api' },
  ]);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
}, 180_000);
