import { parseRoom } from '@jielong/members-domain';
import type { householdsQuery } from '@jielong/members-contract/schemas';
import { decodeCursor, lookupsOf, pageOf, strangeCursor, type Page, withinScopes } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { listedColumns, type ListedHousehold } from './household-columns.js';

type Wanted = z.output<typeof householdsQuery> & { readonly room?: string | undefined; readonly phone?: string | undefined };

/** Of a household, not of its room: a cursor stands in addresses. */
const cursor = z.tuple([z.uuid()]);

/** Households within one of the scopes, in the order of their rooms; names are masked, and no contact is read. */
export async function listHouseholds(
  tx: EntityManager,
  { compound, room, phone, after, limit }: Wanted,
  scopes: string | null,
): Promise<Page<ListedHousehold>> {
  const wanted = room === undefined ? undefined : parseRoom(room);
  const last = await placeOf(tx, after);
  const rows = await tx.query<ListedHousehold[]>(
    `SELECT ${listedColumns}
       FROM households h JOIN buildings b USING (community_id, compound, building)
      WHERE h.ended_at IS NULL
        AND ($1::text IS NULL OR h.compound IN (SELECT code FROM compounds WHERE $1 IN (code, name) AND ended_at IS NULL))
        AND ($2::text IS NULL OR h.building = $2) AND ($3::text IS NULL OR h.unit = $3) AND ($4::text IS NULL OR h.room = $4)
        AND ($5::text IS NULL OR h.sort_key > $5)
        AND ($7::text[] IS NULL OR EXISTS (${reachedBy('$7')})) AND ${theirs}
      ORDER BY h.sort_key LIMIT $6`,
    [
      ...[compound, wanted?.building, wanted?.unit, wanted?.room, last, limit + 1, phone === undefined ? null : lookupsOf(tx, phone)],
      scopes,
    ],
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (household) => household,
  );
}

/** Looked up only for whoever is there for a gate: joined, it would cost the order of the index. */
const gate = '(SELECT p.gate FROM pickup_points p WHERE (p.community_id, p.pickup_point_id) = (b.community_id, b.pickup_point_id))';
const theirs = withinScopes('$8', { compound: 'h.compound', building: 'h.building', unit: 'h.unit', gate });

/** Its own telephone, or that of one that was merged into it. */
const reachedBy = (lookups: string): string => `
  SELECT FROM household_contacts c JOIN households m USING (community_id, household_id)
   WHERE c.phone_lookup = ANY (${lookups}) AND coalesce(m.merged_into, m.household_id) = h.household_id`;

/** Where the household of a cursor stands in the list. */
async function placeOf(tx: EntityManager, after: string | undefined): Promise<string | undefined> {
  const key = decodeCursor(after, cursor);
  if (!key) return undefined;
  const [row] = await tx.query<{ place: string }[]>('SELECT sort_key AS place FROM households WHERE household_id = $1', [...key]);
  if (!row) throw strangeCursor();
  return row.place;
}
