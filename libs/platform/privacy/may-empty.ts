/**
 * For a migration, of a table that only grows: the application may make these sealed columns empty, and say nothing else in them. Whoever asks to be
 * forgotten is, and nobody writes history anew.
 */
export const mayEmpty = (table: string, columns: readonly string[], appRole: string): string => `
  GRANT UPDATE (${columns.join(', ')}) ON ${table} TO ${appRole};
  CREATE POLICY only_emptied ON ${table} AS RESTRICTIVE FOR UPDATE TO ${appRole} USING (true)
    WITH CHECK (${columns.map((column) => `coalesce(${column}, '') = ''`).join(' AND ')});`;

/** Takes it back, in `down`. */
export const mayNotEmpty = (table: string, columns: readonly string[], appRole: string): string => `
  DROP POLICY only_emptied ON ${table};
  REVOKE UPDATE (${columns.join(', ')}) ON ${table} FROM ${appRole};`;
