import type { Text } from './domain-error.js';
import { fen, type Fen } from './money.js';

/** Why a cell cannot be taken: a code for programs, a sentence for people. */
export interface Unreadable {
  readonly code: string;
  readonly message: Text;
}
export type CellReading<T> = { readonly value: T } | { readonly unreadable: Unreadable };

/** One column of a table: its header in the file, what a cell of it says, and the cell that says it. Cells come trimmed. */
export interface Column<T> {
  readonly header: string;
  /** The file may leave the whole column out: every cell is then empty. */
  readonly mayBeMissing: boolean;
  readonly read: (cell: string) => CellReading<T>;
  /** What was read is written so that it reads the same. */
  write(value: T): string;
}
interface ColumnOptions {
  readonly mayBeMissing?: boolean;
}

export const unreadable = (code: string, zh: string, en: string): { unreadable: Unreadable } => ({
  unreadable: { code, message: { zh, en } },
});
/** Full-width digits and letters are the half-width ones. */
const half = (cell: string): string => cell.normalize('NFKC').trim();
const missing = () => unreadable('missing-value', '此格不能为空', 'must not be empty');

const asIs = (value: string): string => value;

/** A column of one's own: `column('楼栋', (cell) => …, (value) => …)`. */
export const column = <T>(
  header: string,
  read: (cell: string) => CellReading<T>,
  write: (value: T) => string,
  options: ColumnOptions = {},
): Column<T> => ({ header, mayBeMissing: options.mayBeMissing ?? false, read, write });

/** The same, where an empty cell says that there is none. */
export const optionalColumn = <T>({ header, read, write }: Column<T>): Column<T | null> =>
  column<T | null>(
    header,
    (cell) => (cell === '' ? { value: null } : read(cell)),
    (value) => (value === null ? '' : write(value)),
    { mayBeMissing: true },
  );

/** Any text but none, at most `longest` characters. */
export const textColumn = (header: string, longest = 100, options: ColumnOptions = {}): Column<string> =>
  column(header, (cell) => (cell === '' ? missing() : short(cell, longest)), asIs, options);

/** A code that programs tell apart: `LT`, `S001`; no white space, at most 32 characters, the same in full width. */
export const codeColumn = (header: string, options: ColumnOptions = {}): Column<string> =>
  column(
    header,
    (cell) => {
      if (cell === '') return missing();
      if (/^[^\s/]{1,32}$/.test(half(cell))) return { value: half(cell) };
      return unreadable(
        'not-a-code',
        '应为不含空格和“/”的编码，最多 32 个字',
        'must be a code without white space or "/", at most 32 characters',
      );
    },
    asIs,
    options,
  );

/** Any text; empty where there is none. */
export const optionalTextColumn = (header: string, longest = 200, options: ColumnOptions = {}): Column<string> =>
  column(header, (cell) => short(cell, longest), asIs, { mayBeMissing: true, ...options });

const short = (cell: string, longest: number): CellReading<string> =>
  cell.length <= longest ? { value: cell } : unreadable('too-long', `最多 ${longest} 个字`, `at most ${longest} characters`);

interface Range extends ColumnOptions {
  readonly min?: number;
  readonly max?: number;
  /** What an empty cell means; without it the cell must be filled. */
  readonly empty?: number;
}

/** A whole number in decimal digits. */
export const wholeNumberColumn = (header: string, { min = 0, max = 1_000_000, empty, ...options }: Range = {}): Column<number> =>
  column(
    header,
    (cell) => {
      if (cell === '') return empty === undefined ? missing() : { value: empty };
      const number = /^\d{1,9}$/.test(half(cell)) ? Number(half(cell)) : Number.NaN;
      if (number >= min && number <= max) return { value: number };
      return unreadable('not-a-number', `应为 ${min} 到 ${max} 的整数`, `must be a whole number from ${min} to ${max}`);
    },
    String,
    options,
  );

/** 是 or nothing (否 is nothing too). */
export const flagColumn = (header: string, options: ColumnOptions = {}): Column<boolean> =>
  column(
    header,
    (cell) => {
      if (cell === '是') return { value: true };
      if (cell === '' || cell === '否') return { value: false };
      return unreadable('not-a-flag', '应填“是”或留空', 'must be 是 or empty');
    },
    (value) => (value ? '是' : ''),
    options,
  );

/** Several texts in one cell, split by any of `separators`, written with the first. */
export const listColumn = (header: string, separators: string, options: ColumnOptions = {}): Column<readonly string[]> =>
  column(
    header,
    (cell) => ({ value: partsOf(cell, separators) }),
    (parts) => parts.join(separators.charAt(0)),
    options,
  );

const partsOf = (cell: string, separators: string): string[] =>
  [...separators]
    .reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [cell])
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** One of a few words; `words` says what each means. */
export const wordColumn = <T>(header: string, words: Readonly<Record<string, T>>, options: ColumnOptions = {}): Column<T> =>
  column(
    header,
    (cell) => {
      const value = Object.hasOwn(words, cell) ? words[cell] : undefined;
      if (value !== undefined) return { value };
      const known = Object.keys(words).join(' ');
      return cell === '' ? missing() : unreadable('unknown-word', `不认识“${cell}”，可用：${known}`, `unknown word; use one of: ${known}`);
    },
    (value) => Object.keys(words).find((word) => words[word] === value) ?? '',
    options,
  );

/** Yuan with at most two decimals, as whole fen: `30.00` is 3000. */
export const yuanColumn = (header: string, options: ColumnOptions = {}): Column<Fen> =>
  column(
    header,
    (cell) => {
      const [, yuan, decimals = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(half(cell)) ?? [];
      if (yuan !== undefined) return { value: fen(Number(yuan) * 100 + Number(decimals.padEnd(2, '0'))) };
      return cell === ''
        ? missing()
        : unreadable('not-an-amount', '应为金额（元），最多两位小数', 'must be yuan with at most two decimals');
    },
    (amount) => (amount / 100).toFixed(2),
    options,
  );
