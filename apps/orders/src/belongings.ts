import { householdNow, membersViews } from '@jielong/members-contract';
import { type ActorOptions, idInProcess } from '@jielong/platform';

const { households, buildings, compounds, proxies } = membersViews;
/** Of a household that was merged, the one that it is now. */
const home = `jsonb_build_object('compound', h.compound, 'building', h.building, 'unit', h.unit, 'gate', b.gate,
  'household', ${householdNow('h')})`;
const joined = `JOIN ${buildings} b ON (b.community_id, b.compound, b.building) = (h.community_id, h.compound, h.building)`;

/** What may be ordered for a household by its own link may be by the link of one that orders for it, as of now. */
const acting = `CROSS JOIN LATERAL (SELECT ${householdNow('h')} AS household UNION ALL SELECT p.other FROM ${proxies} p
  WHERE (p.community_id, p.household_id) = (h.community_id, ${householdNow('h')}) AND p.may_order AND p.other IS NOT NULL) acting`;
const homeOfActing = `${home} || jsonb_build_object('household', acting.household)`;

/** By where the household lives, and where the order is collected. */
const partsOfOrder = (part: string, who = '') => `SELECT ${part} || jsonb_build_object('gate', g.gate) AS part
  FROM orders o JOIN ${households} h ON (h.community_id, h.id) = (o.community_id, o.for_household) ${joined}
  LEFT JOIN run_pickup_points p ON (p.community_id, p.run_id, p.pickup_point_id) = (o.community_id, o.run_id, o.pickup_point_id)
  CROSS JOIN LATERAL (SELECT b.gate UNION SELECT p.gate WHERE p.gate IS NOT NULL) g ${who} WHERE o.order_id = $1`;
const partsOfHome = (part: string, who = '') => `SELECT ${part} AS part FROM ${households} h ${joined} ${who} WHERE h.id = $1`;

const gatesOfRun = `SELECT jsonb_build_object('compound', r.compound, 'gate', p.gate) AS part
  FROM supply_runs r LEFT JOIN run_pickup_points p USING (community_id, run_id) WHERE r.run_id = $1`;

/** To which parts of the community rows of orders belong. */
export const belongings: ActorOptions['belongings'] = {
  'supply-runs': {
    by: 'uuid',
    select: gatesOfRun,
  },
  /** Homes of a run's compound, and its gates: whoever is there for some of them lists their orders. */
  'run-homes': {
    by: 'uuid',
    select: `${gatesOfRun} UNION ALL SELECT jsonb_build_object('compound', b.compound, 'building', b.building, 'unit', null)
             FROM supply_runs r JOIN ${buildings} b USING (community_id, compound) WHERE r.run_id = $1`,
  },
  purchases: {
    by: 'uuid',
    select: `SELECT jsonb_build_object('supplier', p.supplier, 'compound', r.compound) AS part
             FROM purchases p LEFT JOIN purchase_runs USING (community_id, purchase_id) LEFT JOIN supply_runs r USING (community_id, run_id)
             WHERE p.purchase_id = $1`,
  },
  orders: { by: 'uuid', changes: true, select: partsOfOrder(home), byLink: partsOfOrder(homeOfActing, acting) },
  households: { by: 'uuid', select: partsOfHome(home) },
  /** A household for which is ordered. */
  'ordered-for': { by: 'uuid', changes: true, select: partsOfHome(home), byLink: partsOfHome(homeOfActing, acting) },
  payments: {
    by: 'uuid',
    select: `SELECT jsonb_build_object('compound', r.compound) AS part FROM payments p JOIN supply_runs r USING (community_id, run_id)
             WHERE p.payment_id = $1`,
  },
  compounds: { by: 'text', select: `SELECT jsonb_build_object('compound', code) AS part FROM ${compounds} WHERE $1 IN (code, name)` },
  processes: {
    by: 'text',
    select: `SELECT jsonb_build_object('compound', r.compound) AS part FROM supply_runs r WHERE r.run_id = ${idInProcess('supply-run')}
             UNION ALL SELECT jsonb_build_object('supplier', p.supplier, 'compound', r.compound) FROM purchases p
               JOIN purchase_runs USING (community_id, purchase_id) JOIN supply_runs r USING (community_id, run_id)
             WHERE p.purchase_id = ${idInProcess('purchase')}`,
  },
};
