import type { SubstituteWishes } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';

/** Whether a line `l` of an order in run `r` takes a substitute: as was said, else as the run's policy decides. */
export const takesSubstitute = `coalesce(l.takes_substitute, r.policies->>'substitutes' = 'unless-refused', false)`;

/** Writes what was said of an order's lines; lines that are not named keep what was said before. */
export async function writeWishes(tx: EntityManager, orderId: string, wishes: SubstituteWishes | undefined): Promise<void> {
  if (!wishes) return;
  await tx.query(
    `UPDATE order_lines l SET takes_substitute = w.value::boolean FROM jsonb_each_text($2) w
     WHERE l.order_id = $1 AND l.bundle = w.key AND l.in_place_of IS NULL`,
    [orderId, JSON.stringify(wishes)],
  );
}

/** What was said of the open lines of orders that become one: of two, whoever said no is not given what they did not ask for. */
export async function wishesOf(tx: EntityManager, orderIds: readonly string[]): Promise<SubstituteWishes> {
  const rows = await tx.query<{ bundle: string; takes: boolean }[]>(
    `SELECT bundle, bool_and(takes_substitute) AS takes FROM order_lines
     WHERE order_id = ANY($1) AND state = 'open' AND in_place_of IS NULL AND takes_substitute IS NOT NULL GROUP BY bundle`,
    [orderIds],
  );
  return Object.fromEntries(rows.map(({ bundle, takes }) => [bundle, takes]));
}

/** From the lock on, every line that takes a substitute has one standing beside it, of which nothing is ordered. */
export const planSubstitutes = async (tx: EntityManager, runId: string): Promise<void> => {
  await tx.query(
    `INSERT INTO order_lines (order_line_id, order_id, run_id, bundle, portions, in_place_of)
     SELECT gen_random_uuid(), l.order_id, l.run_id, b.substitute, 0, l.order_line_id
     FROM order_lines l JOIN supply_runs r ON r.run_id = l.run_id JOIN run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
     WHERE l.run_id = $1 AND l.state = 'open' AND b.substitute IS NOT NULL AND ${takesSubstitute}`,
    [runId],
  );
};
