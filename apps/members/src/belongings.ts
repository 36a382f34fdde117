import type { ActorOptions } from '@jielong/platform';
import { waitingParts } from './contacts/waiting-orders.query.js';
import { today } from './imports/write-memberships.js';

const home = `SELECT jsonb_build_object('compound', h.compound, 'building', h.building, 'unit', h.unit, 'gate', p.gate) AS part
  FROM households h JOIN buildings b USING (community_id, compound, building) JOIN pickup_points p USING (community_id, pickup_point_id)
  WHERE h.household_id = $1`;

/** To which parts of the community rows of members belong. */
export const belongings: ActorOptions['belongings'] = {
  households: { by: 'uuid', select: home },
  /** Besides, to wherever something waits for it at this moment: at a gate that is not its own, or with the team of a bus. */
  'household-contacts': { by: 'uuid', changes: true, select: `${home} UNION ALL ${waitingParts}` },
  /** People belong to whoever leads the group in which they stand today, and to the secretary of its branch. */
  people: {
    by: 'text',
    select: `SELECT jsonb_build_object('branch', g.branch_id, 'group', g.group_id) AS part FROM memberships m JOIN groups g USING (community_id, group_id)
             WHERE m.code = $1 AND m.from_day <= ${today} AND (m.until_day IS NULL OR m.until_day > ${today})`,
  },
  /** `LT-7`: a compound, by code or name, and a building of it. Where that can be read in two ways, both have to be covered. */
  buildings: {
    by: 'text',
    every: true,
    select: `SELECT jsonb_build_object('compound', b.compound, 'building', b.building, 'gate', p.gate) AS part
             FROM buildings b JOIN compounds c ON (c.community_id, c.code) = (b.community_id, b.compound)
             JOIN pickup_points p ON (p.community_id, p.pickup_point_id) = (b.community_id, b.pickup_point_id)
             WHERE $1 IN (c.code || '-' || b.building, c.name || '-' || b.building)`,
  },
  /** `LT:南门` */
  gates: {
    by: 'text',
    select: `SELECT jsonb_build_object('compound', compound, 'gate', name) AS part FROM gates WHERE compound || ':' || name = $1 AND ended_at IS NULL`,
  },
  shifts: { by: 'uuid', select: `SELECT jsonb_build_object('compound', compound, 'gate', gate) AS part FROM shifts WHERE shift_id = $1` },
  /** Homes in a compound: whoever is there for some of them lists those. */
  'compound-homes': {
    by: 'text',
    select: `SELECT jsonb_build_object('compound', c.code, 'building', b.building, 'unit', null, 'gate', p.gate) AS part
             FROM compounds c LEFT JOIN buildings b ON (b.community_id, b.compound) = (c.community_id, c.code)
             LEFT JOIN pickup_points p ON (p.community_id, p.pickup_point_id) = (b.community_id, b.pickup_point_id) WHERE $1 IN (c.code, c.name)`,
  },
  compounds: { by: 'text', select: `SELECT jsonb_build_object('compound', code) AS part FROM compounds WHERE $1 IN (code, name)` },
};
