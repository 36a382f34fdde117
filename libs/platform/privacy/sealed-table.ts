import type { EntityManager } from 'typeorm';
import { open, type Place, seal } from './cipher.js';
import { type Sealing, sealingOf } from './data-keys.js';
import { phoneLookup } from './lookup.js';

/** A table in which the application seals some columns. Properties of rows are its columns in camelCase. */
export interface SealedColumns {
  /** Columns that tell a row from the others, besides the community, in an order that never changes: values are bound to them. */
  readonly key: readonly string[];
  /** Columns of text. */
  readonly text?: readonly string[];
  /** Columns of lists and objects, sealed as JSON; an empty list is empty text. */
  readonly json?: readonly string[];
  /** Columns by which a telephone is found, and the sealed column that each is made of: `{ phone_lookup: 'phone' }`. */
  readonly lookups?: Readonly<Record<string, string>>;
}

/** The values of a row's key columns, as PostgreSQL writes them; empty for null. */
export type RowKey = string | readonly (string | number)[];

const camel = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The one way to write and to read sealed columns; a service lists its tables in `sealed.ts`, by which the keys are rotated. */
export class SealedTable {
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly lookups: Readonly<Record<string, string>>;
  private readonly json: ReadonlySet<string>;
  private readonly byName: ReadonlyMap<string, string>;

  /** `name` with its schema, `members.people`, unless several schemas have it. */
  constructor(
    readonly name: string,
    { key, text = [], json = [], lookups = {} }: SealedColumns,
  ) {
    this.key = key;
    this.columns = [...text, ...json];
    this.json = new Set(json);
    this.byName = new Map(this.columns.map((column) => [camel(column), column]));
    this.lookups = lookups;
  }

  /** The row as it is written: what is to be sealed is, and what it is found by is added. Columns that it lacks stay out. */
  seal<R extends object>(tx: EntityManager, key: RowKey, row: R): R {
    const sealing = sealingOf(tx);
    return { ...this.each(row, (column, value) => this.sealed(sealing, column, key, value)), ...this.found(sealing, row) };
  }

  /** The row as it was before it was sealed. Throws an UnopenedError for what was changed, or belongs to another row. */
  open<R extends object>(tx: EntityManager, key: RowKey, row: R): R {
    const { data, community } = sealingOf(tx);
    return this.each(row, (column, value) => {
      if (typeof value !== 'string') return value;
      const text = open(data, this.place(community, column, key), value);
      return this.json.has(column) ? (JSON.parse(text || '[]') as unknown) : text;
    });
  }

  /** Where a value of this table stands. */
  place(community: string, column: string, key: RowKey): Place {
    return { community, table: this.name, column, key: typeof key === 'string' ? [key] : key.map(String) };
  }

  private sealed({ data, community }: Sealing, column: string, key: RowKey, value: unknown): unknown {
    if (value === null || value === undefined) return value;
    const text = this.json.has(column) ? jsonOf(value) : value;
    if (typeof text !== 'string') throw new Error(`${this.name}.${column} takes text`);
    return seal(data, this.place(community, column, key), text);
  }

  private each<R extends object>(row: R, change: (column: string, value: unknown) => unknown): R {
    const changed = Object.entries(row).map(([name, value]: [string, unknown]) => {
      const column = this.byName.get(name);
      return [name, column === undefined ? value : change(column, value)];
    });
    return Object.fromEntries(changed) as R;
  }

  private found({ lookup, community }: Sealing, row: object): object {
    const values: Readonly<Record<string, unknown>> = { ...row };
    return Object.fromEntries(
      Object.entries(this.lookups).flatMap(([column, of]) => {
        const phone = values[camel(of)];
        return typeof phone === 'string' ? [[camel(column), phoneLookup(lookup, community, phone)]] : [];
      }),
    );
  }
}

const jsonOf = (value: unknown): string => (Array.isArray(value) && value.length === 0 ? '' : JSON.stringify(value));
