import { parseRoom } from '@jielong/members-domain';
import type { householdsQuery } from '@jielong/members-contract/schemas';
import { decodeCursor, pageOf, strangeCursor, type Page } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { listedColumns, type ListedHousehold } from './household-columns.js';

type Wanted = z.output<typeof householdsQuery> & { readonly room?: string };

/** Of a household, not of its room: a cursor stands in addresses. */
const cursor = z.tuple([z.uuid()]);

/** Households in the order of their rooms; names are masked, and no contact is read. */
export async function listHouseholds(tx: EntityManager, { compound, room, after, limit }: Wanted): Promise<Page<ListedHousehold>> {
  const wanted = room === undefined ? undefined : parseRoom(room);
  const last = await placeOf(tx, after);
  const rows = await tx.query<ListedHousehold[]>(
    `SELECT ${listedColumns}
       FROM households h JOIN buildings b USING (community_id, compound, building)
      WHERE h.ended_at IS NULL
        AND ($1::text IS NULL OR h.compound IN (SELECT code FROM compounds WHERE $1 IN (code, name) AND ended_at IS NULL))
        AND ($2::text IS NULL OR h.building = $2) AND ($3::text IS NULL OR h.unit = $3) AND ($4::text IS NULL OR h.room = $4)
        AND ($5::text IS NULL OR h.sort_key > $5)
      ORDER BY h.sort_key LIMIT $6`,
    [compound, wanted?.building, wanted?.unit, wanted?.room, last, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (household) => household,
  );
}

/** Where the household of a cursor stands in the list. */
async function placeOf(tx: EntityManager, after: string | undefined): Promise<string | undefined> {
  const key = decodeCursor(after, cursor);
  if (!key) return undefined;
  const [row] = await tx.query<{ place: string }[]>('SELECT sort_key AS place FROM households WHERE household_id = $1', [...key]);
  if (!row) throw strangeCursor();
  return row.place;
}
