import type { ImportPlan } from '@jielong/kernel';
import type { BuildingRow, CompoundRow } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

/** Compounds with their gates and pickup points. A place keeps its id as long as it keeps its name, even when it comes back. */
export async function writeCompounds(tx: EntityManager, plan: ImportPlan<CompoundRow>): Promise<void> {
  const written = [...plan.new, ...plan.changed].map(({ row }) => row);
  const gone = plan.gone.map(({ row }) => row.code);
  const touched = [...written.map(({ code }) => code), ...gone];
  await tx.query(
    `INSERT INTO compounds (code, name, remark) SELECT code, name, remark FROM jsonb_to_recordset($1) AS r(code text, name text, remark text)
     ON CONFLICT (community_id, code) DO UPDATE SET name = excluded.name, remark = excluded.remark, ended_at = NULL`,
    [JSON.stringify(written)],
  );
  await tx.query('UPDATE compounds SET ended_at = now() WHERE code = ANY ($1)', [gone]);
  await tx.query('UPDATE gates SET ended_at = now() WHERE compound = ANY ($1) AND ended_at IS NULL', [touched]);
  await tx.query('UPDATE pickup_points SET ended_at = now() WHERE compound = ANY ($1) AND ended_at IS NULL', [touched]);
  const gates = written.flatMap(({ code, gates: names }) => names.map((name, position) => ({ compound: code, name, position })));
  await tx.query(
    `INSERT INTO gates (compound, name, position)
       SELECT compound, name, position FROM jsonb_to_recordset($1) AS r(compound text, name text, position integer)
     ON CONFLICT (community_id, compound, name) DO UPDATE SET position = excluded.position, ended_at = NULL`,
    [JSON.stringify(gates)],
  );
  const points = written.flatMap(({ code, pickupPoints }) =>
    pickupPoints.map((point, position) => ({ compound: code, ...point, position })),
  );
  await tx.query(
    `INSERT INTO pickup_points (compound, gate, name, position)
       SELECT compound, gate, name, position FROM jsonb_to_recordset($1) AS r(compound text, gate text, name text, position integer)
     ON CONFLICT (community_id, compound, gate, name) DO UPDATE SET position = excluded.position, ended_at = NULL`,
    [JSON.stringify(points)],
  );
}

export async function writeBuildings(tx: EntityManager, plan: ImportPlan<BuildingRow>): Promise<void> {
  await tx.query(
    `INSERT INTO buildings (compound, building, units, floors, rooms_per_floor, pickup_point_id, grid, remark)
       SELECT r.compound, r.building, r.units, r.floors, r."roomsPerFloor", p.pickup_point_id, r.grid, r.remark
         FROM jsonb_to_recordset($1) AS r(compound text, building text, units integer, floors integer, "roomsPerFloor" integer,
              gate text, "pickupPoint" text, grid text, remark text)
         JOIN pickup_points p ON (p.compound, p.gate, p.name) = (r.compound, r.gate, r."pickupPoint")
     ON CONFLICT (community_id, compound, building) DO UPDATE SET units = excluded.units, floors = excluded.floors,
       rooms_per_floor = excluded.rooms_per_floor, pickup_point_id = excluded.pickup_point_id, grid = excluded.grid,
       remark = excluded.remark, ended_at = NULL`,
    [JSON.stringify([...plan.new, ...plan.changed].map(({ row }) => row))],
  );
  await tx.query(
    `UPDATE buildings b SET ended_at = now() FROM jsonb_to_recordset($1) AS r(compound text, building text)
      WHERE (b.compound, b.building) = (r.compound, r.building)`,
    [JSON.stringify(plan.gone.map(({ row }) => row))],
  );
}
