import { z } from 'zod';
import { malformed, type ProblemError } from '../errors/problem-error.js';

/** Some rows of a list, and the cursor behind them; null at its end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
export type CursorKey = readonly (string | number | null)[];

/** The sort key of the last row, opaque to callers. */
export const encodeCursor = (key: CursorKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The key in a caller's cursor: `decodeCursor(after, z.tuple([z.iso.datetime(), z.uuid()]))`; undefined for the first page. Throws a 400. */
export function decodeCursor<S extends z.ZodType<CursorKey>>(cursor: string | undefined, schema: S): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  const key = schema.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (key.success) return key.data;
  throw strangeCursor();
}

/** Also for a cursor that is well made, but of a row that is not there: an empty page would look like the end of the list. */
export function strangeCursor(): ProblemError {
  const message = { zh: '不是上一页给出的游标', en: 'is not the cursor of a page before' };
  return malformed({ zh: '分页游标无效，请从第一页重新开始。', en: 'The cursor is not valid. Begin with the first page again.' }, [
    { path: 'after', message },
  ]);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Rows read with `LIMIT limit + 1` as a page: whether one more came says whether there is a next one. */
export function pageOf<R, T>(rows: readonly R[], limit: number, keyOf: (row: R) => CursorKey, item: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
