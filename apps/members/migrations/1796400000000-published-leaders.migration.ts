import { publish } from '@jielong/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const view = 'members.published_roles_v2';
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

const given = `
  SELECT r.community_id, r.code, r.role, r.scope, (${gate}) AS gate, (${building}) AS building, ${isCompound} AS "isCompound", (${grid}) AS parts
    FROM members.person_roles r JOIN members.people p ON (p.community_id, p.code) = (r.community_id, r.code) AND p.ended_at IS NULL
   WHERE r.ended_at IS NULL`;

const today = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;
const isLeader = `m.duty IN ('leader', 'deputy-leader')`;
const own = `CASE WHEN ${isLeader} THEN jsonb_build_object('group', g.group_id) ELSE jsonb_build_object('branch', g.branch_id) END`;
const coverage = `
  SELECT DISTINCT jsonb_strip_nulls(jsonb_build_object('compound', c.compound, 'gate', c.gate))
    FROM members.groups cg JOIN members.group_coverage c USING (community_id, group_id)
   WHERE cg.community_id = g.community_id AND CASE WHEN ${isLeader} THEN cg.group_id = g.group_id ELSE cg.branch_id = g.branch_id END
     AND cg.ended_at IS NULL AND c.ended_at IS NULL`;

const leading = `
  SELECT m.community_id, m.code, CASE WHEN ${isLeader} THEN 'group-leader' ELSE 'branch-secretary' END, b.name || g.name, NULL, NULL, false,
      (SELECT jsonb_agg(part) FROM (SELECT ${own} UNION ALL (${coverage})) AS parts(part))
    FROM members.memberships m JOIN members.groups g USING (community_id, group_id) JOIN members.branches b USING (community_id, branch_id)
    JOIN members.people p ON (p.community_id, p.code) = (m.community_id, m.code) AND p.ended_at IS NULL
   WHERE m.duty IN ('leader', 'deputy-leader', 'secretary', 'deputy-secretary') AND g.ended_at IS NULL
     AND m.from_day <= ${today} AND (m.until_day IS NULL OR m.until_day > ${today})`;

/** Whoever leads a group or a branch today holds that as a role, for its people and for what it is in charge of. `_v1` stays for services that run still. */
export class PublishedLeaders1796400000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(publish(view, `${given} UNION ALL ${leading}`, ['jielong_members_app', 'jielong_orders_app', 'jielong_logistics_app']));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ${view}`);
  }
}
