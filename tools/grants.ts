import { globSync, readFileSync } from 'node:fs';
import { asAdmin, schemas } from './databases.ts';
import { inRoot, root } from './places.ts';

interface PublishedView {
  readonly view: string;
  readonly grantedTo: readonly string[];
}

/** Every right on what is in our schemas, or on the schemas themselves, that goes to another service's role, or to everybody. */
const crossing = `
  WITH given AS (
    SELECT n.nspname, c.relname AS name, a.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
    UNION ALL
    SELECT n.nspname, c.relname || '.' || t.attname, a.* FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
    UNION ALL
    SELECT n.nspname, p.proname || '()', a.* FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, aclexplode(p.proacl) a
    UNION ALL
    SELECT n.nspname, 'whatever comes (default privileges)', a.* FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace,
      aclexplode(d.defaclacl) a
    UNION ALL
    SELECT n.nspname, '', a.* FROM pg_namespace n, aclexplode(n.nspacl) a
  )
  SELECT DISTINCT nspname AS schema, name, privilege_type AS privilege, coalesce(r.rolname, 'PUBLIC') AS grantee
    FROM given LEFT JOIN pg_roles r ON r.oid = grantee
   WHERE nspname = ANY ($1) AND coalesce(r.rolname, 'PUBLIC') NOT IN ('jielong_' || nspname || '_owner', 'jielong_' || nspname || '_app')
     AND NOT coalesce(r.rolsuper, false)`;

interface Grant {
  readonly schema: string;
  readonly name: string;
  readonly privilege: string;
  readonly grantee: string;
}

/** What differs between the grants across schemas and those that the contracts publish. */
export async function grantsAmiss(adminUrl: string): Promise<string[]> {
  const { rows } = await asAdmin(adminUrl, (db) => db.query<Grant>(crossing, [schemas]));
  return compareGrants(rows, published());
}

/** The comparison itself: one sentence a difference. */
export function compareGrants(found: readonly Grant[], views: readonly PublishedView[]): string[] {
  const wanted = views.flatMap(({ view, grantedTo }) => grantedTo.map((grantee) => `SELECT on ${view} to ${grantee}`));
  const entered = views.flatMap(({ view, grantedTo }) => grantedTo.map((grantee) => `USAGE on ${view.split('.')[0] ?? ''} to ${grantee}`));
  const given = found.map(({ schema, name, privilege, grantee }) => `${privilege} on ${name ? `${schema}.${name}` : schema} to ${grantee}`);
  const allowed = new Set([...wanted, ...entered]);
  return [
    ...given.filter((grant) => !allowed.has(grant)).map((grant) => `${grant}: no contract publishes it`),
    ...[...allowed].filter((grant) => !given.includes(grant)).map((grant) => `${grant}: published, but no migration grants it`),
  ];
}

const published = (): PublishedView[] =>
  globSync('libs/*/contract/published-views.json', { cwd: root }).flatMap(
    (file) => JSON.parse(readFileSync(inRoot(file), 'utf8')) as PublishedView[],
  );
