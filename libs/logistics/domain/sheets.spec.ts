import { describe, expect, test } from '@jest/globals';
import { sheetCsv } from './sheet-csv.js';
import { sheetHtml } from './sheet-html.js';
import { type Sheet, type SheetRow, pagesOf } from './sheets.js';

const row = (building: string, unit: string | null, room: string, more: Partial<SheetRow> = {}): SheetRow => ({
  building,
  unit,
  room,
  maskedName: '张**',
  code: '123456',
  fulfilment: 'pick-up',
  left: { 蔬菜包: 2, 鸡蛋: 1 },
  handedOut: 0,
  ...more,
});
const sheet = (rows: readonly SheetRow[], more: Partial<Sheet> = {}): Sheet => ({
  kind: 'pickup',
  runId: 'run',
  version: 2,
  compoundName: '蓝天花园',
  serviceDate: '2026-11-25',
  points: [{ name: '南门岗亭旁空地', rows }],
  ...more,
});
const exported = { by: 'D001', at: new Date('2026-11-25T05:40:00Z') };
const doors = (all: Sheet) => pagesOf(all).map(({ building, rows }) => [building, ...rows.map(({ unit, room }) => `${unit}-${room}`)]);

describe('the pages of a sheet', () => {
  test('go by building, unit and room, as numbers, a new page for each building', () => {
    const rows = [row('10', '1', '101'), row('2', '2', '101'), row('2', '1', '1001'), row('2', '1', '201')];
    expect(doors(sheet(rows))).toEqual([
      ['2', '1-201', '1-1001', '2-101'],
      ['10', '1-101'],
    ]);
  });

  test('hold 24 households, and know how many they are', () => {
    const rows = Array.from({ length: 50 }, (_, i) => row('1', '1', String(101 + i)));
    expect(pagesOf(sheet(rows)).map(({ rows: own, number, of }) => [own.length, number, of])).toEqual([
      [24, 1, 3],
      [24, 2, 3],
      [2, 3, 3],
    ]);
  });

  test('have codes that stay when printed again, and differ by page, version, kind and run', () => {
    const rows = Array.from({ length: 30 }, (_, i) => row('1', '1', String(101 + i)));
    const codes = (more: Partial<Sheet>) => pagesOf(sheet(rows, more)).map(({ code }) => code);
    const printed = (at: Date) => sheetHtml(sheet(rows), { by: 'D001', at }).match(/页码 [A-Z0-9]{8}/g);
    expect(printed(new Date('2026-11-25T10:00:00Z'))).toEqual(printed(exported.at));
    expect(printed(exported.at)).toEqual(codes({}).map((code) => `页码 ${code}`));
    const all = [codes({}), codes({ version: 3 }), codes({ kind: 'to-door' }), codes({ runId: 'other' })].flat();
    expect(new Set(all).size).toBe(8);
    expect(all.every((code) => /^[2-9A-HJ-NP-Z]{8}$/.test(code))).toBe(true);
  });
});

describe('a sheet for the printer', () => {
  const evil = row('1', null, '<b>1</b>', { maskedName: '<script>alert(1)</script>', left: { '"><img src=x>': 1 } });

  test('runs nothing, whatever people are called', () => {
    const html = sheetHtml(sheet([evil], { compoundName: '</title><script>' }), { ...exported, by: '<script>' });
    expect(html).not.toMatch(/<script|<img|<b>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('is A4, repeats its header and breaks after each building', () => {
    const html = sheetHtml(sheet([row('1', '1', '101'), row('2', '1', '101')]), exported);
    expect(html).toContain('size: A4');
    expect(html).toContain('display: table-header-group');
    expect(html.match(/<section>/g)).toHaveLength(2);
    expect(html).not.toMatch(/https?:|src=|href=/);
  });

  test('ticks what is gone, and says what is left', () => {
    const html = sheetHtml(sheet([row('1', '1', '101'), row('1', '1', '102', { left: { 蔬菜包: 0 }, handedOut: 3 })]), exported);
    expect(html).toContain('蔬菜包×2、鸡蛋×1');
    expect(html).toMatch(/☑<\/td><td>1单元102<\/td>.*已领完.*已领 3 份/);
  });

  test('to the door says how, asks for the outcome, and never says why', () => {
    const html = sheetHtml(sheet([row('1', '1', '101', { fulfilment: 'left-at-door' })], { kind: 'to-door' }), exported);
    expect(html).toContain('放门口');
    expect(html).toContain('□无人');
    expect(html).not.toMatch(/独居|隔离|残疾|慢性/);
  });

  test('with nobody on it says so', () => expect(sheetHtml(sheet([]), exported)).toContain('没有要列出的住户'));

  test('says on every page who had it printed, and when', () => {
    const twoPages = sheetHtml(sheet([row('1', '1', '101'), row('2', '1', '101')]), exported);
    expect(twoPages.match(/打印于 2026-11-25 13:40 · D001/g)).toHaveLength(2);
    expect(sheetHtml(sheet([]), exported)).toContain('打印于 2026-11-25 13:40 · D001');
  });
});

describe('a sheet for a spreadsheet', () => {
  test('has BOM and CRLF, a row a household with its page code', () => {
    const csv = sheetCsv(sheet([row('2', null, '12'), row('1', '1', '101')]), exported);
    const [page] = pagesOf(sheet([row('1', '1', '101'), row('2', null, '12')]));
    expect(csv.startsWith('\uFEFF勾选,页码,')).toBe(true);
    expect(csv.split('\r\n')[1]).toBe(`□,${page?.code},南门岗亭旁空地,1,1,101,张**,自提,123456,蔬菜包×2、鸡蛋×1,3,0,`);
    expect(csv.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', ' =1'])('does not run %j', (maskedName) =>
    expect(sheetCsv(sheet([row('1', '1', '101', { maskedName })]), exported)).toContain(`,'${maskedName}`),
  );

  test('keeps quotes and line breaks inside their cell', () =>
    expect(sheetCsv(sheet([row('1', '1', '101', { maskedName: 'a"b\nc' })]), exported)).toContain('"a""b\nc"'));

  test('says in its last row who took it out, and when', () => {
    expect(sheetCsv(sheet([]), exported).split('\r\n').slice(1)).toEqual(['导出人,D001,导出时间,2026-11-25 13:40', '']);
    expect(sheetCsv(sheet([]), { ...exported, by: '=D1' })).toContain("导出人,'=D1,");
  });
});
