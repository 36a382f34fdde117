import type { bundleAnswer } from '@jielong/orders-contract/schemas';
import { decodeCursor, type Page, pageOf } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';

export type Bundle = z.output<typeof bundleAnswer>;
const keySchema = z.tuple([z.string()]);

/** The catalogue, by code; bundles that are no longer offered are marked. */
export async function listBundles(
  tx: EntityManager,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<Page<Bundle>> {
  const [code] = decodeCursor(after, keySchema) ?? [null];
  const rows = await tx.query<Bundle[]>(
    `SELECT code, name, aliases, spec, unit, weight_grams AS "weightGrams", price_fen::float8 AS "priceFen",
       limit_per_household AS "limitPerHousehold", bundle_cap AS "bundleCap", substitutable, substitute_code AS "substituteCode", supplier,
       ended_at IS NULL AS offered
     FROM bundles WHERE $1::text IS NULL OR code > $1 ORDER BY code LIMIT $2`,
    [code, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => [row.code],
    (row) => row,
  );
}
