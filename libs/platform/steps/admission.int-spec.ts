import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Receipt, Report, Sent, StepDefinition, Subject } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { audit } from '../audit/audit.js';
import { inContext } from '../context/context.js';
import { inCommunity } from '../database/in-community.js';
import { refusedReports } from '../privacy/sealed-mechanisms.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { Admission } from './admission.js';
import { once } from './effects.js';
import { ReportSigner } from './report-signer.js';
import { writeReport } from './step-rows.js';

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());

const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const old = new ReportSigner({ REPORT_KEYS: { current: 'old', keys: { old: first } } });
const rotated = new ReportSigner({ REPORT_KEYS: { current: 'new', keys: { new: second, old: first } } });
const forgetful = new ReportSigner({ REPORT_KEYS: { current: 'new', keys: { new: second } } });

const handoff: StepDefinition = {
  ...{ step: 'confirmHandoff', process: 'trips', path: 'handoff', permission: 'step.confirmHandoff', needsSignature: false },
  ...{ zh: '交接', en: 'handoff' },
};
const settlement: StepDefinition = { ...handoff, step: 'approveSettlement', needsSignature: true, zh: '批准结算', en: 'settlement' };
const subject = (): Subject => ({ community: 'c', processId: `trip:${randomUUID()}` });
const report = (definition: StepDefinition, over: Partial<Report> = {}): Report => ({
  ...{ reportId: randomUUID(), step: definition.step, enteredBy: 'D001', doneBy: 'D002', channel: 'api' },
  ...{ occurredAt: null, evidence: 'counted' },
  ...over,
});
const rows = <Row>(sql: string, ...values: unknown[]) => inCommunity(service.db, 'c', (tx) => tx.query<Row[]>(sql, values));
const written = (reportId: string) =>
  rows('SELECT channel, entered_by, done_by, body FROM reports WHERE report_id = $1', reportId).then((found) => found[0]);
const refusalsAt = ({ processId }: Subject) =>
  inCommunity(service.db, 'c', async (tx) => {
    const sql = 'SELECT refusal_key, report_id, code, reason, actor, channel FROM refused_reports WHERE process_id = $1';
    const sealed = await tx.query<{ refusal_key: string; reason: string }[]>(sql, [processId]);
    return sealed.map(({ refusal_key: key, ...row }) => refusedReports.open(tx, key, row));
  });

/** As an owner writes a report: once under its id, with a trace. */
function admit(to: Subject, sent: Sent, definition: StepDefinition, isOpen = true, signer = rotated): Promise<Receipt> {
  const write = (tx: EntityManager, said: Report) =>
    once(tx, `report ${said.reportId}`, { ...said, channel: undefined }, async () => {
      await audit(tx, { action: said.step, subjectKind: 'trip', subjectId: said.reportId });
      return writeReport(tx, { processId: to.processId, report: said, runs: [], assumed: [] });
    });
  return new Admission(service.db, signer).admit(to, sent, { definition, takesUnsigned: async () => isOpen }, write);
}

test('a signed report is what it says, whatever the step and whether or not the community takes others', async () => {
  for (const definition of [handoff, settlement])
    for (const isOpen of [true, false]) {
      const [to, said] = [subject(), report(definition)];
      await admit(to, rotated.signed(to, said), definition, isOpen);
      expect(await written(said.reportId)).toEqual({ channel: 'api', entered_by: 'D001', done_by: 'D002', body: said });
      expect(await refusalsAt(to)).toEqual([]);
    }
});

test('an unsigned handoff is recorded as entered in Temporal on behalf of whom it names, whatever it and its header claim', async () => {
  const [to, said] = [subject(), report(handoff)];
  const forged = { correlationId: 'forged', actor: { code: 'S001', channel: 'api' as const } };
  await inContext(forged, () => admit(to, said, handoff));
  const body = { ...said, channel: 'temporal' };
  expect(await written(said.reportId)).toEqual({ channel: 'temporal', entered_by: 'D001', done_by: 'D002', body });
  expect(await rows('SELECT actor, channel FROM audit_entries WHERE subject_id = $1', said.reportId)).toEqual([
    { actor: 'D001', channel: 'temporal' },
  ]);
});

test.each<[string, (to: Subject, said: Report) => Sent]>([
  ['nothing', (_to, said) => said],
  ['a signature of another person’s report', (to, said) => ({ ...rotated.signed(to, { ...said, enteredBy: 'S001' }), enteredBy: 'D001' })],
  ['one of another body', (to, said) => ({ ...rotated.signed(to, said), reason: 'more' })],
  ['one of another channel', (to, said) => ({ ...rotated.signed(to, said), channel: 'cli' })],
  ['one for another process', (_to, said) => rotated.signed(subject(), said)],
  ['one of another community', (to, said) => rotated.signed({ ...to, community: 'other' }, said)],
])('a settlement with %s is refused with a row, once, and nothing is written', async (_what, forge) => {
  const [to, said] = [subject(), report(settlement)];
  const sent = forge(to, said);
  for (const _again of [1, 2]) await expect(admit(to, sent, settlement)).rejects.toMatchObject({ kind: 'forbidden', code: 'unsigned' });
  const reason = expect.stringContaining('批准结算');
  expect(await refusalsAt(to)).toEqual([{ report_id: said.reportId, code: 'unsigned', reason, actor: 'D001', channel: 'temporal' }]);
  expect(await written(said.reportId)).toBeUndefined();
});

test('a community that has closed the channel takes no unsigned report of any step', async () => {
  for (const definition of [handoff, settlement]) {
    const [to, said] = [subject(), report(definition)];
    await expect(admit(to, said, definition, false)).rejects.toMatchObject({ code: 'channel-closed' });
    expect(await refusalsAt(to)).toMatchObject([{ code: 'channel-closed' }]);
  }
});

test('signed with the old key a report holds while the key is in the list', async () => {
  const [to, said] = [subject(), report(settlement)];
  const sent = old.signed(to, said);
  await expect(admit(to, sent, settlement, true, forgetful)).rejects.toMatchObject({ code: 'unsigned' });
  await admit(to, sent, settlement);
  expect(await written(said.reportId)).toMatchObject({ channel: 'api' });
});

test('what is written already is answered as ever when a reset sends it again with a key that is gone; other words are not', async () => {
  const [to, said] = [subject(), report(settlement)];
  const sent = old.signed(to, said);
  const receipt = await admit(to, sent, settlement);
  expect(await admit(to, sent, settlement, true, forgetful)).toEqual(receipt);
  expect(await written(said.reportId)).toMatchObject({ channel: 'api' });
  await expect(admit(to, { ...sent, doneBy: 'D009' }, settlement)).rejects.toMatchObject({ code: 'unsigned' });
});
