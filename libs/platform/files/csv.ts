import type { SourceRow, Text } from '@jielong/kernel';
import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { neutral, plainCell } from './formulas.js';
import type { FileReading } from './file-reading.js';

/** Reads CSV as Excel and others write it: BOM or none, CRLF or LF, quoted cells. Empty lines are passed over. Lines count from 1, the header's. */
export function readCsv(file: string, content: string): FileReading {
  const refused = (line: number, code: string, message: Text): FileReading => ({
    table: { file, header: [], rows: [] },
    errors: [{ file, line, column: null, code, message }],
  });
  if (content.includes('\uFFFD')) return refused(lineAt(content, content.indexOf('\uFFFD')), 'not-utf-8', notUtf8);
  if (content.includes('\0')) return refused(lineAt(content, content.indexOf('\0')), 'not-text', notText);
  try {
    const [header, ...rows] = parseRows(content);
    return header ? { table: { file, header: header.cells, rows }, errors: [] } : refused(1, 'empty-file', emptyFile);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refused(Number(error['lines'] ?? 1), 'broken-quotes', brokenQuotes);
  }
}

function parseRows(content: string): SourceRow[] {
  const rows: SourceRow[] = [];
  parse(content.replace(/\r\n?/g, '\n'), {
    bom: true,
    relax_column_count: true,
    record_delimiter: '\n',
    on_record: (cells: string[], { lines }: InfoRecord) => {
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ line: lines - linesWithin(cells), cells: cells.map(plainCell) });
      return null;
    },
  });
  return rows;
}

const byteOrderMark = '\uFEFF';
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Writes CSV as Excel reads Chinese, UTF-8 with BOM and CRLF; no cell runs as a formula. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  byteOrderMark + rows.map((cells) => `${cells.map((cell) => quoted(neutral(cell))).join(',')}\r\n`).join('');

/** The parser counts to a row's last line; people look for its first. */
const linesWithin = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
const lineAt = (content: string, index: number): number => content.slice(0, index).split(/\r\n|\r|\n/).length;

const notUtf8: Text = {
  zh: '文件不是 UTF-8 编码。请在 Excel 里另存为“CSV UTF-8（逗号分隔）”。',
  en: 'The file is not UTF-8. Save it in Excel as "CSV UTF-8 (comma delimited)".',
};
const notText: Text = { zh: '文件里有不可见字符 NUL，不是 CSV 文本。', en: 'The file holds NUL characters: it is not CSV text.' };
const emptyFile: Text = { zh: '文件是空的：第一行应为表头。', en: 'The file is empty: its first line must be the header.' };
const brokenQuotes: Text = {
  zh: '这一行起的双引号不成对。格内有引号、逗号或换行时，整格用双引号括起，格内的引号写两次。',
  en: 'Quotes do not match from this line on. A cell with quotes, commas or line breaks is put in quotes, and a quote inside it is written twice.',
};
