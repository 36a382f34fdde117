import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ImportFile, MembersService, village } from '../spec/members-service.js';

let service: MembersService;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

const count = 10_000;
const compounds = Array.from({ length: 20 }, (_, at) => `C${at}`);
const table = (name: string, header: string, rows: readonly string[]): ImportFile => ({
  name,
  content: [header, ...rows, ''].join('\r\n'),
});
const rooms = (phone: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => {
    const [compound, rest] = [at % 20, Math.floor(at / 20)];
    return `C${compound},${(rest % 10) + 1},${(Math.floor(rest / 10) % 5) + 1},${Math.floor(rest / 50) + 101},住户${at},${phone(at)},3,1,${at % 50 ? '' : '是'},,,,,`;
  });
const header = '小区代码,楼栋,单元,房号,户主姓名,手机,人数,65岁以上人数,独居老人,残疾,孕产妇,慢性病,隔离中,备注';
const files = [
  table(
    'compounds.csv',
    '小区代码,小区,大门,自提点',
    compounds.map((code) => `${code},小区${code},南门,南门：亭`),
  ),
  table(
    'buildings.csv',
    '小区代码,楼栋,单元数,取货大门,自提点',
    compounds.flatMap((code) => Array.from({ length: 10 }, (_, at) => `${code},${at + 1},5,南门,亭`)),
  ),
  table(
    'households.csv',
    header,
    rooms((at) => `199-${at}`),
  ),
  ...village.filter(({ name }) => name === 'roles.csv'),
];

const mostGrownMb = 500;
const megabytes = () => process.memoryUsage().rss / 1e6;

test('ten thousand households are imported, compared, and come back from a workbook, in bounded memory', async () => {
  const office = service.as('large');
  const before = megabytes();
  const first = await office.commit('organisation', files);
  expect([first.status, first.body.new]).toEqual([200, 10_221]);
  const again = await office.commit('organisation', files);
  expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 10_221 });
  const phones = await office.commit('households', [
    table(
      'households.csv',
      header,
      rooms((at) => `198-${at}`),
    ),
  ]);
  expect(phones.body).toMatchObject({ changed: 10_000 });
  const workbook = await office.get('/exports/organisation?format=xlsx');
  const back = await office.preview('organisation', workbook.body.files);
  expect(back.body).toMatchObject({ new: 0, changed: 0, gone: 0, errors: [] });
  expect(megabytes() - before).toBeLessThan(mostGrownMb);
}, 240_000);
