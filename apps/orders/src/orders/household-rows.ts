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

/** These households, all of them; refuses ids that nobody has. */
export async function householdsOf(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, Household>> {
  const rows = await tx.query<Household[]>(
    `SELECT id, compound, building, fulfilment, pickup_point_id AS "pickupPointId" FROM ${membersViews.households} WHERE id = ANY($1)`,
    [ids],
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw noSuchHousehold(unknown);
  return known;
}

const noSuchHousehold = (unknown: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-household',
    {
      zh: '住户表里没有这些户。用 POST /api/households/find 按小区和房号查找。',
      en: 'There are no such households. `POST /api/households/find` finds them by compound and room.',
    },
    { unknown },
  );
