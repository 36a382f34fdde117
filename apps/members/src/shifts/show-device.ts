import type { ShiftDevice } from '@jielong/members-contract/schemas';
import type { EntityManager } from 'typeorm';
import { codeOver, readShift, type Shift } from './shifts.rows.js';
import { standing } from './standing.query.js';

/** What a device is of, who is at it now, and who may be. */
export async function showDevice(tx: EntityManager, community: string, session: string): Promise<ShiftDevice> {
  const [row] = await tx.query<{ shift: string; person: string; maskedName: string }[]>(
    `SELECT d.shift_id AS shift, p.code AS person, p.masked_name AS "maskedName" FROM shift_devices d
     JOIN shift_posts o USING (community_id, session_id) JOIN people p USING (community_id, code)
     WHERE d.session_id = $1 ORDER BY o.from_at DESC, o.until_at DESC LIMIT 1`,
    [session],
  );
  if (!row) throw codeOver();
  const { shift: id, ...at } = row;
  const shift = await readShift(tx, id);
  return { community, session, ...at, shift: placeOf(shift), people: await standing(tx, shift) };
}

/** As much of a shift as whoever stands there needs. */
export const placeOf = ({ id, compound, compoundName, gate, from, until }: Shift): ShiftDevice['shift'] => ({
  ...{ id, compound, compoundName, gate },
  from: from.toISOString(),
  until: until.toISOString(),
});
