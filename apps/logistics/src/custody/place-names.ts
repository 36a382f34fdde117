import type { Place, PlaceKind } from '@jielong/logistics-contract';
import type { RunSaid } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';

const words: Readonly<Record<PlaceKind, string>> = {
  source: '来源',
  supplier: '超市',
  store: '仓库',
  bus: '车上',
  'pickup-point': '自提点',
  building: '楼栋',
  courier: '送货人',
  household: '居民',
  damaged: '破损',
  missing: '短少',
  sorting: '分拣',
  returned: '已退回',
  'written-off': '已报损',
  'carried-out': '已运出',
};

export interface NamedPlace extends Place {
  name: string;
}
export type NameOf = (place: Place) => NamedPlace;

/** What the places of a run are called: the supplier, the bus, the pickup point. */
export async function namesOf(tx: EntityManager, runId: string): Promise<NameOf> {
  const rows = await tx.query<{ kind: PlaceKind; ref: string; name: string }[]>(
    `SELECT 'supplier' AS kind, purchase_id::text AS ref, min(supplier) AS name FROM purchase_lines WHERE run_id = $1 GROUP BY purchase_id
     UNION ALL SELECT 'bus', t.trip_id::text, coalesce(t.vehicle, '车上') FROM trip_runs JOIN trips t USING (community_id, trip_id) WHERE run_id = $1
     UNION ALL SELECT 'pickup-point', pickup_point_id::text, name FROM run_points WHERE run_id = $1`,
    [runId],
  );
  const names = new Map(rows.map(({ kind, ref, name }) => [`${kind}:${ref}`, name]));
  return ({ kind, ref }) => ({ kind, ref, name: names.get(`${kind}:${ref}`) ?? words[kind] });
}

/** What pickup points are called. */
export async function pointNames(tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; name: string }[]>(
    'SELECT DISTINCT pickup_point_id::text AS id, name FROM run_points WHERE pickup_point_id::text = ANY($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Who answers for a place now: a person's code where one has said so, else a role; nobody for what is with households or gone. */
export const custodianOf = (said: RunSaid, { kind, ref }: Place): string | null => answering[kind]?.(said, ref) ?? null;

const answering: Partial<Record<PlaceKind, (said: RunSaid, ref: string) => string>> = {
  supplier: ({ purchases }, ref) => purchases.find(({ id }) => id === ref)?.said?.enteredBy ?? 'purchaser',
  bus: ({ trips }, ref) => trips.find(({ id }) => id === ref)?.loading?.doneBy ?? 'team-captain',
  'pickup-point': ({ points, stops }, ref) =>
    points.find(({ id }) => id === ref)?.close?.doneBy ?? receiverAt(stops, ref) ?? 'gate-captain',
  store: () => 'coordinator',
  damaged: () => 'coordinator',
  missing: () => 'coordinator',
};

function receiverAt(stops: RunSaid['stops'], point: string): string | undefined {
  const by = stops.findLast((stop) => stop.point === point && stop.handoff)?.handoff?.receivedBy;
  return by && ('person' in by ? by.person : by.role);
}
