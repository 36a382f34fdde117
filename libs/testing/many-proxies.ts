import pg from 'pg';

/** Nine thousand households, five thousand of which another one acts for; the first three are merged into the fourth. */
const rows = `
  INSERT INTO members.compounds (code, name) VALUES ('LT', '蓝天花园');
  INSERT INTO members.pickup_points (compound, gate, name, position) VALUES ('LT', '南门', '岗亭', 1);
  INSERT INTO members.buildings (compound, building, units, floors, rooms_per_floor, pickup_point_id)
    SELECT 'LT', i, 1, 1, 100, pickup_point_id FROM members.pickup_points CROSS JOIN generate_series(0, 90) i;
  INSERT INTO members.households (household_id, compound, building, unit, room, ordinal, provisional, masked_name, residents, residents_over_65,
      listed_flags, priority, usual_fulfilment, merged_into, ended_at)
    SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'LT', i / 100, '1', i, 2, false, '张**', 1, 0, '', false, 'pick-up',
      CASE WHEN i < 4 THEN '00000000-0000-7000-8000-000000000004'::uuid END, CASE WHEN i < 4 THEN now() END FROM generate_series(1, 9000) i;
  INSERT INTO members.household_proxies (proxy_id, household_id, other, may, from_day)
    SELECT gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
      ('00000000-0000-7000-8000-' || lpad((i + 4000)::text, 12, '0'))::uuid, '{collect,order}', '2026-01-01' FROM generate_series(1, 5000) i;
  ANALYZE;`;

/** Fills a migrated database with them; gives the one into which others were merged, and one that acts for another. */
export async function manyProxies(adminUrl: string, community: string): Promise<{ household: string; acting: string }> {
  const db = new pg.Client({ connectionString: adminUrl, options: `-c app.community_id=${community} -c session_replication_role=replica` });
  await db.connect();
  await db.query(rows).finally(() => db.end());
  return { household: '00000000-0000-7000-8000-000000000004', acting: '00000000-0000-7000-8000-000000004002' };
}
