import { DomainError } from '@jielong/kernel';
import { type Fulfilment, membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';

/** What orders needs to know of a household, as members publishes it. */
export interface Household {
  readonly id: string;
  readonly compound: string;
  readonly building: string;
  readonly fulfilment: Fulfilment;
  readonly pickupPointId: string;
}

/** `id` is null where a list has ended the household that this one was merged into. */
type Asked = Omit<Household, 'id'> & { readonly asked: string; readonly id: string | null };

/** These households as they are now, by the ids that were asked for: one that was merged is the other. Refuses ids of households that are not there. */
export async function householdsOf(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, Household>> {
  const rows = await tx.query<Asked[]>(
    `SELECT id AS asked, CASE WHEN merged_into IS NULL THEN id ELSE (SELECT s.id FROM ${membersViews.households} s WHERE s.id = h.merged_into) END AS id,
       compound, building, fulfilment, pickup_point_id AS "pickupPointId"
     FROM ${membersViews.households} h WHERE id = ANY($1)`,
    [ids],
  );
  const known = new Map(rows.flatMap(({ asked, id, ...household }) => (id === null ? [] : [[asked, { id, ...household }]])));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw noSuchHousehold(unknown);
  return known;
}

/** The id of a household as it is now. */
export const idNow = (households: ReadonlyMap<string, Household>, id: string): string => households.get(id)?.id ?? id;

export const noSuchHousehold = (unknown: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-household',
    {
      zh: '住户表里没有这些户。用 POST /api/households/find 按小区和房号查找。',
      en: 'There are no such households. `POST /api/households/find` finds them by compound and room.',
    },
    { unknown },
  );
