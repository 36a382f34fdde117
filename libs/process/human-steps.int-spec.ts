import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DomainError, stepKey, type Receipt, type Rung } from '@jielong/kernel';
import { until } from '@jielong/testing';
import { Client, Connection, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { Errand, ErrandActivities, ErrandReport, ErrandStep, errandWorkflow } from './errand/errand.workflow.js';

/** The rows of one errand, and the authority over them. */
class Rows implements ErrandActivities {
  readonly done: string[] = [];
  readonly asked: string[] = [];
  readonly overdue: string[] = [];
  readonly refusals: string[] = [];
  applied = 0;

  open = async (step: ErrandStep) => void this.asked.push(step);
  /** Further rungs, in milliseconds from when the one before is told. */
  rungs: number[] = [];
  ring = async (step: ErrandStep): Promise<Rung> => {
    this.overdue.push(step);
    const next = this.rungs.shift();
    return { overdue: [null], nextAt: next === undefined ? null : new Date(Date.now() + next).toISOString() };
  };
  async noteRefusal(_step: ErrandStep, payload: unknown, reason: string): Promise<void> {
    if (payload === 'unstorable') throw refusal(new DomainError('invalid', 'malformed-report', { zh: '不能保存', en: 'cannot be stored' }));
    this.refusals.push(reason);
  }
  /** In which order it was asked to read and to write. */
  readonly calls: ('read' | 'apply')[] = [];
  read = async (): Promise<Errand> => {
    this.calls.push('read');
    return { done: [...this.done] };
  };

  async apply(report: ErrandReport): Promise<{ receipt: Receipt; state: Errand }> {
    this.applied += 1;
    this.calls.push('apply');
    if (report.reason === 'no such medicine')
      throw refusal(new DomainError('conflict', 'out-of-stock', { zh: '没有药', en: 'no such medicine' }));
    if (report.reason === 'unsigned') throw refusal(new DomainError('forbidden', 'unsigned', { zh: '未签名', en: 'not signed' }));
    const skipped = report.step === 'deliver' && !this.done.includes('fetch') ? ['fetch'] : [];
    this.done.push(...skipped, stepKey(report.step));
    const receipt = { reportId: report.reportId, step: report.step, recordedAt: '2026-11-24T12:00:00+08:00', assumed: skipped };
    return { receipt, state: { done: [...this.done] } };
  }
}
const refusal = ({ code, message, kind, text, details }: DomainError) =>
  ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [kind, text, details] });

let client: Client;
let native: NativeConnection;
let code: string;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  const namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong';
  const [connection, worker, bundle] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
    bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('./errand/errand.workflow.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
      webpackConfigHook: (config) => ({
        ...config,
        resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] }, conditionNames: ['jielong-source', '...'] },
      }),
    }),
  ]);
  client = new Client({ connection, namespace });
  native = worker;
  code = bundle.code;
  closing.push(
    () => worker.close(),
    () => connection.close(),
  );
}, 60_000);
afterAll(async () => {
  for (const close of closing) await close();
});

interface Day {
  readonly rows: Rows;
  readonly errand: ErrandHandle;
}
type ErrandHandle = WorkflowHandle<typeof errandWorkflow>;
interface Circumstances {
  readonly dueInMs?: number;
  /** What happens to it while no worker is up. */
  readonly early?: (errand: ErrandHandle) => Promise<unknown>;
}
/** One errand with workers of its own, until `story` is over. */
async function onErrand(story: (day: Day) => Promise<void>, { dueInMs = 3_600_000, early }: Circumstances = {}): Promise<void> {
  const taskQueue = `errand-${randomUUID()}`;
  const rows = new Rows();
  const { open, ring, read } = rows;
  const shared = { connection: native, namespace: client.options.namespace };
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue, workflowBundle: { code } }),
    Worker.create({
      ...shared,
      taskQueue: `${taskQueue}-errands`,
      activities: { open, apply: rows.apply.bind(rows), ring, noteRefusal: rows.noteRefusal.bind(rows), read },
    }),
  ]);
  const errand = await client.workflow.start<typeof errandWorkflow>('errandWorkflow', {
    workflowId: taskQueue,
    taskQueue,
    args: [dueInMs],
  });
  await early?.(errand);
  const running = workers.map((worker) => worker.run());
  try {
    await story({ rows, errand });
  } finally {
    await errand.terminate().catch(() => undefined);
    workers.forEach((worker) => worker.shutdown());
    await Promise.all(running);
  }
}
const say = (over: Partial<ErrandReport> = {}) => ({ reportId: randomUUID(), enteredBy: 'D001', ...over });
const file = (errand: WorkflowHandle, step: ErrandStep, report: object): Promise<Receipt> =>
  errand.executeUpdate<Receipt, [object]>(step, { args: [report] });
const detailsOf = async (errand: WorkflowHandle) =>
  (await errand.query<{ currentDetails?: string }>('__temporal_workflow_metadata')).currentDetails ?? '';

test('each step is asked for in turn, and a report ends its wait', () =>
  onErrand(async ({ rows, errand }) => {
    await until(() => rows.asked.includes('fetch'));
    await file(errand, 'fetch', say());
    await until(() => rows.asked.includes('deliver'));
    await file(errand, 'deliver', say());
    expect(await errand.result()).toEqual(['fetch', 'deliver']);
    expect(rows.asked).toEqual(['fetch', 'deliver']);
  }));

test('a later step ends the wait for an earlier one, which is told to be assumed', () =>
  onErrand(async ({ errand }) => {
    expect(await file(errand, 'deliver', say())).toMatchObject({ assumed: ['fetch'] });
    expect(await errand.result()).toEqual(['fetch', 'deliver']);
  }));

test('one report twenty times at once is applied once, and everybody gets its receipt', () =>
  onErrand(async ({ rows, errand }) => {
    const report = say();
    const answers = await Promise.all(Array.from({ length: 20 }, () => file(errand, 'fetch', report)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(rows.applied).toBe(1);
  }));

test('another body under a report id is refused', () =>
  onErrand(async ({ errand }) => {
    const report = say();
    await file(errand, 'fetch', report);
    const other = file(errand, 'fetch', { ...report, enteredBy: 'D002' });
    await expect(other).rejects.toMatchObject({ cause: { type: 'report-id-reused' } });
  }));

test('a refusal answers the caller, does not advance, and the same report may come again', () =>
  onErrand(async ({ rows, errand }) => {
    const refused = file(errand, 'fetch', say({ reason: 'no such medicine' }));
    await expect(refused).rejects.toBeInstanceOf(WorkflowUpdateFailedError);
    await expect(refused).rejects.toMatchObject({
      cause: { type: 'out-of-stock', details: ['conflict', { zh: '没有药', en: 'no such medicine' }, {}] },
    });
    expect(rows.done).toEqual([]);
    await file(errand, 'fetch', say());
    expect(rows.done).toEqual(['fetch']);
  }));

test('a signal does what the update does', () =>
  onErrand(async ({ rows, errand }) => {
    await errand.signal('fetch', say());
    await until(() => rows.done.includes('fetch'));
  }));

test('strange signals leave the process running, are shown, and are kept as refusals', () =>
  onErrand(async ({ rows, errand }) => {
    const strange = [undefined, 7, 'x', {}, { reportId: 9 }, say({ reason: 'no such medicine' })];
    for (const payload of strange) await errand.signal('fetch', payload);
    await until(() => rows.refusals.length === strange.length);
    expect((await errand.describe()).status.name).toBe('RUNNING');
    expect(await detailsOf(errand)).toContain('信号 fetch 未被接受');
    await file(errand, 'fetch', say());
    expect(rows.done).toEqual(['fetch']);
  }));

test('what the owner has refused for want of a signature it has kept itself: it is shown, and no second time a row', () =>
  onErrand(async ({ rows, errand }) => {
    await errand.signal('fetch', say({ reason: 'unsigned' }));
    await until(async () => (await detailsOf(errand)).includes('not signed'));
    await file(errand, 'fetch', say());
    expect([rows.done, rows.refusals]).toEqual([['fetch'], []]);
  }));

test('a refusal that cannot even be kept holds up nothing', () =>
  onErrand(async ({ rows, errand }) => {
    await errand.signal('fetch', 'unstorable');
    await until(async () => (await detailsOf(errand)).includes('cannot be stored'));
    await file(errand, 'fetch', say());
    expect(rows.done).toEqual(['fetch']);
  }));

test('what was said before any worker was up is written after the rows are read', async () => {
  let answered: Promise<Receipt> | undefined;
  await onErrand(
    async ({ rows, errand }) => {
      expect(await answered).toMatchObject({ step: 'fetch' });
      await until(() => rows.done.includes('deliver'));
      expect(new Set(await errand.result())).toEqual(new Set(['fetch', 'deliver'])); // whichever of the two the server heard first
      expect(rows.calls.slice(0, 2)).toEqual(['read', 'apply']);
    },
    {
      early: async (errand) => {
        answered = file(errand, 'fetch', say());
        await errand.signal('deliver', say());
      },
    },
  );
});

test('past its deadline a step is overdue and waits on', () =>
  onErrand(
    async ({ rows, errand }) => {
      await until(() => rows.overdue.includes('fetch'));
      await until(async () => (await detailsOf(errand)).includes('已逾期')); // said once the ring is answered
      await file(errand, 'fetch', say());
      expect(rows.done).toEqual(['fetch']);
    },
    { dueInMs: 50 },
  ));

/** As an operator finds it in Temporal's UI, whose list lags a little behind. */
const isFound = async ({ workflowId }: WorkflowHandle, overdue: boolean): Promise<boolean> => {
  for await (const { workflowId: found } of client.workflow.list({ query: `WorkflowId = "${workflowId}" AND Overdue = ${overdue}` }))
    if (found === workflowId) return true;
  return false;
};

test('past its deadline a process is found by `Overdue = true`, and no longer once the step is done', () =>
  onErrand(
    async ({ rows, errand }) => {
      await until(() => isFound(errand, true));
      expect(rows.overdue).toEqual(['fetch']);
      rows.done.push('deliver'); // nobody is asked for what is done: nothing else can be late
      await file(errand, 'fetch', say());
      await until(() => isFound(errand, false));
      expect(await isFound(errand, true)).toBe(false);
      expect(await errand.result()).toEqual(['deliver', 'fetch']);
    },
    { dueInMs: 50 },
  ));

const isQuiet = async (errand: WorkflowHandle): Promise<boolean> => {
  const { pendingActivities, pendingWorkflowTask } = (await errand.describe()).raw;
  return !pendingActivities?.length && !pendingWorkflowTask;
};

test('each rung of the ladder is told in its turn, at 15 events at most; after the last one it waits without any', () =>
  onErrand(
    async ({ rows, errand }) => {
      const events = async () => (await errand.fetchHistory()).events ?? [];
      rows.rungs = [50, 50];
      await until(() => rows.overdue.length === 3);
      await until(() => isQuiet(errand)); // the last ring is answered
      const before = await events();
      const rungs = before.flatMap(({ timerFiredEventAttributes }, at) => (timerFiredEventAttributes ? at : []));
      const costs = rungs.map((at, i) => (rungs[i + 1] ?? before.length) - at);
      expect(costs).toHaveLength(3);
      expect(Math.max(...costs)).toBeLessThanOrEqual(15);
      expect(before.slice(rungs.at(-1)).filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes)).toEqual([]);
      await file(errand, 'fetch', say());
      expect([rows.done, rows.overdue]).toEqual([['fetch'], ['fetch', 'fetch', 'fetch']]);
      expect((await events()).length - before.length).toBeLessThan(20);
    },
    { dueInMs: 50 },
  ));

test('a look makes the process read its rows', () =>
  onErrand(async ({ rows, errand }) => {
    await until(() => rows.asked.length === 1);
    rows.done.push('fetch', 'deliver');
    await errand.signal('look');
    expect(await errand.result()).toEqual(['fetch', 'deliver']);
  }));

test('a process that is told to follow has read its rows when it answers, whatever it was told', () =>
  onErrand(async ({ rows, errand }) => {
    await until(() => rows.asked.length === 1);
    const reads = () => rows.calls.filter((call) => call === 'read').length;
    const before = reads();
    rows.done.push('fetch');
    await errand.executeUpdate('follow', { args: [{ service: 7 }] });
    expect(reads()).toBe(before + 1);
    await until(() => rows.asked.length === 2);
    rows.done.push('deliver');
    await errand.executeUpdate('follow', { args: ['nonsense'] });
    expect(reads()).toBe(before + 2);
    expect(await errand.result()).toEqual(['fetch', 'deliver']);
  }));

test("Temporal's own Cancel is noted, and the process goes on", () =>
  onErrand(async ({ rows, errand }) => {
    await until(() => rows.asked.length === 1);
    await errand.cancel();
    await file(errand, 'fetch', say());
    expect(await detailsOf(errand)).toContain('已请求取消');
    await file(errand, 'deliver', say());
    expect(await errand.result()).toEqual(['fetch', 'deliver']);
  }));
