import type { PlaceKind } from '@jielong/logistics-contract';
import { decodeCursor, pageOf, type Page } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { Custody, MovementItem, MovementsQuery } from './custody.schema.js';
import { runMustExist } from './goods.query.js';
import { custodianOf, namesOf, type NameOf } from './place-names.js';
import { readSaid } from './said.rows.js';

/** Who holds what of a run now. */
export async function readCustody(tx: EntityManager, runId: string): Promise<Custody> {
  await runMustExist(tx, runId);
  const [nameOf, [said]] = [await namesOf(tx, runId), await readSaid(tx, [runId])];
  const rows = await tx.query<{ bundle: string; kind: PlaceKind; ref: string; portions: number }[]>(
    `SELECT bundle, place_kind AS kind, place_ref AS ref, portions FROM custody_balances WHERE run_id = $1 AND portions <> 0
     ORDER BY bundle, place_kind, place_ref`,
    [runId],
  );
  const balances = rows.map(({ bundle, portions, ...place }) => ({
    bundle,
    place: nameOf(place),
    custodian: said ? custodianOf(said, place) : null,
    portions,
  }));
  return { balances, balanced: await isBalanced(tx, runId) };
}

/** Every movement takes from one place what it gives another, so all of a bundle comes to nothing; and each balance is its movements' sum. */
async function isBalanced(tx: EntityManager, runId: string): Promise<boolean> {
  const differences = await tx.query<unknown[]>(
    `SELECT FROM (SELECT bundle, place.kind, place.ref, sum(place.delta) AS portions FROM custody_movements
       CROSS JOIN LATERAL (VALUES (from_kind, from_ref, -portions), (to_kind, to_ref, portions)) AS place(kind, ref, delta)
       WHERE run_id = $1 GROUP BY 1, 2, 3) moved
     FULL JOIN (SELECT bundle, place_kind AS kind, place_ref AS ref, portions AS held FROM custody_balances WHERE run_id = $1) books
       USING (bundle, kind, ref) WHERE coalesce(portions, 0) <> coalesce(held, 0)
     UNION ALL SELECT FROM custody_balances WHERE run_id = $1 GROUP BY bundle HAVING sum(portions) <> 0`,
    [runId],
  );
  return differences.length === 0;
}

interface MovementRow extends Omit<MovementItem, 'from' | 'to' | 'at'> {
  fromKind: PlaceKind;
  fromRef: string;
  toKind: PlaceKind;
  toRef: string;
  at: Date;
}

/** The ledger as it was written, the oldest first. */
export async function listMovements(
  tx: EntityManager,
  runId: string,
  { bundle, limit, after }: MovementsQuery,
): Promise<Page<MovementItem>> {
  await runMustExist(tx, runId);
  const [last] = decodeCursor(after, z.tuple([z.string().regex(/^\d{1,18}$/)])) ?? ['0'];
  const nameOf = await namesOf(tx, runId);
  const rows = await tx.query<MovementRow[]>(
    `SELECT movement_id AS id, bundle, kind, step, from_kind AS "fromKind", from_ref AS "fromRef", to_kind AS "toKind", to_ref AS "toRef",
       portions, evidence, report_id AS "reportId", pickup_id AS "pickupId", reverses, entered_by AS "enteredBy", at
     FROM custody_movements WHERE run_id = $1 AND movement_id > $2 AND ($3::text IS NULL OR bundle = $3) ORDER BY movement_id LIMIT $4`,
    [runId, last, bundle ?? null, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => movementOf(row, nameOf),
  );
}

const movementOf = ({ fromKind, fromRef, toKind, toRef, at, ...row }: MovementRow, nameOf: NameOf): MovementItem => ({
  ...row,
  from: nameOf({ kind: fromKind, ref: fromRef }),
  to: nameOf({ kind: toKind, ref: toRef }),
  at: at.toISOString(),
});
