import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { logisticsSteps } from '@jielong/logistics-contract';
import { ordersSteps } from '@jielong/orders-contract';
import { daysAhead } from '@jielong/testing';
import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import { contradictionOf, type Elsewhere, nonsenseFor, saying, type Nonsense } from '../src/nonsense.js';
import { testCodec } from '../src/test-codec.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong';
let auditor: Auditor;
let histories: Histories;
let connection: Connection;
let client: Client;
beforeAll(async () => {
  [auditor, histories] = [await Auditor.open(), await Histories.open()];
  connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  client = new Client({ connection, namespace, dataConverter: { payloadCodecs: [testCodec] } });
});
afterAll(() => Promise.all([auditor.close(), histories.close(), connection.close()]));

const steps = [...Object.values(ordersSteps), ...Object.values(logisticsSteps)];
type Definition = (typeof steps)[number];
const ownerOf = ({ step }: Definition) => (step in ordersSteps ? 'orders' : 'logistics');
/** A run also hears what its purchases and trips hear. */
const doorsOf = (process: string): Definition[] =>
  process.startsWith('supply-run:') ? steps : steps.filter((definition) => process.startsWith(`${definition.process.slice(0, -1)}:`));

async function opened(serviceDate: string): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate, minimumPortions: 1, bundles: [{ code: 'SC01', cap: 500 }] },
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

/** The run, its purchase and its trip, once it is locked. */
async function locked(day: GoodDay): Promise<string[]> {
  await day.lock();
  await office.until<{ trips: unknown[] }>(`${day.path}/goods`, ({ trips }) => trips.length > 0);
  return day.processes();
}

/** Everything that a step cannot be told, at each door of a process; gives how many refusals of each step are to be kept. */
async function tell(process: string, elsewhere: Elsewhere): Promise<Record<string, number>> {
  const kept: Record<string, number> = {};
  for (const definition of doorsOf(process)) {
    const { step } = definition;
    const all = [...nonsenseFor(step, elsewhere), saying(`${step}: a contradiction`, contradictionOf(step, elsewhere))];
    for (const said of all) await signal(process, step, said);
    kept[`${ownerOf(definition)} ${step}`] = all.length;
  }
  return kept;
}
const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The rows of a process by the service that keeps them, and by step. */
async function keptOf(process: string): Promise<Record<string, number>> {
  const rows = await auditor.rows<{ step: string; n: number }>(
    `SELECT 'orders ' || step AS step, count(*)::integer AS n FROM orders.refused_reports WHERE process_id = $1 GROUP BY step
     UNION ALL SELECT 'logistics ' || step, count(*)::integer FROM logistics.refused_reports WHERE process_id = $1 GROUP BY step`,
    [process],
  );
  return Object.fromEntries(rows.map(({ step, n }) => [step, n]));
}
const detailsOf = async (workflowId: string) =>
  (await client.workflow.getHandle(workflowId).query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';
const eventsOf = async (workflowId: string) => (await client.workflow.getHandle(workflowId).fetchHistory()).events ?? [];
const failedTasks = async (workflowId: string) =>
  (await eventsOf(workflowId)).filter(({ workflowTaskFailedEventAttributes: failed }) => failed !== null && failed !== undefined).length;
const refusedUpdates = async (workflowId: string) =>
  (await eventsOf(workflowId)).filter((event) => event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.failure).length;

/** The last refusals that an operator sees are there once all before them are written. */
async function refused(workflowId: string, kept: Readonly<Record<string, number>>): Promise<void> {
  const until = Date.now() + 120_000;
  while (sumOf(await keptOf(workflowId)) < sumOf(kept) && Date.now() < until) await setTimeout(200);
  expect(await keptOf(workflowId)).toEqual(kept);
  expect(await detailsOf(workflowId)).toContain('未被接受');
}

/** What no step can be told by an update: what is malformed is refused at the door, a contradiction by the rows. */
async function ask(process: string, elsewhere: Elsewhere): Promise<void> {
  const envelope = { reportId: randomUUID(), enteredBy: 'S003', doneBy: 'S003', occurredAt: null, evidence: 'counted' };
  for (const { step } of doorsOf(process)) {
    const other = step === 'lockOrders' ? 'closePickup' : 'lockOrders';
    const malformed = [
      7,
      'x',
      null,
      [],
      {},
      { reportId: 1 },
      { ...envelope, step: other },
      { ...envelope, at: 'nowhere', evidence: 'guessed' },
    ];
    for (const said of [...malformed, contradictionOf(step, elsewhere)]) {
      const asked = client.workflow.getHandle(process).executeUpdate(step, { args: [said] });
      const error = await asked.then(
        () => `${step} was accepted: ${JSON.stringify(said)}`,
        (refusal: unknown) => refusal,
      );
      expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
      expect(error).toMatchObject({ cause: { type: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/), nonRetryable: true } }); // a rule's, no fault
    }
  }
}

test('336 senseless signals at every door are refused and kept, 189 updates refused; no task fails, and the day goes on', async () => {
  const [day, other] = [await opened(daysAhead(18)), await opened(daysAhead(18))];
  const elsewhere = { run: other.runId, at: other.runId };
  const processes = await locked(day);
  expect(processes.map((process) => doorsOf(process).length)).toEqual([16, 1, 4]);

  const kept = new Map<string, Record<string, number>>();
  for (const process of processes) kept.set(process, await tell(process, elsewhere));
  expect([...kept.values()].reduce((sum, counts) => sum + sumOf(counts), 0)).toBe(336);
  for (const [process, counts] of kept) await refused(process, counts);

  for (const process of processes) await ask(process, elsewhere);
  for (const [process, counts] of kept) {
    const signed = doorsOf(process).filter(({ needsSignature }) => needsSignature);
    const more = signed.map((definition) => `${ownerOf(definition)} ${definition.step}`);
    // What is refused at the door leaves nothing, its sender has been told; what the rows refuse stands in the history, and unsigned as a row.
    await refused(
      process,
      Object.fromEntries(Object.entries(counts).map(([step, count]) => [step, more.includes(step) ? count + 1 : count])),
    );
  }
  expect(await Promise.all(processes.map(refusedUpdates))).toEqual([16, 0, 4]); // a purchase knows its bundles: refused at the door

  await day.purchase();
  await day.allocated();
  await day.load();
  await day.handOver();
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await Promise.all(processes.map(failedTasks))).toEqual([0, 0, 0]);
}, 400_000);

test('a refused signal at a run, its purchase and its trip holds up none of them', async () => {
  const day = await opened(daysAhead(19));
  for (const process of await locked(day))
    for (const definition of doorsOf(process).filter(({ step }) => ['confirmPurchase', 'confirmLoading'].includes(step))) {
      const { step } = definition;
      await signal(process, step, saying(step, { ...contradictionOf(step, { run: day.runId, at: day.runId }), evidence: 'guessed' }));
      while (!(`${ownerOf(definition)} ${step}` in (await keptOf(process)))) await setTimeout(100);
    }
  await day.purchase();
  await day.allocated();
  await day.load();
  await day.handOver();
  await day.end();
  await histories.record(day, 'refused-signals', ['supply-run', 'purchase', 'trip']);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});
