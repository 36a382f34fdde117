import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';

const { households, proxies } = membersViews;

/** A household that may collect another one's order, as lists at a gate show households. */
export interface Collector {
  readonly householdId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
}

const now = (h: string) => `coalesce(${h}.merged_into, ${h}.id)`;
const ofRun = `FROM pickup_orders o JOIN ${households} h ON h.community_id = o.community_id AND h.id = o.household_id`;

/** Who else may collect the orders of a run, `$1`: the households that an order names, and who acts for the household today. Of merged ones, what they are now. */
export const collectorsSql = `(
  SELECT w.order_id, array_agg(w.person ORDER BY w.person) FILTER (WHERE w.person IS NOT NULL) AS people,
    json_agg(json_build_object('householdId', x.id, 'building', coalesce(x.building, ''), 'unit', x.unit, 'room', coalesce(x.room, ''),
      'maskedName', coalesce(x.masked_name, '')) ORDER BY x.building, x.unit, x.room, x.id) FILTER (WHERE x.id IS NOT NULL) AS households
  FROM (
    SELECT o.community_id, o.order_id, ${now('n')} AS other, NULL AS person ${ofRun}
      JOIN ${ordersViews.collectors} c ON c.community_id = o.community_id AND c.run_id = o.run_id AND c.order_id = o.order_id
      JOIN ${households} n ON n.community_id = c.community_id AND n.id = c.household_id
      WHERE o.run_id = $1 AND ${now('n')} <> ${now('h')}
    UNION SELECT o.community_id, o.order_id, p.other, p.person ${ofRun}
      JOIN ${proxies} p ON p.community_id = o.community_id AND p.household_id = ${now('h')} AND p.may_collect
      WHERE o.run_id = $1) w
  LEFT JOIN ${households} x ON x.community_id = w.community_id AND x.id = w.other
  GROUP BY w.order_id)`;
