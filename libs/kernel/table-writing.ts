import type { Columns, RowOf, SourceTable, TableDefinition } from './table-import.js';

/** Headers that files of this kind carry and that are not read, and what stands below them: the name of a compound beside its code. */
export type Asides<R> = Readonly<Record<string, (row: R) => string>>;

/** Rows as a file that reads the same, with the columns of `headers`; `asides` say what stands in those that are not read. */
export function tableOf<C extends Columns>(
  { columns }: TableDefinition<C>,
  file: string,
  rows: readonly RowOf<C>[],
  headers: readonly string[] = Object.values(columns).map(({ header }) => header),
  asides: Asides<RowOf<C>> = {},
): SourceTable {
  const writers = headers.map((header): ((row: RowOf<C>) => string) => {
    const [name, column] = Object.entries(columns).find(([, one]) => one.header === header) ?? [];
    return name !== undefined && column ? (row) => column.write(row[name]) : (asides[header] ?? (() => ''));
  });
  return { file, header: headers, rows: rows.map((row, index) => ({ line: index + 2, cells: writers.map((write) => write(row)) })) };
}
