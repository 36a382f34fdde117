import pg from 'pg';

/** Rows that break a promise, by the promise. There must be none. */
export type Broken = Readonly<Record<string, readonly object[]>>;

const inFlight = `('supplier', 'store', 'bus', 'pickup-point', 'building', 'courier', 'damaged', 'missing')`;

/** Each query names the rows that break it; `$1` is the run. */
const goods = {
  'a balance is what its movements come to': `
    SELECT b.bundle, b.place_kind, b.place_ref, b.portions FROM logistics.custody_balances b WHERE b.run_id = $1 AND b.portions <> (
      SELECT coalesce(sum(CASE WHEN (m.to_kind, m.to_ref) = (b.place_kind, b.place_ref) THEN m.portions ELSE 0 END
        - CASE WHEN (m.from_kind, m.from_ref) = (b.place_kind, b.place_ref) THEN m.portions ELSE 0 END), 0)
      FROM logistics.custody_movements m WHERE m.run_id = b.run_id AND m.bundle = b.bundle)`,
  'no place holds less than nothing': `
    SELECT bundle, place_kind, portions FROM logistics.custody_balances WHERE run_id = $1 AND portions < 0 AND place_kind NOT IN ('source', 'sorting')`,
  'every portion is somewhere': `
    SELECT bundle, sum(portions) FROM logistics.custody_balances WHERE run_id = $1 GROUP BY bundle HAVING sum(portions) <> 0`,
  'what households hold is what was handed out': `
    SELECT l.bundle, sum(l.handed_out) AS handed_out FROM logistics.pickup_order_lines l WHERE l.run_id = $1 GROUP BY l.bundle
    HAVING sum(l.handed_out) <> coalesce((SELECT sum(b.portions) FROM logistics.custody_balances b
      WHERE b.run_id = $1 AND b.bundle = l.bundle AND b.place_kind = 'household'), 0)`,
  'what was handed out is the sum of its pickups, less what was taken back': `
    SELECT l.order_line_id FROM logistics.pickup_order_lines l WHERE l.run_id = $1 AND l.handed_out <>
      (SELECT coalesce(sum(p.portions), 0) FROM logistics.pickup_lines p WHERE p.order_line_id = l.order_line_id)
      - (SELECT coalesce(sum(r.portions), 0) FROM logistics.pickup_reversal_lines r WHERE r.order_line_id = l.order_line_id)`,
  'codes of open orders are unique in the community': `
    SELECT community_id, code FROM logistics.pickup_orders WHERE open GROUP BY 1, 2 HAVING count(*) > 1 AND $1::uuid IS NOT NULL`,
} as const;

const demand = {
  'the counter of a bundle is the sum of its order lines': `
    SELECT b.bundle, b.ordered FROM orders.run_bundles b WHERE b.run_id = $1 AND b.ordered <>
      (SELECT coalesce(sum(l.portions), 0) FROM orders.order_lines l WHERE l.run_id = $1 AND l.bundle = b.bundle AND l.state <> 'cancelled')`,
  'no bundle is ordered beyond its cap': `SELECT bundle FROM orders.run_bundles WHERE run_id = $1 AND ordered > cap`,
  'a line is the sum of its increments': `
    SELECT l.order_line_id FROM orders.order_lines l WHERE l.run_id = $1 AND l.state <> 'cancelled' AND l.portions <>
      (SELECT coalesce(sum(i.portions), 0) FROM orders.order_line_increments i WHERE i.order_line_id = l.order_line_id)`,
  'ordered is cancelled, open, allocated, short, or substituted away': `
    SELECT l.order_line_id, l.state FROM orders.order_lines l LEFT JOIN orders.order_lines s ON s.in_place_of = l.order_line_id
    WHERE l.run_id = $1 AND l.in_place_of IS NULL AND l.state IN ('allocated', 'short', 'substituted')
      AND l.state <> CASE WHEN l.allocated = l.portions THEN 'allocated'
        WHEN l.allocated + coalesce(s.allocated, 0) = l.portions THEN 'substituted' ELSE 'short' END`,
  'nobody gets more than they ordered, in whatever form': `
    SELECT l.order_line_id FROM orders.order_lines l JOIN orders.order_lines s ON s.in_place_of = l.order_line_id
    WHERE l.run_id = $1 AND coalesce(l.allocated, 0) + coalesce(s.allocated, 0) > l.portions`,
  'what logistics stands behind is what orders allocated': `
    SELECT p.order_line_id, p.portions, l.allocated FROM logistics.pickup_order_lines p JOIN orders.order_lines l USING (order_line_id)
    WHERE p.run_id = $1 AND p.portions <> coalesce(l.allocated, 0)`,
  'an order that ended in another one is cancelled, and holds nothing': `
    SELECT o.order_id FROM orders.orders o JOIN orders.orders j ON (j.community_id, j.order_id, j.run_id) = (o.community_id, o.joined_order, o.run_id)
    WHERE o.run_id = $1 AND (o.state <> 'cancelled'
      OR EXISTS (SELECT FROM orders.order_lines l WHERE l.order_id = o.order_id AND l.state <> 'cancelled'))`,
  'nobody is promised more than there is': `
    SELECT l.bundle FROM orders.order_lines l WHERE l.run_id = $1 AND l.allocated IS NOT NULL GROUP BY l.bundle
    HAVING sum(l.allocated) > (SELECT sum(b.portions) FROM logistics.custody_balances b WHERE b.run_id = $1 AND b.bundle = l.bundle
      AND b.place_kind NOT IN ('source', 'sorting', 'damaged', 'missing', 'written-off'))`,
} as const;

const money = {
  'an account is what its postings come to': `
    SELECT a.kind, a.holder, a.balance_fen FROM orders.account_balances a LEFT JOIN (
      SELECT p.community_id, side.kind, side.holder, sum(side.fen) AS fen FROM orders.postings p CROSS JOIN LATERAL
        (VALUES (p.debit_kind, p.debit_holder, p.amount_fen), (p.credit_kind, p.credit_holder, -p.amount_fen)) AS side(kind, holder, fen)
      GROUP BY 1, 2, 3) posted USING (community_id, kind, holder) WHERE $1::uuid IS NOT NULL AND a.balance_fen <> coalesce(posted.fen, 0)`,
  'all accounts together are nothing': `
    SELECT community_id, sum(balance_fen) FROM orders.account_balances WHERE $1::uuid IS NOT NULL GROUP BY 1 HAVING sum(balance_fen) <> 0`,
  /* Its credit is that of every id that it has had; what came by a merge after the payout is not counted against it. */
  'no household was paid out more than its credit': `
    WITH sides AS (
      SELECT q.community_id, q.posting_id, side.holder, coalesce(h.merged_into::text, side.holder) AS household, side.fen
      FROM orders.postings q CROSS JOIN LATERAL
        (VALUES (q.debit_kind, q.debit_holder, q.amount_fen), (q.credit_kind, q.credit_holder, -q.amount_fen)) AS side(kind, holder, fen)
      LEFT JOIN members.published_households_v2 h ON h.community_id = q.community_id AND h.id::text = side.holder WHERE side.kind = 'household')
    SELECT p.posting_id, after.owed FROM orders.postings p JOIN sides own USING (community_id, posting_id) CROSS JOIN LATERAL (
      SELECT sum(s.fen) FILTER (WHERE s.holder = own.holder) AS owed, sum(s.fen) AS owed_today FROM sides s
      WHERE s.community_id = p.community_id AND s.posting_id <= p.posting_id AND s.household = own.household) after
    WHERE p.kind = 'payout' AND p.run_id = $1 AND after.owed > 0 AND after.owed_today > 0`,
  'a payment is reversed at most once, in full, with its reason': `
    SELECT p.payment_id FROM orders.payments p LEFT JOIN orders.payment_reversals r USING (community_id, payment_id) CROSS JOIN LATERAL (
      SELECT count(*) AS times, coalesce(sum(amount_fen), 0) AS fen FROM orders.postings q
      WHERE q.kind = 'payment-back' AND q.subject = 'payment ' || p.payment_id) back
    WHERE p.run_id = $1 AND (back.times <> (r.payment_id IS NOT NULL)::integer
      OR back.fen <> CASE WHEN r.payment_id IS NULL THEN 0 ELSE p.amount_fen END)`,
  'what is in the books of payments, payouts and waivers is what was said': `
    SELECT said.subject FROM (
      SELECT 'payment ' || payment_id AS subject, 'payment' AS kind, amount_fen FROM orders.payments WHERE run_id = $1
      UNION ALL SELECT 'payout ' || payout_id, 'payout', amount_fen FROM orders.payouts WHERE run_id = $1
      UNION ALL SELECT 'waiver ' || waiver_id, 'waive', amount_fen FROM orders.waivers WHERE run_id = $1) said
    FULL JOIN (SELECT subject, kind, amount_fen FROM orders.postings WHERE run_id = $1 AND kind IN ('payment', 'payout', 'waive')) posted
      USING (subject, kind, amount_fen) WHERE said.subject IS NULL OR posted.subject IS NULL`,
  'a purchase is in the books to the fen of its receipt': `
    SELECT l.purchase_id, l.bundle FROM orders.purchase_lines l WHERE l.run_id = $1 AND coalesce(l.bought * l.price_fen + l.rest_fen, 0) <>
      (SELECT coalesce(sum(CASE kind WHEN 'purchase' THEN amount_fen ELSE -amount_fen END), 0) FROM orders.postings p
       WHERE p.run_id = l.run_id AND p.subject = 'purchase ' || l.purchase_id || ' ' || l.bundle)`,
} as const;

const closed = {
  'a closed run has nothing in flight': `
    SELECT bundle, place_kind, portions FROM logistics.custody_balances WHERE run_id = $1 AND portions <> 0 AND place_kind IN ${inFlight}`,
  'what was bought of a closed run is what came from the shop': `
    SELECT l.bundle, sum(l.bought) AS bought FROM orders.purchase_lines l WHERE l.run_id = $1 GROUP BY l.bundle
    HAVING coalesce(sum(l.bought), 0) <> coalesce((SELECT -sum(b.portions) FROM logistics.custody_balances b
      WHERE b.run_id = $1 AND b.bundle = l.bundle AND b.place_kind = 'source' AND b.place_ref = 'purchase'), 0)`,
  'nobody is charged for what never came to them': `
    SELECT l.bundle FROM orders.order_lines l WHERE l.run_id = $1 AND l.allocated IS NOT NULL GROUP BY l.bundle
    HAVING sum(l.allocated) > (SELECT coalesce(sum(p.handed_out), 0) FROM logistics.pickup_order_lines p WHERE p.run_id = $1 AND p.bundle = l.bundle)
      + (SELECT coalesce(sum(CASE m.kind WHEN 'dispose' THEN m.portions ELSE -m.portions END), 0) FROM logistics.custody_movements m
        WHERE m.run_id = $1 AND m.bundle = l.bundle AND m.step = 'disposeRemainder' AND 'pickup-point' IN (m.from_kind, m.to_kind))`,
  'a closed run asks nobody for anything': `
    SELECT process_id, step FROM orders.pending_steps WHERE process_id = 'supply-run:' || $1::text
    UNION ALL SELECT process_id, step FROM logistics.pending_steps WHERE process_id = 'supply-run:' || $1::text`,
  'a closed run has settled its clearing': `
    SELECT holder, balance_fen FROM orders.account_balances WHERE kind = 'clearing' AND holder = $1::text AND balance_fen <> 0`,
  'no price of a closed run waits for a decision': `
    SELECT purchase_id, bundle FROM orders.dear_prices WHERE run_id = $1 AND is_dear AND decision IS NULL`,
  'nothing of a closed run is open': `SELECT order_line_id FROM orders.order_lines WHERE run_id = $1 AND state = 'open'`,
} as const;

/** Looks through every schema as the superuser: no row-level security hides anything. */
export class Auditor {
  private constructor(private readonly pool: pg.Pool) {}

  static async open(url = process.env['TEST_DATABASE_URL'] ?? ''): Promise<Auditor> {
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => undefined); // a server that is started anew cuts connections: the next question opens another
    await pool.query('SELECT 1');
    return new Auditor(pool);
  }

  close = (): Promise<void> => this.pool.end();

  /** What is broken of a run that goes on. */
  broken = (runId: string): Promise<Broken> => this.look({ ...goods, ...demand, ...money }, runId);

  /** What is broken of a run that is over. */
  brokenAtEnd = (runId: string): Promise<Broken> => this.look({ ...goods, ...demand, ...money, ...closed }, runId);

  async rows<Row extends object>(sql: string, args: readonly unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, [...args])).rows;
  }

  /** In the name of the run's community: what members publishes is read through its views. */
  private async look(promises: Readonly<Record<string, string>>, runId: string): Promise<Broken> {
    const db = await this.pool.connect();
    try {
      await db.query(`SELECT set_config('app.community_id', (SELECT community_id FROM orders.supply_runs WHERE run_id = $1), false)`, [
        runId,
      ]);
      const found: Record<string, readonly object[]> = {};
      for (const [promise, sql] of Object.entries(promises)) {
        const { rows } = await db.query<object>(sql, [runId]);
        if (rows.length) found[promise] = rows;
      }
      return found;
    } finally {
      db.release();
    }
  }
}
