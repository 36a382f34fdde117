import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ConfigError, readConfig } from '../config/read-config.js';
import { serviceConfigSchema } from '../config/service-config.js';
import { ownerUrlSchema } from '../database/migrate.js';
import { dataKeysOf, type DataKeys } from './data-keys.js';
import { type KeyUse, keyUse, reseal, type Rotation } from './reseal.js';
import type { SealedTable } from './sealed-table.js';

export interface ResealOf {
  readonly schema: string;
  readonly tables: readonly SealedTable[];
}
const configSchema = z
  .object({ MIGRATION_DATABASE_URL: ownerUrlSchema })
  .extend(serviceConfigSchema.pick({ DATA_KEYS: true, LOOKUP_KEYS: true }).shape);

/**
 * The whole of a service's `src/reseal.ts`: as the owner, because the application may not change what it has only added. Sets the exit code: 0 where
 * the first keys have everything, 1 where something is left.
 */
export async function runReseal({ schema, tables }: ResealOf): Promise<void> {
  const say = (line: string) => process.stdout.write(`${schema}: ${line}\n`);
  try {
    const { MIGRATION_DATABASE_URL: url, ...config } = readConfig(configSchema);
    const rotation = { db: await ownerOf(schema, url), keys: dataKeysOf(config), tables };
    try {
      await reseal(rotation, (table, rows) => say(`${table}, ${rows} rows sealed anew`));
      const outcome = outcomeOf(rotation.keys, await keyUse(rotation));
      outcome.lines.forEach(say);
      if (outcome.left > 0) process.exitCode = 1;
    } finally {
      await rotation.db.destroy();
    }
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${schema}: ${error instanceof Error && !(error instanceof ConfigError) ? error.stack : String(error)}\n`);
  }
}

const ownerOf = (schema: string, url: string): Promise<Rotation['db']> =>
  new DataSource({
    type: 'postgres',
    url,
    poolSize: 1,
    installExtensions: false,
    applicationName: `jielong-${schema}-reseal`,
    extra: { options: `-c search_path=${schema},public` },
  }).initialize();

/** What is left, by key; and of every key behind the first whether it may go. */
export function outcomeOf({ data, lookup }: DataKeys, use: KeyUse): { readonly left: number; readonly lines: readonly string[] } {
  const rings = [
    { name: 'DATA_KEYS', ring: data, uses: use.data },
    { name: 'LOOKUP_KEYS', ring: lookup, uses: use.lookup },
  ] as const;
  const others = rings.flatMap(({ name, ring, uses }) =>
    [...new Set([...Object.keys(ring.keys), ...uses.keys()])]
      .filter((id) => id !== ring.current)
      .map((id) => ({ name, id, left: uses.get(id) ?? 0, isKnown: Object.hasOwn(ring.keys, id) })),
  );
  const left = others.reduce((sum, other) => sum + other.left, 0);
  return {
    left,
    lines: [
      ...rings.map(({ name, ring, uses }) => `${uses.get(ring.current) ?? 0} values are under '${ring.current}', the first of ${name}`),
      ...others.map((other) => lineOf(other)),
    ],
  };
}

interface Other {
  readonly name: string;
  readonly id: string;
  readonly left: number;
  readonly isKnown: boolean;
}
function lineOf({ name, id, left, isKnown }: Other): string {
  if (left === 0) return `nothing uses '${id}' any more: it may be taken out of ${name}`;
  if (!isKnown) return `${left} values are left under '${id}', which ${name} does not have: put it back behind the first key`;
  return `${left} values are left under '${id}' of ${name}: rows were in use, or were changed; run this again`;
}
