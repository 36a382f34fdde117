import { type Increment, type Items, regrown } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** A line as it stands, with the times at which its portions came. */
export interface OrderLine {
  readonly orderId: string;
  readonly bundle: string;
  readonly portions: number;
  readonly state: string;
  readonly increments: readonly Increment[];
}
/** What an order is to hold, and when what is new of it was first seen. */
export interface Reshaping {
  readonly orderId: string;
  readonly items: Items;
  readonly coming: (bundle: string) => readonly Increment[];
}

/** The lines of these orders. The caller holds the orders. */
export const linesOf = (tx: EntityManager, orderIds: readonly string[]): Promise<OrderLine[]> =>
  tx.query<OrderLine[]>(
    `SELECT order_id AS "orderId", bundle, portions, state, coalesce((SELECT jsonb_agg(jsonb_build_object('portions', i.portions,
         'seenAt', to_char(i.seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ORDER BY i.seq)
       FROM order_line_increments i WHERE i.order_line_id = l.order_line_id), '[]') AS increments
     FROM order_lines l WHERE order_id = ANY($1) AND in_place_of IS NULL ORDER BY order_id, bundle`,
    [orderIds],
  );

/** What an order holds now. */
export const itemsOf = (lines: readonly OrderLine[]): Items =>
  Object.fromEntries(lines.filter(({ state }) => state === 'open').map(({ bundle, portions }) => [bundle, portions]));

/** Writes what orders are to hold; counters are the caller's. A line of which nothing is wanted is cancelled and keeps what it held. */
export async function reshape(
  tx: EntityManager,
  runId: string,
  before: readonly OrderLine[],
  reshapings: readonly Reshaping[],
): Promise<void> {
  const lines = reshapings.flatMap((reshaping) =>
    changesOf(
      reshaping,
      before.filter(({ orderId }) => orderId === reshaping.orderId),
    ),
  );
  if (lines.length > 0) await tx.query(writing, [runId, JSON.stringify(lines)]);
}

function changesOf({ orderId, items, coming }: Reshaping, before: readonly OrderLine[]) {
  const gone = before.filter(({ bundle, state }) => state === 'open' && !items[bundle]);
  const cancelled = gone.map(({ bundle, portions, increments }) => ({ orderId, bundle, portions, state: 'cancelled', increments }));
  const open = Object.entries(items).map(([bundle, portions]) => {
    const old = before.find((line) => line.bundle === bundle && line.state === 'open');
    return { orderId, bundle, portions, state: 'open', increments: regrown(old?.increments ?? [], portions, coming(bundle)) };
  });
  return [...cancelled, ...open];
}

const writing = `
  WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($2) AS w("orderId" uuid, bundle text, portions integer, state text, increments jsonb)
  ), written AS (
    INSERT INTO order_lines (order_line_id, order_id, run_id, bundle, portions, state)
      SELECT gen_random_uuid(), "orderId", $1, bundle, portions, state FROM wanted
      ON CONFLICT (community_id, order_id, bundle) WHERE in_place_of IS NULL DO UPDATE SET portions = excluded.portions, state = excluded.state
      RETURNING order_line_id, order_id, bundle
  ), increments AS (
    SELECT order_line_id, i.ordinality::integer AS seq, (i.value->>'portions')::integer AS portions, (i.value->>'seenAt')::timestamptz AS seen_at
    FROM written JOIN wanted ON "orderId" = order_id AND wanted.bundle = written.bundle, jsonb_array_elements(increments) WITH ORDINALITY i
  ), gone AS (
    DELETE FROM order_line_increments old USING written
    WHERE old.order_line_id = written.order_line_id
      AND NOT EXISTS (SELECT FROM increments i WHERE (i.order_line_id, i.seq) = (old.order_line_id, old.seq))
  )
  INSERT INTO order_line_increments (order_line_id, seq, portions, seen_at) SELECT order_line_id, seq, portions, seen_at FROM increments
  ON CONFLICT (community_id, order_line_id, seq) DO UPDATE SET portions = excluded.portions, seen_at = excluded.seen_at`;
