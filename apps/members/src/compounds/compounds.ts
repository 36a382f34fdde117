import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from '@jielong/members-domain';
import type { EntityManager } from 'typeorm';

export interface Compound {
  readonly code: string;
  readonly name: string;
  readonly gates: readonly string[];
}

export const listCompounds = (tx: EntityManager): Promise<Compound[]> =>
  tx.query<Compound[]>('SELECT code, name, gates FROM published_compounds_v1 ORDER BY code');

/** By code or by name; throws a 404 `unknown-compound`. */
export async function compoundOf(tx: EntityManager, codeOrName: string): Promise<Compound> {
  const select = 'SELECT code, name, gates FROM published_compounds_v1 WHERE $1 IN (code, name) ORDER BY code <> $1 LIMIT 1';
  const [compound] = await tx.query<Compound[]>(select, [codeOrName]);
  if (compound) return compound;
  throw new DomainError<MembersErrorCode>('not-found', 'unknown-compound', {
    zh: `没有小区“${codeOrName}”。请核对代码或名称，全部小区见 GET /api/compounds。`,
    en: `There is no compound ${codeOrName}. Check its code or name; \`GET /api/compounds\` lists all.`,
  });
}

const pickupPoints = `
  SELECT pickup_point_id AS id, gate, name FROM pickup_points WHERE compound = $1 AND ended_at IS NULL ORDER BY position`;
const buildings = `
  SELECT b.building, b.units, b.floors, p.gate, b.pickup_point_id AS "pickupPointId"
  FROM buildings b JOIN pickup_points p USING (community_id, pickup_point_id)
  WHERE b.compound = $1 AND b.ended_at IS NULL ORDER BY lpad(b.building, 8, '0')`;

export async function compoundWith(tx: EntityManager, codeOrName: string) {
  const compound = await compoundOf(tx, codeOrName);
  return {
    ...compound,
    pickupPoints: await tx.query<object[]>(pickupPoints, [compound.code]),
    buildings: await tx.query<object[]>(buildings, [compound.code]),
  };
}
