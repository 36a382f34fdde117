import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { fingerprintOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** Where a household lives. */
export interface Home {
  readonly household: string;
  readonly compound: string;
  readonly compoundName: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
}
/** A link that opens something now, and whose it is. */
export interface OpenLink {
  readonly link: string;
  readonly household: string;
}

/** The household whose link this is; undefined where it opens nothing (any more). */
export async function linkWith(tx: EntityManager, credential: string): Promise<OpenLink | undefined> {
  const [link] = await tx.query<OpenLink[]>(
    `SELECT link_id AS link, household FROM ${membersViews.householdLinks} WHERE fingerprint = $1`,
    [fingerprintOf(credential)],
  );
  return link;
}

/** A household that is there, and stands for itself. */
export async function homeOf(tx: EntityManager, household: string): Promise<Home> {
  const [home] = await tx.query<Home[]>(
    `SELECT h.id AS household, h.compound, coalesce(c.name, h.compound) AS "compoundName", h.building, h.unit, h.room
     FROM ${membersViews.households} h LEFT JOIN ${membersViews.compounds} c ON (c.community_id, c.code) = (h.community_id, h.compound)
     WHERE h.id = $1 AND h.merged_into IS NULL`,
    [household],
  );
  if (!home) throw goneHome();
  return home;
}

/** A household for which another one orders. */
export type ActedFor = Pick<Home, 'household' | 'compoundName' | 'building' | 'unit' | 'room'>;

/** Households for which this one may order today. */
export const ordersForOf = (tx: EntityManager, household: string): Promise<ActedFor[]> =>
  tx.query<ActedFor[]>(
    `SELECT DISTINCT h.id AS household, coalesce(c.name, h.compound) AS "compoundName", h.building, h.unit, h.room FROM ${membersViews.proxies} p
     JOIN ${membersViews.households} h ON (h.community_id, h.id) = (p.community_id, p.household_id)
     LEFT JOIN ${membersViews.compounds} c ON (c.community_id, c.code) = (h.community_id, h.compound)
     WHERE p.other = $1 AND p.may_order ORDER BY "compoundName", h.building, h.unit, h.room, household`,
    [household],
  );

/** Whether a household collects for this one today. */
export async function collectsFor(tx: EntityManager, household: string, other: string): Promise<boolean> {
  const found = await tx.query<unknown[]>(
    `SELECT FROM ${membersViews.proxies} WHERE (household_id, other) = ($1, $2) AND may_collect LIMIT 1`,
    [household, other],
  );
  return found.length > 0;
}

const goneHome = () =>
  new DomainError('not-found', 'household-gone', {
    zh: '这一户已不在名单上。请找楼栋长或网格员核对。',
    en: 'This household is no longer on the list. Ask the building captain or the grid worker.',
  });
