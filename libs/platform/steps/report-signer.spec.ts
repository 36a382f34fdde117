import { expect, test } from '@jest/globals';
import type { Report, Sent, Subject } from '@jielong/kernel';
import fc from 'fast-check';
import { ReportSigner } from './report-signer.js';

const keyOf = (byte: number) => Buffer.alloc(32, byte);
const signerWith = (keys: Readonly<Record<string, Buffer>>) =>
  new ReportSigner({ REPORT_KEYS: { current: Object.keys(keys)[0] ?? '', keys } });
const signer = signerWith({ new: keyOf(1), old: keyOf(2) });

const subject: Subject = { community: 'sample', processId: 'supply-run:1' };
const report: Report & { version: number } = {
  ...{ reportId: 'report-0001', step: 'approveAllocation', enteredBy: 'S001', doneBy: 'S001', channel: 'api', version: 1 },
  ...{ occurredAt: null, evidence: 'counted' },
};
const travelled = <Said>(sent: Said): Said => JSON.parse(JSON.stringify(sent)) as Said;

test('what was signed is known again after its way through Temporal, members in whatever order', () => {
  const sent = travelled(signer.signed(subject, report));
  expect(signer.isSigned(subject, sent)).toBe(true);
  expect(signer.isSigned(subject, Object.fromEntries(Object.entries(sent).reverse()) as Sent)).toBe(true);
});

test.each<[string, Partial<Sent> & Record<string, unknown>]>([
  ['another person', { enteredBy: 'S003' }],
  ['somebody else has done it', { doneBy: 'S003' }],
  ['another report', { reportId: 'report-0002' }],
  ['another channel', { channel: 'cli' }],
  ['another body', { version: 2 }],
  ['more in the body', { reason: 'why not' }],
  ['another place', { at: '0193a1b2-0000-7000-8000-000000000001' }],
  ['no signature', { signature: undefined }],
  ['an empty one', { signature: '' }],
  ['no key', { signature: `.${'A'.repeat(43)}` }],
  ['a key that nobody has', { signature: `other.${'A'.repeat(43)}` }],
  ['the name of what every object has', { signature: `constructor.${'A'.repeat(43)}` }],
])('unsigned: %s', (_what, changed) => {
  expect(signer.isSigned(subject, { ...signer.signed(subject, report), ...changed })).toBe(false);
});

test('for this process of this community only', () => {
  const sent = signer.signed(subject, report);
  expect(signer.isSigned({ ...subject, processId: 'supply-run:2' }, sent)).toBe(false);
  expect(signer.isSigned({ ...subject, community: 'other' }, sent)).toBe(false);
});

test('what an old key has signed holds while the key is in the list, and not under another key of that name', () => {
  const sent = signerWith({ old: keyOf(2) }).signed(subject, report);
  expect(signer.isSigned(subject, sent)).toBe(true);
  expect(signerWith({ new: keyOf(1) }).isSigned(subject, sent)).toBe(false);
  expect(signerWith({ old: keyOf(3) }).isSigned(subject, sent)).toBe(false);
});

test('a place that the door has filled in is no part of what was signed; one that somebody put there is', () => {
  const sent = signer.signed(subject, report);
  expect(signer.isSigned(subject, { ...sent, at: 'stop-1', placed: true })).toBe(true);
  expect(signer.isSigned(subject, { ...sent, at: 'stop-1' })).toBe(false);
});

test('whatever is said: it is known again, and one letter elsewhere is not it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const body = fc.record({ reason: text, bought: fc.dictionary(text, fc.nat(1_000)), lines: fc.array(fc.record({ bundle: text })) });
  fc.assert(
    fc.property(body, text, fc.constantFrom('reason', 'enteredBy', 'reportId'), (more, letter, member) => {
      const sent: Sent = travelled(signer.signed(subject, { ...report, ...more }));
      const changed = { ...sent, [member]: `${String(Reflect.get(sent, member))}${letter || '?'}` };
      return signer.isSigned(subject, sent) && !signer.isSigned(subject, changed);
    }),
  );
});
