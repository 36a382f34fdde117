import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'members.published_roles_v1';
const gate = `
  SELECT jsonb_build_object('compound', g.compound, 'gate', g.name) FROM members.gates g
    JOIN members.compounds c ON (c.community_id, c.code) = (g.community_id, g.compound)
   WHERE g.community_id = r.community_id AND r.role = 'gate-captain' AND c.name || g.name = r.scope AND g.ended_at IS NULL LIMIT 1`;

const grid = `
  SELECT coalesce(jsonb_agg(jsonb_build_object('compound', b.compound, 'building', b.building) ORDER BY b.building), '[]') FROM members.buildings b
   WHERE b.community_id = r.community_id AND r.role = 'grid-worker' AND b.grid = r.scope AND b.ended_at IS NULL`;

const building = `
  SELECT jsonb_build_object('compound', b.compound, 'building', b.building) FROM members.buildings b
   WHERE b.community_id = r.community_id AND r.role IN ('building-captain', 'grid-worker') AND b.compound || '-' || b.building = r.scope
     AND b.ended_at IS NULL AND (SELECT count(*) FROM members.buildings o
       WHERE o.community_id = r.community_id AND o.compound || '-' || o.building = r.scope AND o.ended_at IS NULL) = 1`;
const isCompound = 'EXISTS (SELECT FROM members.compounds c WHERE (c.community_id, c.code) = (r.community_id, r.scope))';

/** What somebody holds now: members reads it for sessions, and others for the links by which one step is reported. */
export class PublishedRoles1796300000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      publish(
        view,
        `SELECT r.community_id, r.code, r.role, r.scope, (${gate}) AS gate, (${building}) AS building,
             ${isCompound} AS "isCompound", (${grid}) AS grid FROM members.person_roles r
           JOIN members.people p ON (p.community_id, p.code) = (r.community_id, r.code) AND p.ended_at IS NULL
          WHERE r.ended_at IS NULL`,
        ['jielong_members_app', 'jielong_orders_app', 'jielong_logistics_app'],
      ),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
  }
}
