import type { Text } from './domain-error.js';
import type { Column, Unreadable } from './table-columns.js';

/** A file as a list of rows. Lines count from 1, the header's. */
export interface SourceTable {
  readonly file: string;
  readonly header: readonly string[];
  readonly rows: readonly SourceRow[];
}
export interface SourceRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<C extends Columns> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

/** What a file of one kind looks like, and what tells its rows apart. */
export interface TableDefinition<C extends Columns> {
  /** For people: 住户, households. */
  readonly name: Text;
  readonly columns: C;
  /** Headers that such files carry and that are not read. */
  readonly unread: readonly string[];
  readonly key: readonly (keyof C & string)[];
}

/** One mistake in a file: where, and what to do about it. */
export interface ImportError {
  readonly file: string;
  readonly line: number;
  /** The header of the column; null where the whole line or file is meant. */
  readonly column: string | null;
  readonly code: string;
  readonly message: Text;
}

/** What a rule has against a row that can be read: an unknown reference, two cells that contradict each other. */
export interface Complaint<C extends Columns> extends Unreadable {
  readonly column: keyof C & string;
}
export type Rule<C extends Columns> = (row: RowOf<C>) => readonly Complaint<C>[];
/** Fills in what a row leaves to another list, after its rule has seen it and before it is compared. */
export type Completion<C extends Columns> = (row: RowOf<C>) => RowOf<C>;

export interface PlannedRow<R> {
  readonly line: number;
  readonly key: string;
  readonly row: R;
}
export interface ChangedRow<R> extends PlannedRow<R> {
  readonly before: R;
  /** Headers of the columns that differ. */
  readonly columns: readonly string[];
}

/** What an import would do to a table. `rows` is the whole table afterwards. With errors it must not be carried out. */
export interface ImportPlan<R = unknown> {
  readonly file: string;
  readonly new: readonly PlannedRow<R>[];
  readonly changed: readonly ChangedRow<R>[];
  readonly gone: readonly { readonly key: string; readonly row: R }[];
  readonly unchanged: number;
  readonly rows: readonly R[];
  readonly errors: readonly ImportError[];
}

/**
 * Compares a file with what is recorded. Every row is read, every mistake named; nothing is guessed.
 * `existing` has the shape of the file's rows; `rule` sees each readable row, in the order of the file.
 */
export function planImport<C extends Columns>(
  table: TableDefinition<C>,
  source: SourceTable,
  existing: readonly RowOf<C>[],
  rule: Rule<C> = () => [],
  complete: Completion<C> = (row) => row,
): ImportPlan<RowOf<C>> {
  const { rows, errors } = readTable(table, source, rule, complete);
  return { file: source.file, ...differences(table, rows, existing), rows: rows.map(({ row }) => row), errors };
}

/** The plan of a table that this import leaves alone. */
export const untouched = <R>(rows: readonly R[]): ImportPlan<R> => ({
  file: '',
  new: [],
  changed: [],
  gone: [],
  unchanged: rows.length,
  rows,
  errors: [],
});

/** For people and for maps: `LT 3 2 501`. */
export const keyOf = <C extends Columns>({ key }: Pick<TableDefinition<C>, 'key'>, row: RowOf<C>): string =>
  key.map((name) => String(row[name] ?? '')).join(' ');

function differences<C extends Columns>(
  table: TableDefinition<C>,
  rows: readonly PlannedRow<RowOf<C>>[],
  existing: readonly RowOf<C>[],
): Pick<ImportPlan<RowOf<C>>, 'new' | 'changed' | 'gone' | 'unchanged'> {
  const before = new Map(existing.map((row) => [keyOf(table, row), row]));
  const after = new Set(rows.map(({ key }) => key));
  const known = rows.flatMap((planned) => {
    const old = before.get(planned.key);
    return old ? [{ ...planned, before: old, columns: changedColumns(table, old, planned.row) }] : [];
  });
  return {
    new: rows.filter(({ key }) => !before.has(key)),
    changed: known.filter(({ columns }) => columns.length > 0),
    gone: [...before].flatMap(([key, row]) => (after.has(key) ? [] : [{ key, row }])),
    unchanged: known.filter(({ columns }) => columns.length === 0).length,
  };
}

/** Values are compared as JSON: a list in another order is another list. */
const changedColumns = <C extends Columns>({ columns }: TableDefinition<C>, before: RowOf<C>, after: RowOf<C>): string[] =>
  Object.entries(columns)
    .filter(([name]) => before[name] !== after[name] && JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map(([, { header }]) => header);

function readTable<C extends Columns>(table: TableDefinition<C>, source: SourceTable, rule: Rule<C>, complete: Completion<C>) {
  const header = source.header.map(plain);
  const at = (line: number, { column, code, message }: Mistake): ImportError => ({ file: source.file, line, column, code, message });
  const wrongHeader = headerErrors(table, header).map((mistake) => at(1, mistake));
  if (wrongHeader.length > 0) return { rows: [], errors: wrongHeader };

  const read = readerOf(table, header);
  const isRepeated = repetitions(table);
  const rows: PlannedRow<RowOf<C>>[] = [];
  const errors: ImportError[] = [];
  for (const { line, cells } of source.rows) {
    const { row, mistakes } = read(cells);
    errors.push(...mistakes.map((mistake) => at(line, mistake)));
    if (!row) continue;
    const key = keyOf(table, row);
    const complaints = rule(row).map((complaint) => ({ ...complaint, column: headerOf(table.columns, complaint.column) }));
    errors.push(...[...isRepeated(key, line), ...complaints].map((mistake) => at(line, mistake)));
    rows.push({ line, key, row: complete(row) });
  }
  return { rows, errors };
}

interface Mistake extends Unreadable {
  readonly column: string | null;
}

const headerOf = (columns: Columns, name: string): string | null => columns[name]?.header ?? null;

/** Remembers where each key stood first. */
function repetitions<C extends Columns>({ key: names, columns }: TableDefinition<C>): (key: string, line: number) => Mistake[] {
  const firstLines = new Map<string, number>();
  const column = headerOf(columns, names.at(-1) ?? '');
  return (key, line) => {
    const first = firstLines.get(key);
    if (first === undefined) firstLines.set(key, line);
    return first === undefined ? [] : [{ column, ...repeated(key, first) }];
  };
}

const plain = (text: string): string => text.normalize('NFKC').trim();

function headerErrors<C extends Columns>({ columns, unread }: TableDefinition<C>, header: readonly string[]): Mistake[] {
  const known = Object.values(columns);
  const knownHeaders = [...known.map((column) => column.header), ...unread];
  const absent = known.filter((column) => !column.mayBeMissing && !header.includes(plain(column.header)));
  const strange = header.filter((name) => !knownHeaders.some((one) => plain(one) === name));
  const twice = header.filter((name, index) => header.indexOf(name) !== index);
  return [
    ...absent.map((column) => ({ column: column.header, ...missingColumn(column.header) })),
    ...strange.map((name) => ({ column: name, ...unknownColumn(name, knownHeaders) })),
    ...twice.map((name) => ({ column: name, ...repeatedColumn(name) })),
  ];
}

/** Reads one row after the other; a row with a mistake is none. */
function readerOf<C extends Columns>({ columns }: TableDefinition<C>, header: readonly string[]) {
  const places = Object.entries(columns).map(([name, column]) => ({ name, column, index: header.indexOf(plain(column.header)) }));
  return (cells: readonly string[]): { row?: RowOf<C>; mistakes: readonly Mistake[] } => {
    if (cells.length !== header.length) return { mistakes: [{ column: null, ...wrongLength(cells.length, header.length) }] };
    const mistakes: Mistake[] = [];
    const row: Record<string, unknown> = {};
    for (const { name, column, index } of places) {
      const reading = column.read((cells[index] ?? '').trim());
      if ('value' in reading) row[name] = reading.value;
      else mistakes.push({ column: column.header, ...reading.unreadable });
    }
    return mistakes.length > 0 ? { mistakes } : { row: row as RowOf<C>, mistakes };
  };
}

const wrongLength = (has: number, wants: number): Unreadable => ({
  code: 'wrong-number-of-cells',
  message: { zh: `本行有 ${has} 格，表头有 ${wants} 列`, en: `this line has ${has} cells, the header has ${wants} columns` },
});
const repeated = (key: string, line: number): Unreadable => ({
  code: 'repeated-key',
  message: { zh: `与第 ${line} 行重复：${key}`, en: `the same as line ${line}: ${key}` },
});
const missingColumn = (name: string): Unreadable => ({
  code: 'missing-column',
  message: { zh: `缺少列“${name}”`, en: `the column ${name} is missing` },
});
const unknownColumn = (name: string, known: readonly string[]): Unreadable => ({
  code: 'unknown-column',
  message: { zh: `不认识的列“${name}”，可用：${known.join('、')}`, en: `unknown column ${name}; known: ${known.join(', ')}` },
});
const repeatedColumn = (name: string): Unreadable => ({
  code: 'repeated-column',
  message: { zh: `列“${name}”出现两次`, en: `the column ${name} occurs twice` },
});
