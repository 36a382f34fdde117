import { planImport } from '@jielong/kernel';
import { type CatalogueRow, catalogueRule, catalogueTable, defaultSupplier } from '@jielong/orders-domain';
import { type Importer, malformed } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** One file: the whole catalogue. A bundle that it no longer names is not offered any more; runs that are open keep it. */
export const importCatalogue: Importer = async (tx, tables) => {
  const [source] = tables;
  if (tables.length > 1) throw oneFile();
  if (!source) return unreadable; // what is wrong with it has been said
  if (!source.rows.length) return { ...unreadable, errors: [emptyList(source.file)] };
  const plan = planImport(catalogueTable, source, await offered(tx), catalogueRule(source));
  const write = async () => {
    await writeBundles(
      tx,
      [...plan.new, ...plan.changed].map(({ row }) => row),
    );
    await tx.query('UPDATE bundles SET ended_at = clock_timestamp() WHERE code = ANY($1)', [plan.gone.map(({ row }) => row.code)]);
  };
  return { plans: [plan], errors: [], write };
};

const unreadable = { plans: [], errors: [], write: async () => undefined };
const emptyList = (file: string) => ({
  ...{ file, line: 1, column: null, code: 'empty-list' },
  message: { zh: '目录里一行也没有；全部停售请逐个设置', en: 'the catalogue has no row: it would withdraw everything' },
});

/** In the shape of the file's rows. */
const offered = async (tx: EntityManager): Promise<CatalogueRow[]> => {
  const rows = await tx.query<CatalogueRow[]>(
    `SELECT code, name, aliases, spec, unit, weight_grams AS "weightGrams", price_fen::float8 AS "priceFen",
       limit_per_household AS "limitPerHousehold", substitutable, coalesce(substitute_code, '') AS "substituteCode",
       bundle_cap AS "bundleCap", supplier FROM bundles WHERE ended_at IS NULL ORDER BY code`,
  );
  return rows.map((row) => ({ ...row, supplier: row.supplier === defaultSupplier ? '' : row.supplier }));
};

const writeBundles = async (tx: EntityManager, rows: readonly CatalogueRow[]): Promise<void> => {
  await tx.query(
    `INSERT INTO bundles (code, name, aliases, spec, unit, weight_grams, price_fen, limit_per_household, bundle_cap, substitutable,
       substitute_code, supplier)
     SELECT code, name, ARRAY(SELECT jsonb_array_elements_text(aliases)), spec, unit, "weightGrams", "priceFen", "limitPerHousehold",
       "bundleCap", substitutable, nullif("substituteCode", ''), coalesce(nullif(supplier, ''), $2)
     FROM jsonb_to_recordset($1::jsonb) AS r(code text, name text, aliases jsonb, spec text, unit text, "weightGrams" integer,
       "priceFen" bigint, "limitPerHousehold" integer, "bundleCap" integer, substitutable boolean, "substituteCode" text, supplier text)
     ON CONFLICT (community_id, code) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, spec = excluded.spec,
       unit = excluded.unit, weight_grams = excluded.weight_grams, price_fen = excluded.price_fen,
       limit_per_household = excluded.limit_per_household, bundle_cap = excluded.bundle_cap, substitutable = excluded.substitutable,
       substitute_code = excluded.substitute_code, supplier = excluded.supplier, ended_at = NULL`,
    [JSON.stringify(rows), defaultSupplier],
  );
};

const oneFile = () =>
  malformed({ zh: '套餐目录请只传一个文件。', en: 'Send exactly one file: the catalogue.' }, [
    { path: 'files', message: { zh: '只要一个文件', en: 'must be one file' } },
  ]);
