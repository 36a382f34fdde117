import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { refusedReports } from '../privacy/sealed-mechanisms.js';
import { once } from './effects.js';
import { listPendingSteps } from './inbox.js';
import { startProcess } from './processes.js';
import { ring, snooze } from './ladder.js';
import { closePendingSteps, endProcess, noteRefusal, openPendingStep, writeReport } from './step-rows.js';

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());
const within = <T>(work: (tx: EntityManager) => Promise<T>) => inCommunity(service.db, 'a', work);

const report: Report = {
  reportId: 'report-0001',
  step: 'confirmHandoff',
  at: 'stop-1',
  enteredBy: 'D001',
  doneBy: 'D002',
  channel: 'api',
  occurredAt: '2026-11-25T13:40:00+08:00',
  evidence: 'counted',
};
const runs = ['0193a1b2-0000-7000-8000-000000000001'];

test('an effect happens once under its key, whoever asks again; another body is refused', async () => {
  let times = 0;
  const ask = (body: object) => within((tx) => once(tx, 'effect 1', body, async () => ({ time: (times += 1) })));
  expect([await ask({ b: 1, a: 2 }), await ask({ a: 2, b: 1 }), times]).toEqual([{ time: 1 }, { time: 1 }, 1]);
  await expect(ask({ a: 3 })).rejects.toMatchObject({ kind: 'invalid', code: 'report-id-reused' });
});

test('a report is stored with the receipt that everybody gets', async () => {
  const receipt = await within((tx) => writeReport(tx, { processId: 'trip:1', report, runs, assumed: ['confirmLoading'] }));
  expect(receipt).toEqual({
    reportId: 'report-0001',
    step: 'confirmHandoff',
    at: 'stop-1',
    recordedAt: expect.any(String),
    assumed: ['confirmLoading'],
  });
  const [row] = await within((tx) => tx.query<object[]>('SELECT answer, runs, done_by, recorded_at FROM reports'));
  expect(row).toEqual({ answer: receipt, runs, done_by: 'D002', recorded_at: new Date(receipt.recordedAt) });
});

test('a report that corrects one which nobody has made is refused, and no fault', async () => {
  const correction = { ...report, reportId: 'report-0002', corrects: 'report-none' };
  const written = within((tx) => writeReport(tx, { processId: 'trip:1', report: correction, runs, assumed: [] }));
  await expect(written).rejects.toMatchObject({ kind: 'conflict', code: 'not-current', details: { corrects: 'report-none' } });
});

test('people are asked once, reminded, and asked no more when it is done', async () => {
  const key = { processId: 'trip:2', step: 'confirmLoading' };
  const handoff = { processId: 'trip:2', step: 'confirmHandoff', at: 'stop-1' };
  const dueAt = '2020-02-25T13:00:00+08:00';
  const asked = () => within((tx) => listPendingSteps(tx, { processId: 'trip:2', limit: 10 }));
  await within((tx) => openPendingStep(tx, { ...key, role: 'team-captain', dueAt }));
  await within((tx) => openPendingStep(tx, { ...key, role: 'team-captain', dueAt: '2030-01-01T00:00:00Z' }));
  await within((tx) => openPendingStep(tx, { ...handoff, role: 'gate-captain', place: 'point-1', dueAt: coming(1) }));
  await within((tx) => ring(tx, key, [null]));
  expect((await asked()).items).toMatchObject([
    { ...key, at: null, overdue: true, dueAt: '2020-02-25T05:00:00.000Z' },
    { ...handoff, overdue: false, place: 'point-1' },
  ]);
  await within((tx) => closePendingSteps(tx, [key]));
  expect((await asked()).items).toMatchObject([handoff]);
  await within((tx) => endProcess(tx, 'trip:2'));
  expect((await asked()).items).toEqual([]);
});

const hour = 3_600_000;
const past = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const coming = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

test('a late step climbs its ladder: each role is told in its turn, and finds it in its inbox', async () => {
  const key = { processId: 'trip:3', step: 'confirmHandoff', at: 'stop-1' };
  const ladder = [
    { at: past(2), role: 'responsible' },
    { at: past(1), role: 'coordinator' },
    { at: coming(1), role: 'branch-secretary' },
  ];
  await within((tx) => openPendingStep(tx, { ...key, role: 'gate-captain', dueAt: past(2), ladder }));
  const asRole = async (role: string) => (await within((tx) => listPendingSteps(tx, { role, processId: 'trip:3', limit: 10 }))).items;
  expect([(await asRole('gate-captain')).length, (await asRole('branch-secretary')).length]).toEqual([1, 0]);
  const rung = { overdue: ['stop-1'], nextAt: ladder[2]?.at };
  expect([await within((tx) => ring(tx, key, ['stop-1'])), await within((tx) => ring(tx, key, ['stop-1']))]).toEqual([rung, rung]);
  expect(await asRole('coordinator')).toMatchObject([{ overdue: true, told: ['gate-captain', 'coordinator'] }]);
  expect(await asRole('branch-secretary')).toEqual([]);
});

test('a step that no process rings climbs by the clock alone; put off, it is not overdue, and who was told stays told', async () => {
  const key = { processId: 'trip:8', step: 'confirmHandoff', at: 'stop-1' };
  const ladder = [
    { at: past(2), role: 'responsible' },
    { at: past(1), role: 'group-buy-leader' },
    { at: coming(1), role: 'coordinator' },
  ];
  await within((tx) => openPendingStep(tx, { ...key, role: 'gate-captain', dueAt: past(2), ladder }));
  const list = async (query: object) => (await within((tx) => listPendingSteps(tx, { processId: 'trip:8', limit: 10, ...query }))).items;
  const late = [{ overdue: true, told: ['gate-captain', 'group-buy-leader'] }];
  expect(await list({ overdue: true })).toMatchObject(late);
  expect([await list({ role: 'group-buy-leader' }), await list({ role: 'coordinator' })]).toMatchObject([late, []]);
  await within((tx) => snooze(tx, { ...key, until: coming(2), reason: 'the bus waits for a tyre', by: 'S001' }));
  expect(await list({})).toMatchObject([{ overdue: false, told: ['gate-captain', 'group-buy-leader'] }]);
  expect(await list({ overdue: true })).toEqual([]);
});

test('what is put off is told to nobody until then, and is not overdue; with a reason', async () => {
  const key = { processId: 'trip:4', step: 'confirmLoading', at: null };
  await within((tx) =>
    openPendingStep(tx, { ...key, role: 'team-captain', dueAt: past(1), ladder: [{ at: past(1), role: 'coordinator' }] }),
  );
  await within((tx) => ring(tx, key, [null]));
  const overdue = async () => (await within((tx) => listPendingSteps(tx, { processId: 'trip:4', overdue: true, limit: 10 }))).items;
  expect(await overdue()).toHaveLength(1);
  const until = coming(1);
  const snoozed = await within((tx) => snooze(tx, { ...key, until, reason: 'the bus waits for a tyre', by: 'S001' }));
  expect(snoozed).toMatchObject({ snoozedUntil: until, snoozeReason: 'the bus waits for a tyre' });
  expect(await overdue()).toEqual([]);
  expect(await within((tx) => ring(tx, key, [null]))).toEqual({ overdue: [], nextAt: until });
});

test('a step that nobody is asked for cannot be put off', async () => {
  const nobody = { processId: 'trip:5', step: 'confirmLoading', until: coming(1), reason: 'no', by: 'S001' };
  await expect(within((tx) => snooze(tx, nobody))).rejects.toMatchObject({ kind: 'not-found', code: 'not-asked' });
});

test('a step that is asked for at one place alone is put off without naming it', async () => {
  const key = { processId: 'trip:9', step: 'confirmHandoff' };
  await within((tx) => openPendingStep(tx, { ...key, at: 'stop-1', role: 'gate-captain', dueAt: past(1) }));
  const put = await within((tx) => snooze(tx, { ...key, until: coming(1), reason: 'the gate is flooded', by: 'S001' }));
  expect(put).toMatchObject({ at: 'stop-1', snoozeReason: 'the gate is flooded' });
});

test('a step that is asked for at several places is put off at one of them, and the refusal lists them by name', async () => {
  const key = { processId: 'trip:7', step: 'confirmHandoff', until: coming(1), reason: 'no', by: 'S001' };
  for (const at of ['stop-1', 'stop-2'])
    await within((tx) => openPendingStep(tx, { ...key, at, role: 'gate-captain', place: `point of ${at}`, dueAt: past(1) }));
  const names = () => Promise.resolve(new Map([['point of stop-1', '南门']]));
  await expect(within((tx) => snooze(tx, key, names))).rejects.toMatchObject({
    code: 'which-place',
    text: { zh: expect.stringContaining('南门、point of stop-2'), en: expect.stringContaining('`at`') },
    details: {
      places: [
        { id: 'stop-1', name: '南门' },
        { id: 'stop-2', name: 'point of stop-2' },
      ],
    },
  });
  expect(await within((tx) => snooze(tx, { ...key, at: 'stop-2' }))).toMatchObject({ at: 'stop-2', snoozedUntil: key.until });
});

test.each([past(1), coming(32 * 24)])('a step is put off to a time that is to come and near: not to %s', async (until) => {
  const key = { processId: 'trip:6', step: 'confirmLoading', at: null };
  await within((tx) => openPendingStep(tx, { ...key, role: 'team-captain', dueAt: past(1) }));
  await expect(within((tx) => snooze(tx, { ...key, until, reason: 'a slip of the pen', by: 'S001' }))).rejects.toMatchObject({
    code: 'not-then',
  });
});

test('an inbox is read page by page, each step once', async () => {
  const open = (n: number) =>
    within((tx) => openPendingStep(tx, { processId: `run:${n}`, step: 'lockOrders', role: 'pager', dueAt: '2026-11-25T05:00:00Z' }));
  for (const n of [3, 1, 2]) await open(n);
  const seen: string[] = [];
  for (let after: string | undefined, more = true; more;) {
    const page = await within((tx) => listPendingSteps(tx, { role: 'pager', limit: 2, after }));
    seen.push(...page.items.map(({ processId }) => processId));
    [after, more] = [page.next ?? undefined, page.next !== null];
  }
  expect(seen).toEqual(['run:1', 'run:2', 'run:3']);
});

test('a refusal is a row, the same one once, and no obstacle whatever it holds', async () => {
  const refusal = { processId: 'trip:1', step: 'confirmHandoff', payload: '{"x":"\0"}', reason: 'no such key: \0' };
  await within((tx) => noteRefusal(tx, refusal));
  await within((tx) => noteRefusal(tx, refusal));
  const [row, ...others] = await within((tx) =>
    tx.query<{ key: string }[]>('SELECT refusal_key AS key, payload, code FROM refused_reports'),
  );
  expect(others).toEqual([]);
  expect(await within(async (tx) => refusedReports.open(tx, row?.key ?? '', row ?? {}))).toMatchObject({
    payload: '{"x":""}',
    code: 'refused',
  });
});

test('a process is wished for once, with its row', async () => {
  const start = {
    processId: 'supply-run:1',
    workflow: 'supplyRunWorkflow',
    input: { runId: '1' },
    summary: '团购批次',
    searchAttributes: { Stage: 'ordering' },
  };
  await within((tx) => startProcess(tx, start));
  await within((tx) => startProcess(tx, start));
  expect(await service.db.query('SELECT community_id, process_id FROM outbox')).toEqual([
    { community_id: 'a', process_id: 'supply-run:1' },
  ]);
});
