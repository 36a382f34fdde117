import { type Exported, exportedRow } from '@jielong/kernel';
import { type Sheet, leftText, pagesOf, portionsLeft, wayText } from './sheets.js';

const byteOrderMark = '\uFEFF';
/** A cell that a spreadsheet would run as a formula gets an apostrophe in front; quotes where they are needed. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^\s*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
/** UTF-8 with BOM and CRLF, as spreadsheets read Chinese. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  byteOrderMark + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const head = ['勾选', '页码', '自提点', '楼栋', '单元', '房号', '称呼', '方式', '取货码', '待领', '份数', '已领份数', '备注'];

/** The same sheet for a spreadsheet, a row a household, in the order of the printed pages and with their page codes; below them who took it out, and when. */
export const sheetCsv = (sheet: Sheet, exported: Exported): string =>
  csvOf([
    head,
    ...pagesOf(sheet).flatMap(({ code, pointName, rows }) =>
      rows.map((row) => [
        portionsLeft(row) ? '□' : '☑',
        code,
        pointName,
        row.building,
        row.unit ?? '',
        row.room,
        row.maskedName,
        wayText(row.fulfilment),
        row.code,
        leftText(row.left),
        portionsLeft(row),
        row.handedOut,
        '',
      ]),
    ),
    exportedRow(exported),
  ]);
