import { roomText } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { shortageAnswer } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { OfRun } from '../orders/order-list.js';
import { runMustExist } from '../supply-runs/run-rows.js';

export type Shortage = z.output<typeof shortageAnswer>;
interface Row extends Omit<Shortage, 'room'> {
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
}
interface Query {
  readonly limit: number;
  readonly after?: string | undefined;
}

/** What the line `l` of a version gets in place of what it does not get, by that version. */
export const givenInstead = `(
  SELECT jsonb_build_object('bundle', s.bundle, 'name', b.name, 'portions', i.portions)
  FROM order_lines s JOIN allocation_lines i ON (i.run_id, i.version, i.order_line_id) = (l.run_id, l.version, s.order_line_id)
  JOIN run_bundles b ON b.run_id = s.run_id AND b.bundle = s.bundle WHERE s.in_place_of = l.order_line_id AND i.portions > 0)`;

/** In the order of bundle and line: a cursor that told rooms would stand in an address. */
const keySchema = z.tuple([z.string().max(64), z.uuid()]);

/** Everybody who gets less than was ordered by the newest version, with the sentence of the version that took it, however long ago. */
export async function listShortages(tx: EntityManager, { runId, points }: OfRun, { limit, after }: Query): Promise<Page<Shortage>> {
  await runMustExist(tx, runId);
  const [bundle, line] = decodeCursor(after, keySchema) ?? [null, null];
  const rows = await tx.query<Row[]>(
    `SELECT l.order_line_id AS "orderLineId", l.order_id AS "orderId", l.household_id AS "householdId", h.building, h.unit, h.room, l.bundle,
       o.portions AS from, l.portions AS to, lost.version, lost.sentence, ${givenInstead} AS instead
     FROM supply_runs r JOIN allocation_lines l ON (l.run_id, l.version) = (r.run_id, r.allocation_version)
     JOIN order_lines o ON o.order_line_id = l.order_line_id AND o.portions > l.portions
     JOIN LATERAL (SELECT version, sentence FROM allocation_lines t
       WHERE t.order_line_id = l.order_line_id AND t.version <= l.version AND t.sentence IS NOT NULL ORDER BY t.version DESC LIMIT 1) lost ON true
     JOIN orders a ON a.order_id = l.order_id AND a.pickup_point_id = ANY($5)
     LEFT JOIN ${membersViews.households} h ON h.id = l.household_id
     WHERE r.run_id = $1 AND ($2::text IS NULL OR (l.bundle, l.order_line_id) > ($2::text, $3::uuid))
     ORDER BY l.bundle, l.order_line_id LIMIT $4`,
    [runId, bundle, line, limit + 1, points],
  );
  return pageOf(rows, limit, (last) => [last.bundle, last.orderLineId], shown);
}

export const shown = <Line extends Pick<Row, 'building' | 'unit' | 'room'>>({ building, unit, room, ...line }: Line) => ({
  ...line,
  room: building === null || room === null ? null : roomText({ building, unit, room }),
});
