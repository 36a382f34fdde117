import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from '@jielong/members-domain';
import { audit, fingerprintOf, newCredential } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { holdHouseholds } from '../households/held-household.js';

/** A household's link, given once. */
export interface MadeLink {
  readonly id: string;
  readonly household: string;
  readonly credential: string;
  readonly madeAt: Date;
}
/** The homes of a building, or of a unit of it. */
export interface Homes {
  readonly compound: string;
  readonly building: string;
  readonly unit?: string | undefined;
  /** Also those that have a link, which then opens nothing any more. */
  readonly renew: boolean;
}

/** A new link for each of these households, which stand for themselves and are held; older ones open nothing any more. */
export async function makeLinks(tx: EntityManager, community: string, households: readonly string[]): Promise<MadeLink[]> {
  await holdHouseholds(tx, households);
  await endLinks(tx, households);
  const credentials = new Map(households.map((household) => [household, newCredential(community, 'home')]));
  const made = await tx.query<Omit<MadeLink, 'credential'>[]>(
    `INSERT INTO household_links (household_id, fingerprint)
       SELECT household, decode(fingerprint, 'hex') FROM jsonb_to_recordset($1) AS r(household uuid, fingerprint text)
     RETURNING link_id AS id, household_id AS household, made_at AS "madeAt"`,
    [JSON.stringify([...credentials].map(([household, it]) => ({ household, fingerprint: fingerprintOf(it).toString('hex') })))],
  );
  for (const { id, household } of made)
    await audit(tx, { action: 'makeHouseholdLink', subjectKind: 'household', subjectId: household, details: { link: id } });
  return made.map((link) => ({ ...link, credential: credentials.get(link.household) ?? '' }));
}

/** What these households' links opened they open no more. Answers how many did. */
export async function endLinks(tx: EntityManager, households: readonly string[]): Promise<number> {
  if (households.length === 0) return 0;
  const [ended] = await tx.query<[{ id: string; household: string }[], number]>(
    `UPDATE household_links SET revoked_at = clock_timestamp(), revoked_by = coalesce(current_setting('app.actor', true), '')
     WHERE household_id = ANY ($1) AND revoked_at IS NULL RETURNING link_id AS id, household_id AS household`,
    [households],
  );
  for (const { id, household } of ended)
    await audit(tx, { action: 'revokeHouseholdLink', subjectKind: 'household', subjectId: household, details: { link: id } });
  return ended.length;
}

const there = `h.ended_at IS NULL AND $1 IN (c.code, c.name) AND h.building = $2 AND ($3::text IS NULL OR h.unit = $3)`;

/**
 * The households of a building that have no link, or all of them, in the order of their rooms; they are held before it is asked who has one, so that
 * of several who ask at once one makes them. Refuses a building in which nobody lives.
 */
export async function homesIn(tx: EntityManager, { compound, building, unit, renew }: Homes): Promise<string[]> {
  const home = [compound, building, unit ?? null];
  await tx.query(
    `SELECT FROM households h JOIN compounds c ON c.code = h.compound WHERE ${there} ORDER BY h.household_id FOR UPDATE OF h`,
    home,
  );
  const rows = await tx.query<{ id: string; linked: boolean }[]>(
    `SELECT h.household_id AS id, EXISTS (SELECT FROM household_links l WHERE l.household_id = h.household_id AND l.revoked_at IS NULL) AS linked
     FROM households h JOIN compounds c ON c.code = h.compound WHERE ${there} ORDER BY h.sort_key`,
    home,
  );
  if (rows.length === 0) throw nobodyLivesThere();
  return rows.filter(({ linked }) => renew || !linked).map(({ id }) => id);
}

const nobodyLivesThere = () =>
  new DomainError<MembersErrorCode>('invalid', 'nobody-lives-there', {
    zh: '住户表里这一栋（单元）没有住户。请核对小区、楼栋（building）和单元（unit）。',
    en: 'The register has no household in this building or unit. Check `compound`, `building` and `unit`.',
  });
