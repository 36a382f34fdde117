import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCsv } from './csv.js';

const sample = readFileSync(new URL('../../../samples/households.csv', import.meta.url), 'utf8');
const linesOf = (content: string) => readCsv('a.csv', content).table.rows.map(({ line, cells }) => [line, ...cells]);

describe('a CSV file', () => {
  test('is read with BOM and CRLF, as Excel writes it', () => {
    const { table, errors } = readCsv('households.csv', sample);
    expect(errors).toEqual([]);
    expect(table.header[0]).toBe('小区代码');
    expect(table.rows).toHaveLength(3204);
    expect(table.rows.at(-1)?.line).toBe(3205);
  });

  test.each([
    ['LF', 'x,y\na,b\n'],
    ['CR', 'x,y\ra,b\r'],
    ['no end of line', 'x,y\r\na,b'],
  ])('may end its lines with %s', (_, content) => expect(linesOf(content)).toEqual([[2, 'a', 'b']]));

  test('keeps the line of each row behind quoted line breaks and empty lines', () =>
    expect(linesOf('x,y\r\n"a\r\n""b""","c,d"\r\n\r\n,\r\ne,f\r\n')).toEqual([
      [2, 'a\n"b"', 'c,d'],
      [6, 'e', 'f'],
    ]));

  test.each([
    ['an open quote', 'x,y\na,"b\n', 'broken-quotes'],
    ['a quote in the middle', 'x,y\na,b"c"\n', 'broken-quotes'],
    ['another encoding', 'x,y\na,\uFFFD\uFFFD\n', 'not-utf-8'],
    ['a binary file', 'PK\0\u0003\n', 'not-text'],
    ['nothing', '', 'empty-file'],
    ['a BOM alone', '\uFEFF', 'empty-file'],
  ])('with %s is refused by line and reason', (_, content, code) => {
    const [error] = readCsv('a.csv', content).errors;
    expect(error).toMatchObject({ file: 'a.csv', line: expect.any(Number), column: null, code });
    expect(error?.line).toBeGreaterThan(0);
  });
});
