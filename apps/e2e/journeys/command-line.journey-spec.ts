import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { daysAhead, until } from '@jielong/testing';
import { jielong, jielongJson as json } from '../src/command-line.js';

interface Reading {
  readonly run_date: string;
  readonly lines: readonly { reason_text?: unknown }[];
  readonly notices: readonly unknown[];
}
interface Policies {
  readonly version: number;
  readonly policies: object;
}
/** The day of the run, sample wordings and the order of notices do not matter. */
const comparable = ({ lines, notices, ...rest }: Reading): object => ({
  ...rest,
  run_date: undefined,
  lines: lines.map((line) => ({ ...line, reason_text: undefined })),
  notices: notices.map((notice) => JSON.stringify(notice)).sort(),
});

const openFrom = (text: string, date: string, cutOff = new Date(Date.now() - 1_000).toISOString()) =>
  json<{ id: string }>('run', 'open', '--from-sign-up', text, '--date', date, '--cut-off', cutOff);

test.each(['yunfei-court-clean', 'lantian-garden-170', 'jiangting-tower-96', 'dirty-60'])(
  '%s is read as its expected file says',
  async (name) => {
    const text = `samples/signups/${name}.txt`;
    const expected = JSON.parse(readFileSync(`samples/signups/${name}.expected.json`, 'utf8')) as Reading;
    const { id } = await openFrom(text, daysAhead(12));
    const read = await json<Reading>('sign-up', 'preview', text, '--run', id);
    expect(comparable(read)).toEqual(comparable(expected));
  },
);

test('a run by command line: sign-up, lock, purchase, what it waits for', async () => {
  const { id } = await openFrom('samples/signups/yunfei-court-clean.txt', daysAhead(8));
  expect((await jielong('sign-up', 'commit', 'samples/signups/yunfei-court-clean.txt', '--run', id)).code).toBe(0);
  expect((await jielong('report', 'lock', id)).code).toBe(2); // neither as expected, nor what differs
  expect((await jielong('report', 'lock', id, '--as-expected')).code).toBe(0);
  expect(await jielong('report', 'lock', id, '--as-expected')).toMatchObject({
    code: 3,
    errors: expect.stringContaining('already-reported'),
  });
  expect((await jielong('report', 'purchase', id, '--actor', 'sample/S004', '--receipt', '88', '--bought', 'RL01=9')).code).toBe(0);
  expect((await jielong('run', 'show', id)).out).toContain('64 份');
  expect(await jielong('report', 'disputes', id, '--counts', 'first', '--reason', '复点')).toMatchObject({
    code: 3,
    errors: expect.stringContaining('no-dispute'),
  });
  expect((await jielong('sheet', 'purchase', id)).out).toContain('RL01');
});

test('a run by command line: a step is put off, the run resumed, called off', async () => {
  const { id } = await openFrom('samples/signups/yunfei-court-clean.txt', daysAhead(11));
  const process = `supply-run:${id}`;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const snooze = () => jielong('step', 'snooze', process, 'lockOrders', '--until', until, '--reason', '等邻居补单');
  while ((await snooze()).code !== 0); // asked for as soon as its process has begun
  expect(await json('step', 'list', '--run', id)).toMatchObject([{ step: 'lockOrders', snoozedUntil: until }]);
  expect((await jielong('step', 'snooze', process, 'confirmLoading', '--until', until, '--reason', '还没到')).errors).toContain(
    'not-asked',
  );
  expect(await json('run', 'resume', id)).toEqual({ processIds: [process] });
  expect(await json('process', 'list', '--run', id)).toMatchObject([{ processId: process }]);
  expect(await json('process', 'list', '--run', id, '--lost')).toEqual([]);
  expect((await jielong('report', 'cancellation', id, '--as-expected')).code).toBe(2); // not without a reason
  expect((await jielong('report', 'cancellation', id, '--reason', '道路封闭')).code).toBe(0);
  expect((await jielong('run', 'show', id)).out).toContain('cancelled');
});

test('an order by command line for the household of a room, and for none where nobody lives', async () => {
  const { id } = await openFrom('samples/signups/yunfei-court-clean.txt', daysAhead(9));
  const place = (room: string) => ['order', 'place', '--run', id, '--room', room, '--item', 'RL01=1'];
  expect(await json(...place('1栋1单元101'))).toMatchObject({ building: '1', unit: '1', room: '101', items: { RL01: 1 } });
  expect(await jielong(...place('1-1-101'))).toMatchObject({
    code: 3,
    errors: expect.stringContaining('PATCH /api/orders/{id} → jielong order change <order>'),
  });
  const { pickupPoints } = await json<{ pickupPoints: { name: string }[] }>('run', 'show', id);
  expect((await jielong('order', 'list', '--run', id, '--lang', 'en')).out).toMatch(
    new RegExp(`pickup point[^]* 1-1-101 [^]*${pickupPoints[0]?.name ?? 'nowhere'}`),
  );
  expect(await jielong(...place('99-9-999'))).toMatchObject({ code: 2, errors: expect.stringContaining('no household at 99-9-999') });
});

test('a shift by command line: opened with its QR, joined, handed on, and ended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jielong-shift-'));
  const [qr, captain] = [join(folder, 'gate.svg'), ['--actor', 'sample/D001']];
  const open = ['shift', 'open', '--compound', 'LT', '--gate', '南门', '--hours', '2', '--qr', qr];
  const { id, link } = await json<{ id: string; link: string }>(...open, ...captain);
  expect(readFileSync(qr, 'utf8')).toMatch(/^<svg /);
  expect((await jielong('shift', 'join', link)).out).toContain('D003');
  expect(await jielong('shift', 'join', link, '--person', 'D010')).toMatchObject({
    code: 3,
    errors: expect.stringContaining('not-of-this-gate'),
  });
  expect((await jielong('shift', 'join', link, '--person', 'D003')).code).toBe(0);
  const device = ['--actor', 'sample/shift'];
  expect((await jielong('who', ...device)).out).toContain('卡口志愿者');
  expect((await jielong('shift', 'person', 'D004', ...device)).out).toContain('D004');
  expect((await jielong('shift', 'show', id, ...captain)).out).toMatch(/D003[^]*D004/);
  expect((await jielong('shift', 'end', id, ...captain)).code).toBe(0);
  expect(await jielong('shift', 'person', 'D005', ...device)).toMatchObject({ code: 3, errors: expect.stringContaining('not-yours') });
  expect(await jielong('shift', 'join', link, '--person', 'D003')).toMatchObject({
    code: 3,
    errors: expect.stringContaining('shift-over'),
  });
  rmSync(folder, { recursive: true });
});

test('policies by command line: what is named changes, the rest stays, and what cannot be is refused', async () => {
  const setOnce = async () => {
    const before = await json<Policies>('policy', 'show');
    const set = await json<Policies>('policy', 'set', 'waiverLimitFen=9000', 'durations.lockMs=7200000');
    expect(set).toMatchObject({ setBy: 'S001', policies: { ...before.policies, waiverLimitFen: 9_000 } });
    return set.version === before.version + 1;
  };
  await until(setOnce); // another journey may have set them in between
  expect(await jielong('policy', 'set', 'belowMinimum=perhaps')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('belowMinimum'),
  });
  expect((await jielong('policy', 'show')).out).toMatch(/^waiverLimitFen +9000 /m);
  expect((await jielong('policy', 'set', 'waiverLimitFen=10000', '--actor', 'sample/D001')).code).toBe(3);
  expect((await jielong('policy', 'set', 'waiverLimitFen=10000')).code).toBe(0);
});

test('a preview of a broken list names what is broken and fails, and an empty catalogue withdraws nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jielong-lists-'));
  const catalogue = readFileSync('samples/catalogue.csv', 'utf8');
  const preview = (content: string) => {
    writeFileSync(join(folder, 'catalogue.csv'), content);
    return jielong('import', 'catalogue', folder);
  };
  expect(await preview(catalogue.replace('68.00', 'sixty-eight'))).toMatchObject({
    code: 3,
    errors: expect.stringContaining('catalogue.csv:'),
  });
  expect(await preview(catalogue.slice(0, catalogue.indexOf('\n') + 1))).toMatchObject({
    code: 3,
    errors: expect.stringContaining('no row'),
  });
  expect((await jielong('import', 'catalogue', 'samples')).code).toBe(0);
  rmSync(folder, { recursive: true });
});

test('the organisation is taken out as files and as a workbook, and changes nothing when it comes back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jielong-lists-'));
  const files = join(folder, 'files');
  expect((await jielong('export', 'organisation', '--out', files)).code).toBe(0);
  const { files: workbooks } = await json<{ files: string[] }>('export', 'organisation', '--format', 'xlsx', '--out', folder);
  for (const path of [files, ...workbooks])
    expect(await json('import', 'organisation', path)).toMatchObject([{ new: 0, changed: 0, gone: 0, errorCount: 0 }]);
  expect(await jielong('export', 'organisation', '--out', folder, '--actor', 'sample/X999')).toMatchObject({ code: 3 });
  rmSync(folder, { recursive: true });
});

test('who leads a group is asked and changed by command line, and known for any day', async () => {
  const groups = await json<{ id: string; group: string; leader: { code: string } | null }[]>('group', 'list');
  const group = groups.find(({ leader }) => leader?.code === 'D082');
  const lead = (code: string) => json<{ leader: { code: string } }>('group', 'leader', group?.id ?? '', code);
  expect((await lead('D083')).leader.code).toBe('D083');
  expect((await jielong('person', 'show', 'D082', '--lang', 'en')).out).toMatch(/第十小组 +group-member/);
  expect(await jielong('person', 'move', 'D082', '--branch', '第九支部')).toMatchObject({
    code: 3,
    errors: expect.stringContaining('unknown-branch'),
  });
  expect((await lead('D082')).leader.code).toBe('D082');
  expect(await json('group', 'show', group?.id ?? '', '--on', '2020-01-01')).toMatchObject({ leader: null, members: [] });
});

test.each([
  ['written wrongly', 2, ['order', 'place', '--run', 'x', '--item', 'SC01']],
  ['a file that is not there', 2, ['sign-up', 'preview', 'nothing.txt', '--run', 'x']],
  ['a run that is not there', 4, ['run', 'show', '00000000-0000-4000-8000-000000000000']],
  ['a person that is not there', 3, ['run', 'list', '--actor', 'sample/X999']],
  [
    'a day that is past',
    3,
    ['run', 'open', '--compound', 'YF', '--bundle', 'SC01', '--date', daysAhead(-40), '--cut-off', `${daysAhead(-40)}T08:00:00Z`],
  ],
  ['nobody answers', 5, ['run', 'list', '--url', 'http://127.0.0.1:1']],
] as const)('%s: a script can tell by the exit code', async (_name, code, args) => {
  expect(await jielong(...args)).toMatchObject({ code, out: '', errors: expect.stringMatching(/\S/) });
});
