import type { peopleQuery } from '@jielong/members-contract/schemas';
import { decodeCursor, lookupsOf, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** A person as lists show one. */
export interface ListedPerson {
  readonly id: string;
  readonly code: string;
  readonly maskedName: string;
  readonly category: string;
  readonly roles: readonly { readonly role: string; readonly scope: string }[];
}

/** Of `people p`. */
export const listedColumns = `p.person_id AS id, p.code, p.masked_name AS "maskedName", p.category,
    (SELECT coalesce(json_agg(json_build_object('role', r.role, 'scope', r.scope) ORDER BY r.role, r.scope), '[]')
       FROM person_roles r WHERE r.code = p.code AND r.ended_at IS NULL) AS roles`;

const select = `
  SELECT ${listedColumns}
  FROM people p
  WHERE p.ended_at IS NULL AND ($2::text IS NULL OR p.code > $2)
    AND ($1::text IS NULL OR EXISTS (SELECT FROM person_roles r WHERE r.code = p.code AND r.role = $1 AND r.ended_at IS NULL))
    AND ($4::text[] IS NULL OR p.phone_lookup = ANY ($4))
  ORDER BY p.code LIMIT $3`;
const cursor = z.tuple([z.string().max(100)]);

type Wanted = z.output<typeof peopleQuery> & { readonly phone?: string };

/** People by code, page by page; names are masked. */
export async function listPeople(tx: EntityManager, { role, phone, after, limit }: Wanted): Promise<Page<ListedPerson>> {
  const [last] = decodeCursor(after, cursor) ?? [];
  const lookups = phone === undefined ? null : lookupsOf(tx, phone);
  const rows = await tx.query<ListedPerson[]>(select, [role, last, limit + 1, lookups]);
  return pageOf(
    rows,
    limit,
    ({ code }) => [code],
    (row) => row,
  );
}
