import { type Actor, beijingTime, exportMark, type SourceTable } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { audit } from '../audit/audit.js';
import { writeCsv } from './csv.js';
import type { GivenFile } from './read-file.js';
import { aboutSheet, writeWorkbook } from './workbook.js';

export type ExportFormat = 'csv' | 'xlsx';
/** A table with its name as a file, `households`, and as a sheet, 住户. */
export interface ExportedSheet {
  readonly stem: string;
  readonly sheet: string;
  readonly table: SourceTable;
}
export interface ExportRequest {
  readonly kind: string;
  readonly format: ExportFormat;
  readonly sheets: readonly ExportedSheet[];
}
export interface ExportResult {
  readonly exportedBy: string;
  readonly exportedAt: string;
  readonly files: readonly GivenFile[];
}

/** Writes tables as files that an import takes back. Who took them out, and when, stands in their names, in a workbook, and in the audit. */
export async function exportFiles(tx: EntityManager, { kind, format, sheets }: ExportRequest, actor: Actor): Promise<ExportResult> {
  const now = new Date();
  const mark = exportMark({ by: actor.code, at: now });
  const rows = Object.fromEntries(sheets.map(({ stem, table }) => [stem, table.rows.length]));
  await audit(tx, { action: 'exportFiles', subjectKind: 'export', subjectId: kind, details: { format, rows } });
  const files =
    format === 'csv' ? sheets.map((sheet) => csvFile(sheet, mark)) : [await workbookOf(kind, sheets, mark, aboutRows(now, actor))];
  return { exportedBy: actor.code, exportedAt: now.toISOString(), files };
}

const rowsOf = ({ header, rows }: SourceTable): (readonly string[])[] => [header, ...rows.map(({ cells }) => cells)];

const csvFile = ({ stem, table }: ExportedSheet, mark: string): GivenFile => ({
  name: `${stem}_${mark}.csv`,
  content: writeCsv(rowsOf(table)),
  encoding: 'utf-8',
});

async function workbookOf(kind: string, sheets: readonly ExportedSheet[], mark: string, about: string[][]): Promise<GivenFile> {
  const filled = sheets.map(({ sheet, table }) => ({ name: sheet, rows: rowsOf(table) }));
  const workbook = await writeWorkbook([...filled, { name: aboutSheet, rows: about }]);
  return { name: `${kind}_${mark}.xlsx`, content: workbook.toString('base64'), encoding: 'base64' };
}

const aboutRows = (now: Date, { code, community }: Actor): string[][] => [
  ['社区 / community', community],
  ['导出人 / exported by', code],
  ['导出时间 / exported at', beijingTime(now)],
];

/** The header by which a browser keeps an answer as a file of this name; a code in it may be Chinese. */
export const attachment = (name: string): { readonly 'Content-Disposition': string } => ({
  'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
});
