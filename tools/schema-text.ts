import { diff } from 'node:util';
import type pg from 'pg';
import { Trouble } from './say.ts';
import { schemaQuery, undescribedQuery } from './schema-query.ts';

/** A schema as its catalogue has it, for people and for `diff`: a paragraph an object, sorted, the same for the same schema. */
export async function describeSchema(db: pg.Client, schema: string): Promise<string> {
  await db.query(`SELECT set_config('search_path', $1, false)`, [schema]);
  await refuseUndescribed(db, schema);
  const { rows } = await db.query<{ object: string; lines: string[] }>(schemaQuery, [schema]);
  return rows.map(({ object, lines }) => [object, ...lines.flatMap(indented)].join('\n')).join('\n\n');
}

/** Whatever is only named could change without anybody seeing it. */
async function refuseUndescribed(db: pg.Client, schema: string): Promise<void> {
  const { rows } = await db.query<{ thing: string }>(undescribedQuery, [schema]);
  if (!rows.length) return;
  throw new Trouble(`Not described yet: ${rows.map(({ thing }) => thing).join(', ')}. Describe such things in tools/schema-query.ts.`);
}

/** A definition has several lines, and none of them may look like the end of a paragraph. */
const indented = (text: string): string[] => text.split('\n').flatMap((line) => (line.trim() ? [`  ${line.trimEnd()}`] : []));

/** What is only in the one (`-`) or only in the other (`+`), under the object it belongs to; nothing where they are the same. */
export function differences(committed: string, made: string): string[] {
  if (committed === made) return [];
  const [before, after] = [paragraphsOf(committed), paragraphsOf(made)];
  const found = [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((object) => {
    const changed = changes(before.get(object) ?? [], after.get(object) ?? []);
    return changed.length && before.has(object) && after.has(object) ? [`  ${object}`, ...changed] : changed;
  });
  return found.length ? found : ['  the same lines, in another order'];
}

const paragraphsOf = (text: string): Map<string, string[]> =>
  new Map(
    text
      .trim()
      .split('\n\n')
      .map((paragraph) => [paragraph.split('\n', 1)[0] ?? '', paragraph.split('\n')]),
  );

const changes = (before: readonly string[], after: readonly string[]): string[] =>
  diff(before, after)
    .filter(([side]) => side !== 0)
    .map(([side, line]) => `${side > 0 ? '-' : '+'} ${line}`);
