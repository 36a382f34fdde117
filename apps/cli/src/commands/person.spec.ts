import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}
let folder: string;
let sent: Sent[] = [];
let out = '';
let answer: object = {};
beforeEach(async () => {
  [sent, out] = [[], ''];
  folder = await mkdtemp(join(tmpdir(), 'jielong-person-'));
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked, init) => {
    const url = new URL(asked instanceof Request ? asked.url : asked);
    const text = typeof init?.body === 'string' ? init.body : 'null';
    sent.push({ method: init?.method ?? 'GET', path: `${url.pathname}${url.search}`.replace('/api', ''), body: JSON.parse(text) });
    return Response.json(answer);
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true });
});
const jielong = (...args: string[]) => program().parseAsync(['node', 'jielong', ...args]);

const person = {
  ...{
    code: 'D200',
    maskedName: '高**',
    category: '报到党员',
    roles: [],
    active: true,
    employer: '',
    skills: ['护士'],
    limits: '',
    availability: [],
  },
  memberships: [
    { branch: '第二临时支部', group: '第一小组', duty: 'leader', fromDay: '2026-11-20', untilDay: null },
    { branch: '第二临时支部', group: '第二小组', duty: 'group-member', fromDay: '2026-02-01', untilDay: '2026-11-20' },
  ],
};

test('a person is added with a name that no shell history keeps', async () => {
  answer = person;
  const contact = join(folder, 'contact');
  await writeFile(contact, '高新\n199-0000-0001\n');
  const options = [
    '--contact',
    contact,
    '--home',
    'LT-7',
    '--skill',
    '护士',
    '--skill',
    '会开车',
    '--availability',
    'evenings',
    '--age',
    '40',
  ];
  await jielong('person', 'add', 'D200', ...options, '--branch', '第二临时支部', '--group', '第一小组');
  const said = { name: '高新', phone: '199-0000-0001', homeCompound: 'LT', homeBuilding: '7', skills: ['护士', '会开车'] };
  const body = { code: 'D200', ...said, availability: ['evenings'], age: 40, branch: '第二临时支部', group: '第一小组' };
  expect(sent).toEqual([{ method: 'POST', path: '/people', body }]);
  expect(out).toMatch(
    /D200 +高\*\* +报到党员\n护士\n支部 +小组 +职务 +自 +至（不含）\n第二临时支部 +第一小组 +组长 +2026-11-20\n.*组员 +2026-02-01 +2026-11-20/,
  );
});

test.each<[string[], string, string, object]>([
  [['person', 'change', 'D/1', '--limits', '只能上午'], 'PATCH', '/people/D%2F1', { limits: '只能上午' }],
  [
    ['person', 'move', 'D1', '--branch', 'B', '--group', 'G', '--from', '2026-11-20'],
    'POST',
    '/people/D1/move',
    { branch: 'B', group: 'G', from: '2026-11-20' },
  ],
  [
    ['person', 'give-role', 'D1', 'gate-captain', '--scope', '蓝天花园南门'],
    'POST',
    '/people/D1/roles',
    { role: 'gate-captain', scope: '蓝天花园南门' },
  ],
  [['person', 'end-role', 'D1', 'accountant'], 'POST', '/people/D1/roles/end', { role: 'accountant', scope: '' }],
  [['person', 'end', 'D1'], 'POST', '/people/D1/end', {}],
])('jielong %j', async (args, method, path, body) => {
  answer = person;
  await jielong(...args);
  expect(sent).toEqual([{ method, path, body }]);
});

test('a group is shown with whoever stood in it on a day, in the language asked for', async () => {
  const member = { code: 'D019', maskedName: '马**', duty: 'leader', fromDay: '2026-02-01', untilDay: '2026-11-20' };
  answer = {
    id: 'g1',
    branch: '第二临时支部',
    group: '第三小组',
    compounds: ['CL'],
    gates: ['翠柳里南门'],
    purposes: [],
    on: '2026-11-19',
    members: [member],
  };
  await jielong('group', 'show', 'g1', '--on', '2026-11-19', '--lang', 'en');
  expect(sent).toEqual([{ method: 'GET', path: '/groups/g1?on=2026-11-19', body: null }]);
  expect(out).toMatch(
    /^第二临时支部 第三小组 {2}2026-11-19\nCL 翠柳里南门\nperson +name +duty +from +until \(excl\.\)\nD019 +马\*\* +leader +2026-02-01 +2026-11-20\n$/,
  );
});

test('a group is changed in what is named, and another one leads it', async () => {
  answer = { id: 'g1', branch: 'B', group: 'G', compounds: [], gates: [], purposes: [], on: '2026-11-19', members: [] };
  await jielong('group', 'change', 'g1', '--compound', 'LT', '--purpose', '测温', '--purpose', '排查');
  await jielong('group', 'leader', 'g1', 'D020');
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ['/groups/g1', { compounds: ['LT'], purposes: ['测温', '排查'] }],
    ['/groups/g1/leader', { code: 'D020' }],
  ]);
});

test('an export is written into a folder, readable by its owner alone', async () => {
  const workbook = Buffer.from('PK').toString('base64');
  answer = { exportedAt: '2026-11-26T02:30:00.000Z', files: [{ name: 'organisation_1.xlsx', content: workbook, encoding: 'base64' }] };
  const lists = join(folder, 'lists');
  await jielong('export', 'organisation', '--format', 'xlsx', '--out', lists);
  expect(sent).toEqual([{ method: 'GET', path: '/exports/organisation?format=xlsx', body: null }]);
  expect(await readFile(join(lists, 'organisation_1.xlsx'), 'utf8')).toBe('PK');
  expect((await stat(join(lists, 'organisation_1.xlsx'))).mode & 0o777).toBe(0o600);
});

test('a preview shows what is changed and gone; a folder of exported files is a folder of lists', async () => {
  const differences = [
    { file: 'members.csv', change: 'gone', key: 'D200', line: null, columns: [] },
    { file: 'members.csv', change: 'changed', key: 'D019', line: 42, columns: ['职务', '小组'] },
    { file: 'members.csv', change: 'new', key: 'D300', line: 43, columns: [] },
  ];
  answer = { kind: 'people', revision: 'r', new: 1, changed: 30, gone: 1, unchanged: 0, differences, errorCount: 0, errors: [] };
  for (const name of ['roles_20261126-1030_S001.csv', 'members_20261126-1030_S001.csv', 'households.csv', 'members.txt'])
    await writeFile(join(folder, name), 'a');
  await jielong('import', 'people', folder);
  expect(sent[0]?.body).toMatchObject({ files: [{ name: 'members_20261126-1030_S001.csv' }, { name: 'roles_20261126-1030_S001.csv' }] });
  expect(out).toMatch(/何事 +文件 +行 +键 +列\n不再有 +members\.csv +D200\n变更 +members\.csv +42 +D019 +职务、小组\n… 共 31 处/);
  expect(out).not.toContain('D300');
});

test('a workbook is imported as it is', async () => {
  answer = { kind: 'organisation', revision: 'r', new: 1, changed: 0, gone: 0, unchanged: 0, differences: [], errorCount: 0, errors: [] };
  const path = join(folder, '名单.xlsx');
  await writeFile(path, 'PK');
  await jielong('import', 'organisation', path);
  expect(sent[0]?.body).toEqual({ files: [{ name: '名单.xlsx', content: Buffer.from('PK').toString('base64'), encoding: 'base64' }] });
});
