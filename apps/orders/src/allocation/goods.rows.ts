import { logisticsViews } from '@jielong/logistics-contract';
import type { Held, Moved } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** What logistics publishes of the goods of a run. */
export interface GoodsRows {
  readonly held: readonly Held[];
  /** Portions handed out, by order line. */
  readonly handedOut: ReadonlyMap<string, number>;
}

/** Where the goods of a run are now, by place. */
export const heldOf = (tx: EntityManager, runId: string): Promise<Held[]> =>
  tx.query<Held[]>(`SELECT bundle, place_kind AS kind, place_ref AS ref, portions FROM ${logisticsViews.balances} WHERE run_id = $1`, [
    runId,
  ]);

const handedOutOf = (tx: EntityManager, runId: string): Promise<{ orderLineId: string; bundle: string; portions: number }[]> =>
  tx.query(`SELECT order_line_id AS "orderLineId", bundle, portions FROM ${logisticsViews.pickups} WHERE run_id = $1 AND portions > 0`, [
    runId,
  ]);

/** Places and pickups of a run. */
export async function goodsOf(tx: EntityManager, runId: string): Promise<GoodsRows> {
  const held = await heldOf(tx, runId);
  const rows = await handedOutOf(tx, runId);
  return { held, handedOut: new Map(rows.map(({ orderLineId, portions }) => [orderLineId, portions])) };
}

/** What came from the shop of a bundle: the source has given so much. What was found later as a surplus was never bought. */
export const receivedOf = (held: readonly Held[], bundle: string): number =>
  -held
    .filter((place) => place.bundle === bundle && place.kind === 'source' && place.ref !== 'surplus')
    .reduce((sum, { portions }) => sum + portions, 0);

/** By bundle: received from the shop, and in the hands of households. */
export async function movedOf(tx: EntityManager, runId: string): Promise<Record<string, Moved>> {
  const held = await heldOf(tx, runId);
  const pickups = await handedOutOf(tx, runId);
  const bundles = [...new Set([...held, ...pickups].map(({ bundle }) => bundle))];
  const handedOut = (bundle: string) => pickups.filter((it) => it.bundle === bundle).reduce((sum, { portions }) => sum + portions, 0);
  return Object.fromEntries(bundles.map((bundle) => [bundle, { received: receivedOf(held, bundle), handedOut: handedOut(bundle) }]));
}

/** Goods have left the shop: whoever bought them has done so, reported or not. */
export const haveLeft = (held: readonly Held[]): boolean =>
  held.some(({ kind, portions }) => kind !== 'source' && kind !== 'supplier' && portions !== 0);
/** A pickup point has, or had, something. */
export const haveArrived = ({ held, handedOut }: GoodsRows): boolean =>
  handedOut.size > 0 || held.some(({ kind }) => kind === 'pickup-point');
