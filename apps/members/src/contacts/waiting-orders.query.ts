import type { Belonging } from '@jielong/kernel';
import { logisticsViews } from '@jielong/logistics-contract';
import type { WaitingOrder } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

/** Handed out at the gate where it waits; brought home by whoever is there for the home, and by the team of its bus. As logistics has it where that is recorded. */
const part = `CASE WHEN w.fulfilment = 'pick-up' THEN jsonb_build_object('compound', w.compound, 'gate', w.gate)
  ELSE jsonb_build_object('compound', h.compound, 'building', h.building, 'unit', h.unit, 'gate', p.gate)
    || CASE WHEN w.trip_id IS NULL THEN '{}' ELSE jsonb_build_object('team', w.team) END END AS part`;
const from = `FROM ${logisticsViews.waitingOrders} w
  JOIN households h ON (h.community_id, h.household_id) = (w.community_id, w.household_id)
  JOIN buildings b ON (b.community_id, b.compound, b.building) = (h.community_id, h.compound, h.building)
  JOIN pickup_points p ON (p.community_id, p.pickup_point_id) = (b.community_id, b.pickup_point_id)
  WHERE w.household_id IN (SELECT household_id FROM households WHERE $1 IN (household_id, merged_into))`;

/** To which parts what waits for a household belongs; also what was ordered for one that was merged into it. */
export const waitingParts = `SELECT ${part} ${from}`;

export type WaitingSomewhere = WaitingOrder & { readonly part: Belonging };

/** What waits for a household now. */
export const waitingFor = (tx: EntityManager, household: string): Promise<WaitingSomewhere[]> =>
  tx.query<WaitingSomewhere[]>(`SELECT w.order_id AS "orderId", w.run_id AS "runId", w.fulfilment, ${part} ${from} ORDER BY w.order_id`, [
    household,
  ]);
