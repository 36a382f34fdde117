import type { EntityManager } from 'typeorm';
import { today } from '../imports/write-memberships.js';
import type { Shift } from './shifts.rows.js';

/** Somebody as lists show them. */
export interface Stander {
  readonly code: string;
  readonly maskedName: string;
}

/** Who may stand at the gate of a shift today: the groups in charge of it or of its compound, and the team that the shift names. */
export const standing = (tx: EntityManager, { compound, gate, team }: Pick<Shift, 'compound' | 'gate' | 'team'>): Promise<Stander[]> =>
  tx.query<Stander[]>(
    `SELECT p.code, p.masked_name AS "maskedName" FROM people p WHERE p.ended_at IS NULL AND (
       EXISTS (SELECT FROM memberships m JOIN groups g USING (community_id, group_id) JOIN group_coverage v USING (community_id, group_id)
         WHERE m.code = p.code AND m.from_day <= ${today} AND (m.until_day IS NULL OR ${today} < m.until_day)
           AND g.ended_at IS NULL AND v.ended_at IS NULL AND v.compound = $1 AND (v.gate IS NULL OR v.gate = $2))
       OR EXISTS (SELECT FROM supply_team_members t WHERE t.code = p.code AND t.team = $3 AND t.ended_at IS NULL))
     ORDER BY p.code`,
    [compound, gate, team],
  );
