import { membersViews } from '@jielong/members-contract';
import type { ItemWord, Register, Round } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { LockedRun } from '../supply-runs/run-rows.js';

/** What a text is read for: the run's bundles as they are frozen, and everything that the catalogue calls by name. */
export async function roundOf(tx: EntityManager, runId: string, { compound, serviceDate }: LockedRun): Promise<Round> {
  const openBundles = await tx.query<Round['openBundles'][number][]>(
    `SELECT bundle AS code, name, price_fen::float8 AS "priceFen", limit_per_household AS "limitPerHousehold", cap AS "bundleCap"
     FROM run_bundles WHERE run_id = $1 AND NOT only_substitute ORDER BY bundle`,
    [runId],
  );
  return { compound, serviceDate, openBundles, itemWords: await itemWords(tx) };
}

/** Names and aliases of the catalogue; a bundle that is not offered any more is still understood. */
export const itemWords = (tx: EntityManager): Promise<ItemWord[]> =>
  tx.query<ItemWord[]>('SELECT code, name, array_prepend(name, aliases) AS words FROM bundles ORDER BY code');

/** Who lives in a compound, and what all compounds are called. */
export async function registerOf(tx: EntityManager, compound: string): Promise<Register> {
  const compounds = await tx.query<{ code: string; name: string; gates: string[] }[]>(
    `SELECT code, name, gates FROM ${membersViews.compounds} ORDER BY code`,
  );
  const buildings = await tx.query<Register['buildings'][number][]>(
    `SELECT building, units, gate FROM ${membersViews.buildings} WHERE compound = $1 ORDER BY building`,
    [compound],
  );
  const households = await tx.query<Register['households'][number][]>(
    `SELECT id, building, unit, room FROM ${membersViews.households} WHERE compound = $1 AND merged_into IS NULL
     ORDER BY building, unit, room, id`,
    [compound],
  );
  return { compounds, buildings, households, gates: compounds.find(({ code }) => code === compound)?.gates ?? [] };
}
