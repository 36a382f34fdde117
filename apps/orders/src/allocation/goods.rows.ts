import { logisticsViews } from '@jielong/logistics-contract';
import { type Held, type Moved, notBought } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** What logistics publishes of the goods of a run. */
export interface GoodsRows {
  readonly held: readonly Held[];
  /** Portions handed out, by order line. */
  readonly handedOut: ReadonlyMap<string, number>;
  /** Which state of the goods this is: it grows with each that is another. */
  readonly change: number;
}

/** Where the goods of a run are now, by place. */
export const heldOf = (tx: EntityManager, runId: string): Promise<Held[]> =>
  tx.query<Held[]>(`SELECT bundle, place_kind AS kind, place_ref AS ref, portions FROM ${logisticsViews.balances} WHERE run_id = $1`, [
    runId,
  ]);

/** Stops at which a count is contested, and nobody has decided. */
export const disputesOf = async (tx: EntityManager, runId: string): Promise<string[]> =>
  (await tx.query<{ stop: string }[]>(`SELECT stop_id AS stop FROM ${logisticsViews.disputes} WHERE run_id = $1 ORDER BY 1`, [runId])).map(
    ({ stop }) => stop,
  );

interface Counted {
  readonly held: readonly Held[];
  readonly pickups: readonly { readonly orderLineId: string; readonly bundle: string; readonly portions: number }[];
  readonly change: number;
}
/**
 * In one statement: a pickup between two would be counted twice, at the point and in the household's hands. What was disposed of at a point
 * had come there all the same.
 */
const counted = `
  SELECT (SELECT coalesce(json_agg(json_build_object('bundle', bundle, 'kind', place_kind, 'ref', place_ref, 'portions', portions)), '[]')
      FROM (SELECT bundle, place_kind, place_ref, portions FROM ${logisticsViews.balances} WHERE run_id = $1
        UNION ALL SELECT bundle, 'pickup-point', pickup_point_id, portions FROM ${logisticsViews.disposals} WHERE run_id = $1) places) AS held,
    (SELECT coalesce(json_agg(json_build_object('orderLineId', order_line_id, 'bundle', bundle, 'portions', portions)), '[]')
      FROM ${logisticsViews.pickups} WHERE run_id = $1 AND portions > 0) AS pickups,
    coalesce((SELECT change FROM ${logisticsViews.goods} WHERE run_id = $1), 0)::float8 AS change`;

async function countedOf(tx: EntityManager, runId: string): Promise<Counted> {
  const [row] = await tx.query<Counted[]>(counted, [runId]);
  return row ?? { held: [], pickups: [], change: 0 };
}

/** Places and pickups of a run, at one moment. */
export async function goodsOf(tx: EntityManager, runId: string): Promise<GoodsRows> {
  const { held, pickups, change } = await countedOf(tx, runId);
  return { held, handedOut: new Map(pickups.map(({ orderLineId, portions }) => [orderLineId, portions])), change };
}

/** What came from the shop of a bundle: the source has given so much. */
export const receivedOf = (held: readonly Held[], bundle: string): number =>
  -held
    .filter((place) => place.bundle === bundle && place.kind === 'source' && !notBought.includes(place.ref))
    .reduce((sum, { portions }) => sum + portions, 0);

/** By bundle: received from the shop, and in the hands of households. */
export async function movedOf(tx: EntityManager, runId: string): Promise<Moved[]> {
  const { held, pickups } = await countedOf(tx, runId);
  const bundles = [...new Set([...held, ...pickups].map(({ bundle }) => bundle))];
  const handedOut = (bundle: string) => pickups.filter((it) => it.bundle === bundle).reduce((sum, { portions }) => sum + portions, 0);
  return bundles.map((bundle) => ({ runId, bundle, received: receivedOf(held, bundle), handedOut: handedOut(bundle) }));
}

/** A pickup point has, or had, something. */
export const haveArrived = ({ held, handedOut }: GoodsRows): boolean =>
  handedOut.size > 0 || held.some(({ kind }) => kind === 'pickup-point');
