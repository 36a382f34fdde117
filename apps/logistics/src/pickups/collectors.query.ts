import { householdNow, membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';

const { households, compounds, proxies } = membersViews;

/** A household that may collect another one's order, as lists at a gate show households; of one in another compound no room, which would be read as one of this. */
export interface Collector {
  readonly householdId: string;
  readonly compound: string;
  readonly compoundName: string;
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
  readonly maskedName: string;
}
/** Who may collect an order besides the household itself: households, and people by code. */
export interface Collectors {
  readonly mayCollect: readonly Collector[];
  readonly peopleMayCollect: readonly string[];
}

const ofRun = (column: string) => `CASE WHEN x.compound = r.compound THEN x.${column} END`;

/**
 * Who else may collect the order `o`: the households that it names, and who acts for its household today. Of merged ones, what they are now. Asked
 * for each order that is listed, after a page is chosen.
 */
export const collectorsSql = `(
  SELECT json_build_object(
    'peopleMayCollect', coalesce(json_agg(w.person ORDER BY w.person) FILTER (WHERE w.person IS NOT NULL), '[]'),
    'mayCollect', coalesce(json_agg(json_build_object('householdId', x.id, 'compound', x.compound, 'compoundName', coalesce(xc.name, x.compound),
      'building', ${ofRun('building')}, 'unit', ${ofRun('unit')}, 'room', ${ofRun('room')}, 'maskedName', coalesce(x.masked_name, ''))
      ORDER BY x.compound <> r.compound, x.compound, x.building, x.unit, x.room, x.id) FILTER (WHERE x.id IS NOT NULL), '[]'))
  FROM supply_runs r JOIN ${households} own ON own.community_id = r.community_id AND own.id = o.household_id
  CROSS JOIN LATERAL (
    SELECT ${householdNow('n')} AS other, NULL AS person
      FROM ${ordersViews.collectors} c JOIN ${households} n ON n.community_id = c.community_id AND n.id = c.household_id
      WHERE c.community_id = r.community_id AND c.order_id = o.order_id AND ${householdNow('n')} <> ${householdNow('own')}
    UNION SELECT p.other, p.person FROM ${proxies} p
      WHERE p.community_id = r.community_id AND p.household_id = ${householdNow('own')} AND p.may_collect) w
  LEFT JOIN ${households} x ON x.community_id = r.community_id AND x.id = w.other
  LEFT JOIN ${compounds} xc ON xc.community_id = r.community_id AND xc.code = x.compound
  WHERE r.community_id = o.community_id AND r.run_id = o.run_id)`;
