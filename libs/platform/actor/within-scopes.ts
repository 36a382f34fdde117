import type { Scope } from '@jielong/kernel';

/**
 * SQL that holds for rows within one of the scopes in this parameter (`Access.scopesFor`), as `covers` of the kernel has it: all that a scope names
 * has to fit the row's column for it, or a column that says nothing (so ask that an outer join has found its row); one that names what no column is
 * for covers none. Asked row by row, so that a page is still read in the order of its index.
 */
export function withinScopes(parameter: string, columns: Partial<Record<keyof Scope, string>>): string {
  const fits = Object.entries(columns).map(([fact, column]) => `coalesce(scope->>'${fact}' = ${column}, true)`);
  const others = `scope - '{${Object.keys(columns).join(',')}}'::text[] = '{}'`;
  const oneOf = `EXISTS (SELECT FROM jsonb_array_elements(${parameter}::jsonb) AS s(scope) WHERE ${[others, ...fits].join(' AND ')})`;
  return `(${parameter}::jsonb IS NULL OR ${oneOf})`;
}
