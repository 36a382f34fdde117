import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'members.published_roles_v2';
const captains = `r.role = 'gate-captain'::text`;
const both = `(r.role = ANY (ARRAY['gate-captain'::text, 'gate-volunteer'::text]))`;

/** The view as it stands, with other roles that are for a gate. */
async function replaceRoles(db: QueryRunner, from: string, to: string): Promise<void> {
  await db.query(`SET LOCAL lock_timeout = '3s'`); // behind one long reader all others would queue: it may be started again
  const [row] = (await db.query(`SELECT replace(pg_get_viewdef($1::regclass), $2, $3) AS select`, [view, from, to])) as {
    select: string;
  }[];
  await db.query(`CREATE OR REPLACE VIEW ${view} AS ${row?.select ?? ''}`);
}

/** A gate volunteer who is named for a gate, by the list of roles as its captain is, holds it there. */
export class NamedGateVolunteers1796500001000 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return replaceRoles(db, captains, both);
  }

  down(db: QueryRunner): Promise<void> {
    return replaceRoles(db, both, captains);
  }
}
