import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Inject, Injectable, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError, type Receipt, type Sent, type StepDefinition, type Subject } from '@jielong/kernel';
import { reportBody } from '@jielong/kernel/schemas';
import { acting, testJwksUrl, testKeys, until } from '@jielong/testing';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { actorModule } from '../actor/actor.module.js';
import { readConfig } from '../config/read-config.js';
import { stepsConfigSchema } from '../config/service-config.js';
import { audit } from '../audit/audit.js';
import { databaseModule } from '../database/database.module.js';
import { inCommunity } from '../database/in-community.js';
import { stop } from '../http/graceful-stop.js';
import { createService } from '../http/service.js';
import { processesModule } from '../outbox/processes.module.js';
import { scratchPermissions, scratchService, type ScratchService } from '../spec/scratch-service.js';
import type { LoadingActivities } from '../spec/trip.workflow.js';
import { bundleWorkflows } from '../temporal/bundle.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { TemporalModule } from '../temporal/temporal.module.js';
import { refusedReports } from '../privacy/sealed-mechanisms.js';
import { Admission } from './admission.js';
import { once } from './effects.js';
import { startProcess } from './processes.js';
import type { Correct } from './report-desk.js';
import { stepController } from './step-controller.js';
import { noteRefusal, writeReport } from './step-rows.js';

const loading: StepDefinition = {
  step: 'confirmLoading',
  process: 'trips',
  path: 'loading',
  permission: 'step.confirmLoading',
  needsSignature: false,
  zh: '装车',
  en: 'loading',
};
const mood = { refuses: false, fails: false, stalls: false };
const tooEarly = () => new DomainError('conflict', 'too-early', { zh: '还没到装车的时候', en: 'not yet' }, { stage: 'ordering' });

@Injectable()
class Loading implements LoadingActivities {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  applyLoading(subject: Subject, sent: Sent): Promise<Receipt> {
    const { processId } = subject;
    if (mood.fails) throw new Error('the database hiccups');
    return this.admission.admit(subject, sent, { definition: loading, takesUnsigned: async () => true }, (tx, report) =>
      once(tx, `report ${report.reportId}`, { ...report, channel: undefined }, async () => {
        if (mood.refuses) throw tooEarly();
        await audit(tx, { action: 'confirmLoading', subjectKind: 'trip', subjectId: report.reportId });
        return writeReport(tx, { processId, report, runs: [], assumed: [] });
      }),
    );
  }

  /** What processes were told, in its turn; rows say it here, as they do anywhere. */
  followLoading({ community, processId }: Subject, news: unknown): Promise<void> {
    if (mood.stalls) throw new Error('nobody follows');
    return inCommunity(this.db, community, async (tx) => {
      await audit(tx, { action: 'followLoading', subjectKind: 'trip', subjectId: processId, details: { news } });
    });
  }

  noteSignal({ community, processId }: Subject, payload: unknown): Promise<void> {
    const refusal = { processId, step: 'confirmLoading', payload: JSON.stringify(payload ?? null), reason: 'came as a signal' };
    return inCommunity(this.db, community, (tx) => noteRefusal(tx, refusal));
  }
}

const correct: Correct = async (tx, { processId }, report) => {
  await tx.query('SELECT FROM processes WHERE process_id = $1 FOR UPDATE', [processId]);
  const receipt = await once(tx, `report ${report.reportId}`, { ...report, channel: undefined }, () =>
    writeReport(tx, { processId, report, runs: [], assumed: [] }),
  );
  if (mood.refuses) throw tooEarly();
  return { receipt, followers: [{ processId, changesMore: true }] };
};

@Module({
  imports: [
    databaseModule({ schema: 'scratch' }),
    actorModule({ peopleView: 'scratch.published_people_v1', permissions: scratchPermissions, roleNames: {}, belongings: {} }),
    TemporalModule.forRoot({ service: 'scratch', activities: [Loading] }),
    processesModule(),
  ],
  providers: [Loading],
  controllers: [stepController(loading, z.strictObject(reportBody), { correct })],
})
class ScratchModule {}

let service: ScratchService;
let app: NestExpressApplication;
let workflows: NestExpressApplication;
beforeAll(async () => {
  service = await scratchService();
  const bundlePath = join(await mkdtemp(join(tmpdir(), 'jielong-bundle-')), 'workflows.js');
  await bundleWorkflows(fileURLToPath(new URL('../spec/trip.workflow.ts', import.meta.url)), bundlePath);
  const config = readConfig(stepsConfigSchema, {
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: service.appUrl,
    TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS,
    TEMPORAL_NAMESPACE: process.env.TEST_TEMPORAL_NAMESPACE,
    TEMPORAL_TASK_QUEUE: `queue-${process.pid}-${Date.now()}`,
    ...testKeys,
    JWKS_URL: testJwksUrl,
    LOG_LEVEL: 'silent',
  });
  @Module({ imports: [TemporalModule.forWorkflows({ bundlePath })] })
  class WorkflowsModule {}
  app = await createService({ name: 'scratch', module: ScratchModule, config });
  workflows = await createService({ name: 'workflows', module: WorkflowsModule, config });
  await Promise.all([app.listen(0, '127.0.0.1'), workflows.listen(0, '127.0.0.1')]);
  await until(async () => (await request(app.getHttpServer()).get('/health/ready?all=1')).status === 200, 100_000);
}, 120_000);
afterAll(async () => {
  await Promise.all([stop(app), stop(workflows)]);
  await service.drop();
}, 30_000);

const rows = <Row>(sql: string, ...values: unknown[]) => inCommunity(service.db, 'c', (tx) => tx.query<Row[]>(sql, values));
/** What was refused, as it was sent. */
const refusals = (id: string) =>
  inCommunity(service.db, 'c', async (tx) => {
    const refused = await tx.query<{ refusal_key: string }[]>('SELECT * FROM refused_reports WHERE process_id = $1', [`trip:${id}`]);
    return refused.map((row) => refusedReports.open(tx, row.refusal_key, row));
  });
const client = () => app.get(TemporalClient);

async function openTrip(): Promise<string> {
  const id = crypto.randomUUID();
  const processId = `trip:${id}`;
  const searchAttributes = { SupplyRun: ['r1', 'r2'], Community: 'c', Stage: 'planned', Overdue: false };
  const start = { processId, workflow: 'tripWorkflow', input: { community: 'c', processId }, summary: '蓝天花园 车次', searchAttributes };
  await inCommunity(service.db, 'c', (tx) => startProcess(tx, start));
  await until(async () => (await service.db.query<unknown[]>('SELECT FROM outbox')).length === 0);
  return id;
}
const report = (id: string, reportId: string, more: object = {}) =>
  request(app.getHttpServer())
    .post(`/api/trips/${id}/loading`)
    .set(acting('c/D018'))
    .set('Jielong-Correlation-Id', `cor-${reportId}`)
    .send({ reportId, ...more });

test('what the rows wish for is started, with what an operator sees', async () => {
  const id = await openTrip();
  const described = await client().workflow.getHandle(`trip:${id}`).describe();
  expect(described.status.name).toBe('RUNNING');
  expect(await described.staticSummary()).toBe('蓝天花园 车次');
  expect(described.typedSearchAttributes.getAll()).toHaveLength(4);
});

test('a report is answered when its row is written; the same again gets the same, another body is refused', async () => {
  const id = await openTrip();
  const first = await report(id, 'report-first');
  expect([first.status, first.body]).toEqual([
    200,
    { reportId: 'report-first', step: 'confirmLoading', recordedAt: expect.any(String), assumed: [] },
  ]);
  expect((await report(id, 'report-first').set(acting('c/D018', undefined, { channel: 'cli' }))).body).toEqual(first.body);
  expect((await report(id, 'report-first', { doneBy: 'D020' })).body).toMatchObject({ status: 422, code: 'report-id-reused' });
  expect(await rows('SELECT answer FROM reports WHERE report_id = $1', 'report-first')).toEqual([{ answer: first.body }]);
  const receipt = request(app.getHttpServer()).get(`/api/trips/${id}/loading/report-first`).set(acting('c/D018'));
  expect((await receipt).body).toEqual(first.body);
});

test('the same words under the same id about another process are no repetition', async () => {
  expect((await report(await openTrip(), 'report-elsewhere')).status).toBe(200);
  expect((await report(await openTrip(), 'report-elsewhere')).body).toMatchObject({ status: 422, code: 'report-id-reused' });
});

test('actor and correlation id travel from HTTP through client and workflow to the activity’s rows', async () => {
  await report(await openTrip(), 'report-carried');
  expect(await rows('SELECT actor, channel, correlation_id FROM audit_entries WHERE subject_id = $1', 'report-carried')).toEqual([
    { actor: 'D018', channel: 'api', correlation_id: 'cor-report-carried' },
  ]);
});

test('what the desk sends is signed, and the signature is stored nowhere', async () => {
  const id = await openTrip();
  await report(id, 'report-signed');
  expect(await rows(`SELECT channel, body ? 'signature' AS stored FROM reports WHERE report_id = 'report-signed'`)).toEqual([
    { channel: 'api', stored: false },
  ]);
});

test('the same said by Temporal’s own client is entered in Temporal, whatever channel it names', async () => {
  const id = await openTrip();
  const said = { reportId: 'report-unsigned', step: 'confirmLoading', enteredBy: 'D018', doneBy: 'D018', channel: 'api' };
  const sent = { ...said, occurredAt: null, evidence: 'counted', signature: `test.${'A'.repeat(43)}` };
  await client()
    .workflow.getHandle(`trip:${id}`)
    .executeUpdate('confirmLoading', { args: [sent] });
  expect(await rows('SELECT channel, entered_by FROM reports WHERE process_id = $1', `trip:${id}`)).toEqual([
    { channel: 'temporal', entered_by: 'D018' },
  ]);
});

test('one report 20 times at once: one row, one answer', async () => {
  const id = await openTrip();
  const answers = await Promise.all(Array.from({ length: 20 }, () => report(id, 'report-many')));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(await rows('SELECT FROM audit_entries WHERE subject_id = $1', 'report-many')).toHaveLength(1);
});

test('a refusal names its rule in both languages, is a row, and is no obstacle when it has become possible', async () => {
  const id = await openTrip();
  mood.refuses = true;
  const refused = await report(id, 'report-early').set('Accept-Language', 'en');
  expect(refused.body).toMatchObject({
    status: 409,
    code: 'too-early',
    detail: 'not yet',
    text: { zh: '还没到装车的时候' },
    details: { stage: 'ordering' },
  });
  mood.refuses = false;
  expect((await report(id, 'report-early')).status).toBe(200);
  expect(await refusals(id)).toMatchObject([{ code: 'too-early', reason: '还没到装车的时候' }]);
});

test('what takes longer than a caller waits is 202, with where to look; repeating it is safe', async () => {
  const id = await openTrip();
  mood.fails = true;
  const late = await report(id, 'report-late');
  expect([late.status, late.headers.location]).toEqual([202, `/api/trips/${id}/loading/report-late`]);
  const look = () =>
    request(app.getHttpServer())
      .get(late.headers.location ?? '')
      .set(acting('c/D018'));
  expect((await look()).body).toMatchObject({ status: 404, code: 'not-reported' });
  mood.fails = false;
  await until(async () => (await look()).status === 200);
  expect((await report(id, 'report-late')).status).toBe(200);
}, 30_000);

test('a signal in an encoding that nobody reads does not block the run: it reaches the handler as such', async () => {
  const id = await openTrip();
  const payload = { metadata: { encoding: Buffer.from('json/protobuf') }, data: Buffer.from('{}') };
  const { workflowService, options } = client();
  const workflowExecution = { workflowId: `trip:${id}` };
  await workflowService.signalWorkflowExecution({
    namespace: options.namespace,
    workflowExecution,
    signalName: 'confirmLoading',
    input: { payloads: [payload] },
  });
  const noted = () => refusals(id);
  await until(async () => (await noted()).length === 1);
  expect(await noted()).toMatchObject([{ payload: '{"undecodable":"json/protobuf"}' }]);
  expect((await report(id, 'report-after')).status).toBe(200);
});

/** Every payload of a history, but for headers and search attributes, which carry codes and ids only. */
function encodingsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { metadata } = value as { metadata?: { encoding?: Uint8Array } | null };
  if (metadata?.encoding) return [Buffer.from(metadata.encoding).toString()];
  const open = ['header', 'headers', 'searchAttributes'];
  return Object.entries(value).flatMap(([name, member]) => (open.includes(name) ? [] : encodingsIn(member)));
}

test('nothing that was said can be read in Temporal', async () => {
  const id = await openTrip();
  await report(id, 'report-sealed', { reason: '后门卸货' });
  const encodings = encodingsIn(await client().workflow.getHandle(`trip:${id}`).fetchHistory());
  expect(encodings.length).toBeGreaterThan(3);
  expect(new Set(encodings)).toEqual(new Set(['binary/aes-256-gcm+gzip']));
});

test('a process that is not up yet says so; one that is over takes no more', async () => {
  const [early, over] = [crypto.randomUUID(), crypto.randomUUID()];
  const insert = `INSERT INTO processes (process_id, workflow, input, ended_at) VALUES ($1, 'tripWorkflow', '{}', $2)`;
  await rows(insert, `trip:${early}`, null);
  await rows(insert, `trip:${over}`, new Date());
  expect((await report(early, 'report-1-early')).body).toMatchObject({ status: 409, code: 'starting' });
  expect((await report(over, 'report-1-over')).body).toMatchObject({ status: 409, code: 'closed' });
});

const correction = (id: string, reportId: string, more: object = {}) => report(id, reportId, { corrects: `wrong-${id}`, ...more });
/** One of which something is said that has to be corrected. */
async function openWrong(): Promise<string> {
  const id = await openTrip();
  expect((await report(id, `wrong-${id}`)).status).toBe(200);
  return id;
}
const followed = (id: string) =>
  rows<{ details: unknown }>(`SELECT details FROM audit_entries WHERE action = 'followLoading' AND subject_id = $1`, `trip:${id}`);
const wishes = (id: string) =>
  service.db.query<{ waits: boolean }[]>('SELECT not_before > now() AS waits FROM outbox WHERE process_id = $1', [`trip:${id}`]);
const updatesOf = async (id: string): Promise<(string | null | undefined)[]> => {
  const { events } = await client().workflow.getHandle(`trip:${id}`).fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: it }) => it?.acceptedRequest?.input?.name ?? []);
};

test('a correction is written without its process, which has followed by the time it is answered, and is told once', async () => {
  const id = await openWrong();
  const first = await correction(id, 'correction-first');
  expect([first.status, first.body]).toEqual([200, expect.objectContaining({ reportId: 'correction-first' })]);
  expect(await followed(id)).toEqual([{ details: { news: { service: 'scratch', changesMore: true } } }]);
  expect([await updatesOf(id), await wishes(id)]).toEqual([['confirmLoading', 'follow'], []]);
  expect((await correction(id, 'correction-first')).body).toEqual(first.body);
  expect((await correction(id, 'correction-first', { doneBy: 'D020' })).body).toMatchObject({ status: 422, code: 'report-id-reused' });
  expect(await followed(id)).toHaveLength(1);
});

test('one correction 20 times at once: one row, one answer', async () => {
  const id = await openWrong();
  const answers = await Promise.all(Array.from({ length: 20 }, () => correction(id, 'correction-many')));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(await rows('SELECT FROM reports WHERE report_id = $1', 'correction-many')).toHaveLength(1);
  expect(await followed(id)).toHaveLength(1);
});

test('a correction that is refused leaves its refusal and nothing else, and reaches no process', async () => {
  const id = await openWrong();
  mood.refuses = true;
  expect((await correction(id, 'correction-refused')).body).toMatchObject({ status: 409, code: 'too-early' });
  mood.refuses = false;
  expect(await rows('SELECT FROM reports WHERE report_id = $1', 'correction-refused')).toEqual([]);
  expect([await updatesOf(id), await wishes(id)]).toEqual([['confirmLoading'], []]);
  expect(await refusals(id)).toMatchObject([{ code: 'too-early', reason: '还没到装车的时候' }]);
  expect((await correction(id, 'correction-refused')).status).toBe(200);
});

test('a correction stands where its process does not answer, which is told again from the outbox, and only then', async () => {
  const id = await openWrong();
  mood.stalls = true;
  expect((await correction(id, 'correction-alone')).status).toBe(200);
  expect([await followed(id), await wishes(id)]).toEqual([[], [{ waits: true }]]);
  mood.stalls = false;
  await until(async () => (await wishes(id)).length === 0);
  await until(async () => (await followed(id)).some(({ details }) => JSON.stringify(details) === '{"news":{"service":"scratch"}}'));
}, 60_000);

test('a correction of what is over is refused', async () => {
  const over = crypto.randomUUID();
  await rows(`INSERT INTO processes (process_id, workflow, input, ended_at) VALUES ($1, 'tripWorkflow', '{}', now())`, `trip:${over}`);
  expect((await correction(over, 'correction-over')).body).toMatchObject({ status: 409, code: 'closed' });
  expect((await correction(crypto.randomUUID(), 'correction-nowhere')).body).toMatchObject({ status: 404, code: 'no-such-process' });
});
