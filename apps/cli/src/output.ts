import { beijingTime } from '@jielong/kernel';
import type { Language, Options } from './session.js';
import { type Header, headerIn, headers } from './words.js';

type Cell = string | number | boolean | null | undefined;
export type Row = Readonly<Partial<Record<Header, Cell>>>;
/** A column whose header is in no language but one does not compile. */
export type NoOther<Line> = Readonly<Record<Exclude<keyof Line, Header>, never>>;

const isHeader = (word: string): word is Header => word in headers;

/** Wide characters take two columns of a terminal. */
const widthOf = (text: string): number =>
  [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** A table for people, in their language; columns in the order of the first row. */
export function table<Line extends Row>(rows: readonly (Line & NoOther<Line>)[], lang: Language): string {
  const [first] = rows;
  if (!first) return '（无 / none）';
  const columns = Object.keys(first).filter(isHeader);
  const lines = [columns.map((column) => headerIn(column, lang)), ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  return lines
    .map((line) =>
      line
        .map((cell, i) => padded(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** With `--json` the answer as it came; otherwise what people read. */
export function show({ json, lang }: Options, answer: unknown, forPeople: (lang: Language) => string): void {
  process.stdout.write(`${json ? JSON.stringify(answer, null, 2) : forPeople(lang)}\n`);
}

/** 3050 fen is `30.50`. */
export const yuanOf = (fen: number): string => (fen / 100).toFixed(2);

/** `2026-11-24 20:00`, in the community's time. */
export const timeOf = (instant: string): string => beijingTime(new Date(instant));
