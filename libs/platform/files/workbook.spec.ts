import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv, writeCsv } from './csv.js';
import { inflatedSize } from './inflated-size.js';
import { aboutSheet, readWorkbook, writeWorkbook } from './workbook.js';

const sample = readFileSync(new URL('../../../samples/organisation.xlsx', import.meta.url));
const csvOf = (name: string) => readCsv(name, readFileSync(new URL(`../../../samples/${name}`, import.meta.url), 'utf8')).table;

describe('a workbook', () => {
  test('is a table of each sheet, the same as in the CSV files', async () => {
    const readings = await readWorkbook('organisation.xlsx', sample);
    expect(readings.map(({ table, errors }) => [table.file, table.rows.length, errors])).toEqual([
      ['organisation.xlsx/小区', 11, []],
      ['organisation.xlsx/楼栋', 78, []],
      ['organisation.xlsx/支部与小组', 11, []],
      ['organisation.xlsx/党员', 112, []],
      ['organisation.xlsx/物资保障队', 30, []],
    ]);
    const files = ['compounds.csv', 'buildings.csv', 'branches-groups.csv', 'members.csv', 'supply-teams.csv'];
    expect(readings.map(({ table: { header, rows } }) => ({ header, rows }))).toEqual(
      files.map(csvOf).map(({ header, rows }) => ({ header, rows })),
    );
  });

  test('keeps the line of each row behind empty ones; empty sheets and what an export says of itself are passed over', async () => {
    const rows = [
      ['编号', '姓名'],
      ['D1', '郎'],
      ['', ''],
      ['D2', ''],
    ];
    const written = await writeWorkbook([
      { name: '党员', rows },
      { name: 'Sheet2', rows: [] },
      { name: aboutSheet, rows: [['谁', 'S001']] },
    ]);
    expect((await readWorkbook('a.xlsx', written)).map(({ table }) => table)).toEqual([
      {
        file: 'a.xlsx/党员',
        header: ['编号', '姓名'],
        rows: [
          { line: 2, cells: ['D1', '郎'] },
          { line: 4, cells: ['D2', ''] },
        ],
      },
    ]);
  });

  test('with cells beyond its header names the row', async () => {
    const written = await writeWorkbook([{ name: '党员', rows: [['编号'], ['D1', '郎']] }]);
    expect((await readWorkbook('a.xlsx', written)).flatMap(({ errors }) => errors)).toMatchObject([
      { line: 2, code: 'wrong-number-of-cells' },
    ]);
  });

  test.each([
    ['text', Buffer.from('小区代码,小区')],
    ['nothing', Buffer.alloc(0)],
    ['half a workbook', sample.subarray(0, 4_000)],
  ])('of %s is refused with what to do', async (_, content) => {
    const [reading] = await readWorkbook('a.xlsx', content);
    expect(reading?.errors).toEqual([expect.objectContaining({ file: 'a.xlsx', line: 1, code: 'not-a-workbook' })]);
  });

  test('that unpacks to too much is not unpacked', async () => {
    expect(inflatedSize(sample)).toBeGreaterThan(100_000);
    const bomb = Buffer.from(sample);
    bomb.writeUInt32LE(4_000_000_000, bomb.indexOf(Buffer.from('PK\u0001\u0002')) + 24);
    expect((await readWorkbook('a.xlsx', bomb))[0]?.errors).toMatchObject([{ code: 'too-large' }]);
  });
});

test('what is written is read again as it was, by either kind of file, and no cell runs', async () => {
  const cell = fc.stringMatching(/^['=+@"，、\u4e00-\u4e1fa-c0-9 -]{0,6}$/).map((text) => text.trim());
  const tables = fc.array(
    fc.tuple(fc.constant('x'), cell, cell).map((cells) => [...cells]),
    { maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      const all = [['a', 'b', 'c'], ...rows];
      const cellsOf = ({ rows: read }: { rows: readonly { cells: readonly string[] }[] }) => read.map(({ cells }) => [...cells]);
      expect(cellsOf(readCsv('a.csv', writeCsv(all)).table)).toEqual(rows);
      expect(writeCsv(all)).not.toMatch(/(^|[,\n])"?[=+@-]/);
      const [workbook] = await readWorkbook('a.xlsx', await writeWorkbook([{ name: 'a', rows: all }]));
      expect(cellsOf(workbook?.table ?? { rows: [] })).toEqual(rows);
    }),
    { numRuns: 30 },
  );
});
