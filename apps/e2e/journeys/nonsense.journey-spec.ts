import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Auditor } from '../src/invariants.js';
import { nonsenseFor, type Nonsense } from '../src/nonsense.js';
import { testCodec } from '../src/test-codec.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong';
let auditor: Auditor;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  auditor = await Auditor.open();
  connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [testCodec] } });
});
afterAll(() => Promise.all([auditor.close(), connection.close()]));

async function opened(): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: daysAhead(18), minimumPortions: 1, bundles: [{ code: 'SC01', cap: 500 }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const homes = (await office.all<{ id: string }>('/households?compound=YF')).slice(0, 3);
  for (const { id } of homes) await office.post(`${day.path}/orders`, { forHousehold: id, items: { SC01: 1 } });
  return day;
}

/** As an operator does it in Temporal's UI, with whatever comes to mind. */
const signal = (workflowId: string, signalName: string, { payloads }: Nonsense) =>
  client.workflowService.signalWorkflowExecution({
    ...{ namespace, workflowExecution: { workflowId }, signalName, requestId: randomUUID() },
    input: { payloads: [...payloads] },
  });

async function tell(workflowId: string, doors: readonly string[], elsewhere: { run: string; at: string }): Promise<number> {
  const all = doors.flatMap((door) => nonsenseFor(door, elsewhere).map((said) => ({ door, said })));
  for (const { door, said } of all) await signal(workflowId, door, said);
  return all.length;
}
const refusalsOf = async (workflowId: string): Promise<number> => {
  const [row] = await auditor.rows<{ n: number }>(
    `SELECT count(*)::integer AS n FROM (SELECT process_id FROM orders.refused_reports UNION ALL SELECT process_id FROM logistics.refused_reports) r
     WHERE process_id = $1`,
    [workflowId],
  );
  return row?.n ?? 0;
};
const detailsOf = async (workflowId: string) =>
  (await client.workflow.getHandle(workflowId).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';
const failedTasks = async (workflowId: string) =>
  ((await client.workflow.getHandle(workflowId).fetchHistory()).events ?? []).filter(
    ({ workflowTaskFailedEventAttributes: failed }) => failed !== null && failed !== undefined,
  ).length;

/** The last refusals that an operator sees are there once all before them are written. */
async function refused(workflowId: string, count: number): Promise<void> {
  const until = Date.now() + 60_000;
  while ((await refusalsOf(workflowId)) < count && Date.now() < until) await office.get('/steps?limit=1');
  expect(await refusalsOf(workflowId)).toBe(count);
  expect(await detailsOf(workflowId)).toContain('未被接受');
}

test('141 senseless signals at every door and 24 updates: each is refused and kept, no task fails, and the day goes on', async () => {
  const [day, other] = [await opened(), await opened()];
  const elsewhere = { run: other.runId, at: other.runId };
  const run = `supply-run:${day.runId}`;
  await day.lock();
  const [purchase] = (await day.show()).purchases.map(({ id }) => `purchase:${id}`);
  const [trip] = (await office.until<{ trips: { id: string }[] }>(`${day.path}/goods`, ({ trips }) => trips.length > 0)).trips.map(
    ({ id }) => `trip:${id}`,
  );
  if (!purchase || !trip) throw new Error('the run has neither purchase nor trip');

  const atRun = await tell(
    run,
    ['lockOrders', 'confirmPurchase', 'approveAllocation', 'confirmLoading', 'confirmHandoff', 'closePickup', 'disposeRemainder'],
    elsewhere,
  );
  const atPurchase = await tell(purchase, ['confirmPurchase'], elsewhere);
  const atTrip = await tell(trip, ['confirmLoading', 'confirmHandoff'], elsewhere);
  expect(atRun + atPurchase + atTrip).toBeGreaterThanOrEqual(140);
  for (const [process, count] of [
    [run, atRun],
    [purchase, atPurchase],
    [trip, atTrip],
  ] as const)
    await refused(process, count);

  const early = { reportId: randomUUID(), enteredBy: 'S003', doneBy: 'S003', occurredAt: null, evidence: 'counted' };
  await client.workflow.getHandle(run).signal('approveSettlement', early);
  await refused(run, atRun + 1);

  const updates = [
    7,
    'x',
    null,
    [],
    {},
    { reportId: 1 },
    { ...early, step: 'lockOrders' },
    { ...early, at: 'nowhere', evidence: 'guessed' },
  ];
  for (const door of ['confirmLoading', 'confirmHandoff', 'closePickup'])
    for (const said of updates) {
      const asked = client.workflow.getHandle(run).executeUpdate(door, { args: [said] });
      await expect(asked).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    }

  await day.purchase();
  await day.allocated();
  await day.load();
  await day.handOver();
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await Promise.all([run, purchase, trip].map(failedTasks))).toEqual([0, 0, 0]);
}, 180_000);
