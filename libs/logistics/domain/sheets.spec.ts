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
  printedAt: '2026-11-25 13:40',
  points: [{ name: '南门岗亭旁空地', rows }],
  ...more,
});
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
    expect(codes({ printedAt: '2026-11-25 18:00' })).toEqual(codes({}));
    const all = [codes({}), codes({ version: 3 }), codes({ kind: 'to-door' }), codes({ runId: 'other' })].flat();
    expect(new Set(all).size).toBe(8);
    expect(all.every((code) => /^[2-9A-HJ-NP-Z]{8}$/.test(code))).toBe(true);
  });
});

describe('a sheet for the printer', () => {
  const evil = row('1', null, '<b>1</b>', { maskedName: '<script>alert(1)</script>', left: { '"><img src=x>': 1 } });

  test('runs nothing, whatever people are called', () => {
    const html = sheetHtml(sheet([evil], { compoundName: '</title><script>' }));
    expect(html).not.toMatch(/<script|<img|<b>/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('is A4, repeats its header and breaks after each building', () => {
    const html = sheetHtml(sheet([row('1', '1', '101'), row('2', '1', '101')]));
    expect(html).toContain('size: A4');
    expect(html).toContain('display: table-header-group');
    expect(html.match(/<section>/g)).toHaveLength(2);
    expect(html).not.toMatch(/https?:|src=|href=/);
  });

  test('ticks what is gone, and says what is left', () => {
    const html = sheetHtml(sheet([row('1', '1', '101'), row('1', '1', '102', { left: { 蔬菜包: 0 }, handedOut: 3 })]));
    expect(html).toContain('蔬菜包×2、鸡蛋×1');
    expect(html).toMatch(/☑<\/td><td>1单元102<\/td>.*已领完.*已领 3 份/);
  });

  test('to the door says how, asks for the outcome, and never says why', () => {
    const html = sheetHtml(sheet([row('1', '1', '101', { fulfilment: 'left-at-door' })], { kind: 'to-door' }));
    expect(html).toContain('放门口');
    expect(html).toContain('□无人');
    expect(html).not.toMatch(/独居|隔离|残疾|慢性/);
  });

  test('with nobody on it says so', () => expect(sheetHtml(sheet([]))).toContain('没有要列出的住户'));
});

describe('a sheet for a spreadsheet', () => {
  test('has BOM and CRLF, a row a household with its page code', () => {
    const csv = sheetCsv(sheet([row('2', null, '12'), row('1', '1', '101')]));
    const [page] = pagesOf(sheet([row('1', '1', '101'), row('2', null, '12')]));
    expect(csv.startsWith('\uFEFF勾选,页码,')).toBe(true);
    expect(csv.split('\r\n')[1]).toBe(`□,${page?.code},南门岗亭旁空地,1,1,101,张**,自提,123456,蔬菜包×2、鸡蛋×1,3,0,`);
    expect(csv.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each(['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', ' =1'])('does not run %j', (maskedName) =>
    expect(sheetCsv(sheet([row('1', '1', '101', { maskedName })]))).toContain(`,'${maskedName}`),
  );

  test('keeps quotes and line breaks inside their cell', () =>
    expect(sheetCsv(sheet([row('1', '1', '101', { maskedName: 'a"b\nc' })]))).toContain('"a""b\nc"'));
});
