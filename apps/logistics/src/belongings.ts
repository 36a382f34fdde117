import { membersViews } from '@jielong/members-contract';
import { type ActorOptions, idInProcess } from '@jielong/platform';

const { households, buildings } = membersViews;
const gate = `jsonb_build_object('compound', r.compound, 'gate', p.gate)`;
const points = `supply_runs r JOIN run_points p USING (community_id, run_id)`;
/** A trip that nobody has given to a team is any team's. */
const stop = `jsonb_build_object('compound', r.compound, 'gate', p.gate, 'team', t.team)`;
/** Where there is no trip, there is no team. */
const team = `CASE WHEN t.trip_id IS NULL THEN '{}' ELSE jsonb_build_object('team', t.team) END`;
const stops = `trips t JOIN stops s USING (community_id, trip_id) JOIN supply_runs r USING (community_id, run_id)
  JOIN run_points p ON (p.community_id, p.run_id, p.pickup_point_id) = (s.community_id, s.run_id, s.pickup_point_id)`;

const carrier = `jsonb_build_object('team', t.team)`;
const supplier = `jsonb_build_object('supplier', l.supplier)`;
/** Whether an event `said` of a note `n` speaks of this place of this run. */
const spokenOf = (place: string, run: string): string =>
  `${run} = ANY (n.runs) AND (${place} = (said->>'ref')::uuid OR said->>'ref' IS NULL AND n.process_id = 'supply-run:' || ${run})`;

/** To which parts of the community rows of logistics belong. */
export const belongings: ActorOptions['belongings'] = {
  'supply-runs': {
    by: 'uuid',
    select: `SELECT ${gate} AS part FROM ${points} WHERE r.run_id = $1
             UNION ALL SELECT jsonb_build_object('compound', r.compound) || ${team} FROM supply_runs r
               LEFT JOIN trip_runs USING (community_id, run_id) LEFT JOIN trips t USING (community_id, trip_id) WHERE r.run_id = $1
             UNION ALL SELECT jsonb_build_object('supplier', l.supplier) FROM purchase_lines l WHERE l.run_id = $1`,
  },
  /** A point of a run; where the run is named, all of its points. */
  'pickup-points': {
    by: 'uuid',
    every: true,
    select: `SELECT DISTINCT ${gate} AS part FROM ${points} WHERE p.pickup_point_id = $1 OR r.run_id = $1`,
  },
  /** What was bought, or the bus, of a run or by itself: its supplier's or its team's, whoever's goods they are. */
  bought: {
    by: 'uuid',
    every: true,
    select: `SELECT DISTINCT ${supplier} AS part FROM purchase_lines l WHERE $1 IN (l.purchase_id, l.run_id) AND NOT l.given_way`,
  },
  buses: {
    by: 'uuid',
    every: true,
    select: `SELECT DISTINCT ${carrier} AS part FROM trip_runs b JOIN trips t USING (community_id, trip_id) WHERE $1 IN (b.trip_id, b.run_id)`,
  },
  /** Of all places of which a note of goods speaks; one that names none speaks of those of its run. */
  'goods-notes': {
    by: 'text',
    every: true,
    select: `SELECT DISTINCT part FROM reports n CROSS JOIN jsonb_array_elements(n.body->'events') AS said CROSS JOIN LATERAL (
               SELECT ${gate} AS part FROM ${points} WHERE said->>'at' = 'pickup-point' AND ${spokenOf('p.pickup_point_id', 'p.run_id')}
               UNION ALL SELECT ${carrier} FROM trip_runs b JOIN trips t USING (community_id, trip_id)
                 WHERE said->>'at' = 'bus' AND ${spokenOf('b.trip_id', 'b.run_id')}
               UNION ALL SELECT ${supplier} FROM purchase_lines l WHERE said->>'at' = 'supplier' AND ${spokenOf('l.purchase_id', 'l.run_id')}) places
             WHERE n.report_id = $1 AND n.step = 'noteGoods'`,
  },
  trips: { by: 'uuid', select: `SELECT ${stop} AS part FROM ${stops} WHERE t.trip_id = $1` },
  /** A stop of a trip, or where none is named any of the trip's. */
  stops: {
    by: 'uuid',
    select: `SELECT ${stop} AS part FROM ${stops} WHERE s.stop_id = $1 UNION ALL SELECT ${stop} FROM ${stops} WHERE t.trip_id = $1`,
  },
  pickups: {
    by: 'uuid',
    select: `SELECT ${gate} AS part FROM pickups g JOIN supply_runs r USING (community_id, run_id) JOIN run_points p USING (community_id, run_id, pickup_point_id)
             WHERE g.pickup_id = $1`,
  },
  /** The team that brought it to the gate carries it to the door. */
  'pickup-orders': {
    by: 'uuid',
    select: `SELECT jsonb_build_object('compound', h.compound, 'building', h.building, 'unit', h.unit, 'gate', b.gate) || ${team} AS part
             FROM pickup_orders o LEFT JOIN stops s USING (community_id, run_id, pickup_point_id) LEFT JOIN trips t USING (community_id, trip_id)
             JOIN ${households} h ON (h.community_id, h.id) = (o.community_id, o.household_id)
             JOIN ${buildings} b ON (b.community_id, b.compound, b.building) = (h.community_id, h.compound, h.building) WHERE o.order_id = $1`,
  },
  processes: {
    by: 'text',
    select: `SELECT ${stop} AS part FROM ${stops} WHERE t.trip_id = ${idInProcess('trip')}
             UNION ALL SELECT ${gate} FROM ${points} WHERE r.run_id = ${idInProcess('supply-run')}
             UNION ALL SELECT jsonb_build_object('compound', r.compound) FROM supply_runs r WHERE r.run_id = ${idInProcess('supply-run')}`,
  },
};
