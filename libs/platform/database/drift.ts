import type { DataSource } from 'typeorm';

/**
 * What TypeORM would change so that the tables hold what the entities say: missing tables and columns, other types, other nullability.
 * What the migrations have beyond that (community_id, checks, composite keys, indexes, defaults) is theirs, and no drift.
 */
export async function driftOf(db: DataSource): Promise<string[]> {
  const { upQueries } = await db.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query).filter((query) => isDrift.test(query) && !isTheirs.test(query));
}

const isDrift = /^CREATE TABLE|^ALTER TABLE \S+ (ADD "|ALTER COLUMN)/;
const isTheirs = /(SET|DROP) DEFAULT|ADD CONSTRAINT|ALTER COLUMN "community_id"/;
