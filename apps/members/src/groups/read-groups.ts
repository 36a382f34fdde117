import { DomainError } from '@jielong/kernel';
import type { groupsAnswer, oneGroupAnswer } from '@jielong/members-contract/schemas';
import type { MembersErrorCode, Place } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { today } from '../imports/write-memberships.js';

export type Groups = z.output<typeof groupsAnswer>;
export type Group = z.output<typeof oneGroupAnswer>;

/** Of `groups g` joined with its branch `b`. */
const columns = `g.group_id AS id, b.name AS branch, g.name AS "group", b.source, b.purposes, g.ended_at IS NULL AS active,
  ARRAY(SELECT v.compound FROM group_coverage v WHERE v.group_id = g.group_id AND v.ended_at IS NULL GROUP BY v.compound ORDER BY min(v.position)) AS compounds,
  ARRAY(SELECT c.name || v.gate FROM group_coverage v JOIN compounds c ON c.code = v.compound
         WHERE v.group_id = g.group_id AND v.ended_at IS NULL AND v.gate IS NOT NULL ORDER BY v.position) AS gates`;
const leads = `m.duty IN ('secretary', 'leader')`;
const holds = (day: string) => `m.from_day <= ${day} AND (m.until_day IS NULL OR ${day} < m.until_day)`;
const person = `'code', m.code, 'maskedName', p.masked_name`;

/** All groups as they are now, branches first; names are masked. */
export async function listGroups(tx: EntityManager): Promise<Groups> {
  const items = await tx.query<Groups['items']>(
    `SELECT ${columns},
       (SELECT json_build_object(${person}) FROM memberships m JOIN people p USING (community_id, code)
         WHERE m.group_id = g.group_id AND m.until_day IS NULL AND ${leads}) AS leader,
       (SELECT count(*)::integer FROM memberships m WHERE m.group_id = g.group_id AND m.until_day IS NULL) AS people
     FROM groups g JOIN branches b USING (community_id, branch_id) WHERE g.ended_at IS NULL ORDER BY b.name COLLATE "C", g.name COLLATE "C"`,
  );
  return { items, next: null };
}

/** A group, also one that has ended, with whoever stood in it on a day: today where none is named. Throws a 404 `group-not-found`. */
export async function readGroup(tx: EntityManager, id: string, on?: string): Promise<Group> {
  const [group] = await tx.query<Group[]>(
    `SELECT ${columns}, d.day::text AS on,
       (SELECT json_build_object(${person}) FROM memberships m JOIN people p USING (community_id, code)
         WHERE m.group_id = g.group_id AND ${holds('d.day')} AND ${leads}) AS leader,
       (SELECT coalesce(json_agg(json_build_object(${person}, 'duty', m.duty, 'fromDay', m.from_day, 'untilDay', m.until_day)
                ORDER BY NOT ${leads}, m.code), '[]')
          FROM memberships m JOIN people p USING (community_id, code) WHERE m.group_id = g.group_id AND ${holds('d.day')}) AS members
     FROM groups g JOIN branches b USING (community_id, branch_id) CROSS JOIN (SELECT coalesce($2::date, ${today}) AS day) d
     WHERE g.group_id = $1`,
    [id, on],
  );
  if (!group) throw noGroup();
  return group;
}

/** Which branch and group an id means now. Throws a 404 `group-not-found`, also for one that has ended. */
export async function placeOf(tx: EntityManager, id: string): Promise<Place> {
  const { branch, group, active } = await readGroup(tx, id);
  if (!active) throw noGroup();
  return { branch, group };
}

/** The id of a branch's group that is there now. */
export async function groupIdOf(tx: EntityManager, { branch, group }: Place): Promise<string> {
  const [row] = await tx.query<{ id: string }[]>(
    'SELECT g.group_id AS id FROM groups g JOIN branches b USING (community_id, branch_id) WHERE (b.name, g.name) = ($1, $2)',
    [branch, group],
  );
  if (!row) throw noGroup();
  return row.id;
}

const noGroup = () =>
  new DomainError<MembersErrorCode>('not-found', 'group-not-found', {
    zh: '没有这个小组，或已撤销。全部小组见 GET /api/groups。',
    en: 'There is no such group, or it has ended; `GET /api/groups` lists all.',
  });
