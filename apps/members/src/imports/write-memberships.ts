import type { MemberRow } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

export const today = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** Who stands in which group, and with which duty, as of the list. */
const wanted = `
  SELECT r.code, g.group_id, r.duty FROM jsonb_to_recordset($1) AS r(code text, branch text, "group" text, duty text)
    JOIN branches b ON b.name = r.branch JOIN groups g ON (g.branch_id, g.name) = (b.branch_id, r."group")`;

/** Ends memberships that hold no more, and begins those that hold now, from `day` on: today where none is named. What was stays. */
export async function writeMemberships(tx: EntityManager, members: readonly MemberRow[], day: string | null): Promise<void> {
  const rows = JSON.stringify(members.map(({ code, branch, group, duty }) => ({ code, branch, group, duty })));
  await tx.query(
    `WITH wanted AS (${wanted})
     UPDATE memberships m SET until_day = coalesce($2::date, ${today}) WHERE m.until_day IS NULL AND NOT EXISTS
       (SELECT FROM wanted w WHERE (w.code, w.group_id, w.duty) = (m.code, m.group_id, m.duty))`,
    [rows, day],
  );
  await tx.query(
    `WITH wanted AS (${wanted})
     INSERT INTO memberships (code, group_id, duty, from_day)
       SELECT w.code, w.group_id, w.duty, coalesce($2::date, ${today}) FROM wanted w
        WHERE NOT EXISTS (SELECT FROM memberships m WHERE m.code = w.code AND m.until_day IS NULL)`,
    [rows, day],
  );
}
