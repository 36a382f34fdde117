import type { ActorOptions } from '@jielong/platform';

/** To which parts of the community rows of members belong. */
export const belongings: ActorOptions['belongings'] = {
  households: {
    by: 'uuid',
    select: `SELECT jsonb_build_object('compound', h.compound, 'building', h.building, 'unit', h.unit, 'gate', p.gate) AS part
             FROM households h JOIN buildings b USING (community_id, compound, building) JOIN pickup_points p USING (community_id, pickup_point_id)
             WHERE h.household_id = $1`,
  },
  compounds: { by: 'text', select: `SELECT jsonb_build_object('compound', code) AS part FROM compounds WHERE $1 IN (code, name)` },
};
