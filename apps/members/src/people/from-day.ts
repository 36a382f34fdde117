import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode, Place } from '@jielong/members-domain';
import { holdLists } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { today } from '../imports/write-memberships.js';

/**
 * The day from which somebody stands somewhere else: no day to come, and none before the last change of whoever it concerns, nor, where it makes a
 * leader, of who led there. Left out it is today, which is neither.
 */
export async function checkFrom(tx: EntityManager, day: string | undefined, codes: readonly string[], led: Place | null): Promise<void> {
  if (day === undefined) return;
  await holdLists(tx);
  const [row] = await tx.query<{ isAhead: boolean; last: string | null }[]>(
    `SELECT $1::date > ${today} AS "isAhead", max(greatest(m.from_day, m.until_day))::text AS last
       FROM memberships m JOIN groups g USING (community_id, group_id) JOIN branches b USING (community_id, branch_id)
      WHERE m.code = ANY ($2) OR ((b.name, g.name) = ($3, $4) AND m.duty IN ('secretary', 'leader'))`,
    [day, codes, led?.branch, led?.group],
  );
  if (row?.isAhead) throw notYet();
  if (row?.last && day < row.last) throw beforeLastChange(row.last);
}

const notYet = () =>
  new DomainError<MembersErrorCode>('invalid', 'not-yet', {
    zh: 'from 是将来的日期。请到那天再改，或不写 from（今天起）。',
    en: '`from` is a day to come. Say it on that day, or leave `from` out: from today on.',
  });
const beforeLastChange = (last: string) =>
  new DomainError<MembersErrorCode>(
    'invalid',
    'before-last-change',
    {
      zh: `from 早于上一次变动（${last}）。请写 ${last} 或之后的日期。`,
      en: `\`from\` is before the last change, of ${last}. Name that day or a later one.`,
    },
    { last },
  );
