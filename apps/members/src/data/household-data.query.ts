import type { householdDataAnswer } from '@jielong/members-contract/schemas';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { contactsOf } from '../households/contacts.rows.js';
import { householdNow, whyGone } from '../households/read-household.js';
import { proxiesOf, type Proxy } from '../proxies/proxies.rows.js';
import { householdChanges, households } from '../sealed.js';
import { type RevealOf, revealsOf } from './reveals-of.query.js';

type Answer = z.output<typeof householdDataAnswer>;
type Change = Omit<Answer['changes'][number], 'at'> & { readonly at: Date };
type Link = Omit<Answer['links'][number], 'madeAt' | 'revokedAt'> & { readonly madeAt: Date; readonly revokedAt: Date | null };
type MergedFlags = Answer['mergedFlags'][number];
type Row = Omit<Answer, 'mergedFlags' | 'contacts' | 'changes' | 'links' | 'proxies' | 'reveals' | 'endedAt'> & {
  readonly endedAt: Date | null;
};
export type HouseholdData = Row & {
  readonly mergedFlags: readonly MergedFlags[];
  readonly contacts: readonly Answer['contacts'][number][];
  readonly changes: readonly Change[];
  readonly links: readonly Link[];
  readonly proxies: readonly Proxy[];
  readonly reveals: readonly RevealOf[];
};

const select = `
  SELECT household_id AS id, compound, building, nullif(unit, '') AS unit, room, residents, residents_over_65 AS "residentsOver65", priority,
    usual_fulfilment AS "usualFulfilment", chosen_fulfilment AS "chosenFulfilment", listed_flags AS "listedFlags", chosen_flags AS "chosenFlags", flag_terms AS "flagTerms",
    ended_at AS "endedAt"
  FROM households WHERE household_id = $1`;

/** All that members has about the household that this one is now, also where it has ended. Throws a 404 `household-not-found`. */
export async function householdData(tx: EntityManager, asked: string): Promise<HouseholdData> {
  const id = await householdNow(tx, asked);
  const [row] = await tx.query<Row[]>(select, [id]);
  if (!row) throw await whyGone(tx, id);
  const merged = await tx.query<{ id: string }[]>('SELECT household_id AS id FROM households WHERE merged_into = $1 ORDER BY 1', [id]);
  const ids = [id, ...merged.map((one) => one.id)];
  const contacts = await contactsOf(tx, ids);
  return {
    ...households.open(tx, id, row),
    mergedFlags: await flagsOf(tx, ids.slice(1)),
    contacts: [...contacts.values()].map(({ id: household, name, phone, remark }) => ({ household, name, phone, remark })),
    changes: await changesOf(tx, ids),
    links: await linksOf(tx, ids),
    proxies: (await proxiesOf(tx, id)).items,
    reveals: await revealsOf(tx, 'household', ids),
  };
}

async function flagsOf(tx: EntityManager, ids: readonly string[]): Promise<MergedFlags[]> {
  const rows = await tx.query<MergedFlags[]>(
    `SELECT household_id AS household, listed_flags AS "listedFlags", chosen_flags AS "chosenFlags", flag_terms AS "flagTerms" FROM households
     WHERE household_id = ANY ($1) ORDER BY 1`,
    [ids],
  );
  return rows.map((row) => households.open(tx, row.household, row));
}

async function changesOf(tx: EntityManager, ids: readonly string[]): Promise<Change[]> {
  const rows = await tx.query<(Change & { id: string })[]>(
    `SELECT change_id AS id, change, household_id AS household, other, reason, entered_by AS "enteredBy", at FROM household_changes
     WHERE household_id = ANY ($1) OR other = ANY ($1) ORDER BY change_id`,
    [ids],
  );
  return rows.map(({ id, ...row }) => householdChanges.open(tx, id, row));
}

/** By whom it was given a slip, and when that was revoked, as far as it is still kept. */
const linksOf = (tx: EntityManager, ids: readonly string[]): Promise<Link[]> =>
  tx.query<Link[]>(
    `SELECT link_id AS id, made_by AS "madeBy", made_at AS "madeAt", revoked_by AS "revokedBy", revoked_at AS "revokedAt" FROM household_links
     WHERE household_id = ANY ($1) ORDER BY made_at, link_id`,
    [ids],
  );
