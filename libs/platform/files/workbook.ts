import type { ImportError, SourceTable, Text } from '@jielong/kernel';
import readWorkbookFile from 'read-excel-file/node';
import writeWorkbookFile from 'write-excel-file/node';
import { inflatedSize } from './inflated-size.js';
import { neutral, plainCell } from './formulas.js';
import type { FileReading } from './file-reading.js';

/** The sheet that says who exported a workbook and when; no import reads it. */
export const aboutSheet = '导出说明';
const mostBytes = 100_000_000;

/** Reads the sheets of an XLSX file, each as a table called `<file>/<sheet>`. Empty sheets are passed over, and what exports say of themselves. */
export async function readWorkbook(file: string, content: Buffer): Promise<readonly FileReading[]> {
  const refused = (code: string, message: Text): FileReading[] => [
    { table: { file, header: [], rows: [] }, errors: [{ file, line: 1, column: null, code, message }] },
  ];
  if (inflatedSize(content) > mostBytes) return refused('too-large', tooLarge);
  try {
    const sheets = await readWorkbookFile(content, { parseNumber: (text) => text, trim: false });
    return sheets.filter(({ sheet }) => sheet !== aboutSheet).flatMap(({ sheet, data }) => tableIn(`${file}/${sheet}`, data));
  } catch {
    return refused('not-a-workbook', notAWorkbook); // whatever the library says of a file that it cannot read, it is in no language of ours
  }
}

type Cells = readonly (readonly unknown[])[];

function tableIn(file: string, data: Cells): FileReading[] {
  const [header, ...rows] = data.map((cells) => cells.map(textIn));
  if (!header || [header, ...rows].every(isEmpty)) return [];
  const width = header.findLastIndex((cell) => cell.trim() !== '') + 1;
  const filled = rows.flatMap((cells, index) => (isEmpty(cells) ? [] : [{ line: index + 2, cells: cells.slice(0, width) }]));
  const table: SourceTable = { file, header: header.slice(0, width), rows: filled };
  return [{ table, errors: rows.flatMap((cells, index) => (isEmpty(cells.slice(width)) ? [] : [beyond(file, index + 2)])) }];
}

const isEmpty = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

function textIn(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return typeof cell === 'string' ? plainCell(cell) : '';
}

/** An XLSX file with a sheet for each table: every cell a text that no spreadsheet runs. */
export async function writeWorkbook(
  sheets: readonly { readonly name: string; readonly rows: readonly (readonly string[])[] }[],
): Promise<Buffer> {
  const written = sheets.map(({ name, rows }) => ({
    sheet: name,
    stickyRowsCount: 1,
    data: rows.map((cells) => cells.map((cell) => (cell === '' ? null : { value: neutral(cell), type: String }))),
  }));
  return writeWorkbookFile(written).toBuffer();
}

const beyond = (file: string, line: number): ImportError => ({
  file,
  line,
  column: null,
  code: 'wrong-number-of-cells',
  message: { zh: '这一行在表头之外还有内容', en: 'this row has cells beyond the header' },
});
const notAWorkbook: Text = {
  zh: '不是可读的 Excel 工作簿。请在 Excel 里另存为“Excel 工作簿（.xlsx）”，不要加密码。',
  en: 'This is no Excel workbook that can be read. Save it in Excel as "Excel Workbook (.xlsx)", without a password.',
};
const tooLarge: Text = {
  zh: '工作簿展开后太大。请分成几个文件导入。',
  en: 'The workbook is too large when unpacked. Import it as several files.',
};
