import type { ImportPlan } from '@jielong/kernel';
import { type CompoundRow, coverageOf, type GroupRow, namedGates } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

/** Branches, their groups, and what these are in charge of. Whoever comes back is the one of before. */
export async function writeGroups(tx: EntityManager, plan: ImportPlan<GroupRow>, compounds: readonly CompoundRow[]): Promise<void> {
  const written = [...plan.new, ...plan.changed].map(({ row }) => row);
  const gone = plan.gone.map(({ row }) => row);
  await writeBranches(tx, plan.rows);
  await tx.query(
    `INSERT INTO groups (branch_id, name)
       SELECT b.branch_id, r."group" FROM jsonb_to_recordset($1) AS r(branch text, "group" text) JOIN branches b ON b.name = r.branch
     ON CONFLICT (community_id, branch_id, name) DO UPDATE SET ended_at = NULL`,
    [JSON.stringify(written)],
  );
  await tx.query(
    `UPDATE groups g SET ended_at = now() FROM jsonb_to_recordset($1) AS r(branch text, "group" text) JOIN branches b ON b.name = r.branch
      WHERE (g.branch_id, g.name) = (b.branch_id, r."group")`,
    [JSON.stringify(gone)],
  );
  await writeCoverage(tx, [...written, ...gone], written, compounds);
}

async function writeBranches(tx: EntityManager, rows: readonly GroupRow[]): Promise<void> {
  const branches = [...new Map(rows.map((row) => [row.branch, row])).values()];
  await tx.query(
    `INSERT INTO branches AS b (name, source, purposes)
       SELECT branch, source, purposes FROM jsonb_to_recordset($1) AS r(branch text, source text, purposes text[])
     ON CONFLICT (community_id, name) DO UPDATE SET source = excluded.source, purposes = excluded.purposes, ended_at = NULL
     WHERE (b.source, b.purposes) <> (excluded.source, excluded.purposes) OR b.ended_at IS NOT NULL`,
    [JSON.stringify(branches)],
  );
  await tx.query('UPDATE branches SET ended_at = now() WHERE ended_at IS NULL AND name <> ALL ($1)', [
    branches.map(({ branch }) => branch),
  ]);
}

async function writeCoverage(
  tx: EntityManager,
  touched: readonly GroupRow[],
  written: readonly GroupRow[],
  compounds: readonly CompoundRow[],
): Promise<void> {
  const gates = namedGates(compounds);
  const coverage = written.flatMap((row) =>
    coverageOf(row, gates).map((part, position) => ({ branch: row.branch, group: row.group, ...part, position })),
  );
  await tx.query(
    `UPDATE group_coverage v SET ended_at = now()
       FROM jsonb_to_recordset($1) AS r(branch text, "group" text) JOIN branches b ON b.name = r.branch
       JOIN groups g ON (g.branch_id, g.name) = (b.branch_id, r."group")
      WHERE v.group_id = g.group_id AND v.ended_at IS NULL`,
    [JSON.stringify(touched)],
  );
  await tx.query(
    `INSERT INTO group_coverage (group_id, compound, gate, position)
       SELECT g.group_id, r.compound, r.gate, r.position
         FROM jsonb_to_recordset($1) AS r(branch text, "group" text, compound text, gate text, position integer)
         JOIN branches b ON b.name = r.branch JOIN groups g ON (g.branch_id, g.name) = (b.branch_id, r."group")
     ON CONFLICT (community_id, group_id, compound, gate) DO UPDATE SET position = excluded.position, ended_at = NULL`,
    [JSON.stringify(coverage)],
  );
}
