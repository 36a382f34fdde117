import { type Actor, DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

/** A point at the gate of a grant that is open, or was while the grant held; or is not open yet, on a day of it. */
const isOfShift = `p.gate = g.gate AND r.compound = g.compound AND (p.state = 'open'
  OR (p.opened_at < g.until AND coalesce(p.closed_at, 'infinity') >= g.began)
  OR (p.state = 'waiting' AND r.service_date BETWEEN (g.began AT TIME ZONE 'Asia/Shanghai')::date AND (g.until AT TIME ZONE 'Asia/Shanghai')::date))`;

/** For a device of a shift, what is handed out while it lasts and nothing of before. Throws a 403 `not-of-this-shift`. */
export async function mustBeOfShift(tx: EntityManager, run: string, { posts, grants }: Actor): Promise<void> {
  if (posts === undefined) return;
  const gates = grants.map(({ scope: { compound, gate }, from, until }) => ({ compound, gate, began: from, until }));
  const [found] = await tx.query<unknown[]>(
    `SELECT FROM supply_runs r JOIN run_points p USING (community_id, run_id),
       jsonb_to_recordset($2) AS g(compound text, gate text, began timestamptz, until timestamptz) WHERE r.run_id = $1 AND ${isOfShift} LIMIT 1`,
    [run, JSON.stringify(gates)],
  );
  if (!found) throw notOfThisShift();
}

const notOfThisShift = () =>
  new DomainError('forbidden', 'not-of-this-shift', {
    zh: '这个批次不在本班发放：值班设备只看本岗位正在发放、或本班内发放过的批次。其他批次请用自己的账号登录查看。',
    en: 'This run is not handed out in this shift. A device of a shift sees what is handed out at its gate while it lasts; sign in yourself for others.',
  });
