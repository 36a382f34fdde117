import { daysAhead } from '@jielong/testing';
import { randomUUID } from 'node:crypto';
import type { Subject } from '@jielong/kernel';
import {
  purchaseId as purchaseProcess,
  supplyRunId,
  type ConfirmPurchase,
  type OrdersStepReport,
  type RunState,
} from '@jielong/orders-contract';
import { publishLogistics, showChange, showGoods, showHandedOut, type Place } from './logistics-views.js';
import { community, ordersService, type OrdersService } from './orders-service.js';
import { SignedOrders } from './signed-orders.js';

type Saying<S extends OrdersStepReport['step']> = Omit<
  Extract<OrdersStepReport, { step: S }>,
  'reportId' | 'step' | 'enteredBy' | 'doneBy' | 'channel' | 'occurredAt' | 'evidence'
> & { reportId?: string; enteredBy?: string; doneBy?: string };

/** A complete report as it reaches an activity. */
export const said = <S extends OrdersStepReport['step']>(step: S, saying: Saying<S>): Extract<OrdersStepReport, { step: S }> => {
  const { reportId = `report-${randomUUID()}`, enteredBy = 'S001', ...rest } = saying;
  return { reportId, step, enteredBy, doneBy: enteredBy, channel: 'api', occurredAt: null, evidence: 'counted', ...rest } as Extract<
    OrdersStepReport,
    { step: S }
  >;
};

export interface Opening {
  readonly orders: readonly (readonly [room: string, items: Record<string, number>, substitutes?: Record<string, boolean>])[];
  /** Lantian Garden by default. */
  readonly compound?: string;
  readonly bundles?: readonly string[];
  readonly policies?: object;
  readonly minimumPortions?: number;
  readonly cutOffAt?: string;
  readonly tripCap?: number;
  /** By default one so far from all others that nobody who went short then is remembered. */
  readonly serviceDate?: string;
}

/** orders with what logistics shows, and the activities that workflows call. */
export async function bench(): Promise<Bench> {
  const service = await ordersService((database) => publishLogistics(database.url('logistics', 'owner')));
  return new Bench(service, SignedOrders.of(service.app));
}

export class Bench {
  private opened = 0;

  constructor(
    readonly service: OrdersService,
    readonly activities: SignedOrders,
  ) {}

  stop = (): Promise<void> => this.service.stop();

  /** A run past its cut-off, with orders of these rooms of a compound. */
  async open({
    orders,
    compound = 'LT',
    bundles = ['SC01', 'JD01'],
    policies,
    minimumPortions = 1,
    cutOffAt,
    tripCap,
    serviceDate,
  }: Opening): Promise<BoughtRun> {
    const { call, householdAt, admin } = this.service;
    const { body: run } = await call<{ id: string; pickupPoints: { id: string }[] }>('POST', '/supply-runs', {
      compound,
      serviceDate: serviceDate ?? daysAhead(1),
      cutOffAt: cutOffAt ?? new Date(Date.now() - 1_000).toISOString(),
      bundles: bundles.map((code) => ({ code })),
      minimumPortions,
      ...(tripCap === undefined ? {} : { tripCap }),
      ...(policies === undefined ? {} : { policies }),
    });
    // Far enough apart that none remembers who went short in another.
    const apart = daysAhead(-40 * (this.opened += 1));
    if (serviceDate === undefined) await admin.query('UPDATE orders.supply_runs SET service_date = $2 WHERE run_id = $1', [run.id, apart]);
    for (const [room, items, substitutes] of orders) {
      const { status, body } = await call('POST', `/supply-runs/${run.id}/orders`, {
        forHousehold: await householdAt(room, compound),
        items,
        substitutes,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
    }
    return new BoughtRun(
      this,
      run.id,
      run.pickupPoints.map(({ id }) => id),
    );
  }
}

/** One run, driven by the activities as its workflows drive it. */
export class BoughtRun {
  constructor(
    private readonly bench: Bench,
    readonly id: string,
    readonly points: readonly string[],
  ) {}

  get subject(): Subject {
    return { community, processId: supplyRunId(this.id) };
  }
  get path(): string {
    return `/supply-runs/${this.id}`;
  }
  state = () => this.bench.activities.readRun(community, this.id);
  lock = (saying: Saying<'lockOrders'> = {}) => this.bench.activities.applyOrdersReport(this.subject, said('lockOrders', saying));
  /** Divides for this state of the goods. */
  async allocate(change: number): Promise<RunState> {
    await showChange(this.bench.service.admin, community, this.id, change);
    return this.bench.activities.allocate(community, this.id);
  }
  approve = (version: number) => this.bench.activities.applyOrdersReport(this.subject, said('approveAllocation', { version }));
  enterSettling = () => this.bench.activities.enterSettling(community, this.id);
  settle = (saying: Saying<'approveSettlement'> = { enteredBy: 'S003' }) =>
    this.bench.activities.applyOrdersReport(this.subject, said('approveSettlement', saying));

  async purchase(saying: Partial<Saying<'confirmPurchase'>> = {}, report?: ConfirmPurchase) {
    const [id = ''] = (await this.state()).purchases;
    const full = report ?? said('confirmPurchase', { receipt: { number: 'A-1' }, enteredBy: 'S004', ...saying });
    return this.bench.activities.applyOrdersReport({ community, processId: purchaseProcess(id) }, { ...full, at: id });
  }

  goods = (...places: Place[]) => showGoods(this.bench.service.admin, community, this.id, places);

  /** All of a bundle at the one pickup point, less what is damaged, and what has been handed out. */
  async handOut(room: string, bundle: string, portions: number): Promise<void> {
    await showHandedOut(this.bench.service.admin, community, this.id, { ...(await this.line(room, bundle)), bundle, portions });
  }

  /** Everybody has what they were allocated, but for so many portions of some bundles. */
  async fetched(left: Readonly<Record<string, number>> = {}): Promise<void> {
    const rest = { ...left };
    const lines = await this.rows<{ orderLineId: string; bundle: string; allocated: number }>(
      `SELECT order_line_id AS "orderLineId", bundle, allocated FROM orders.order_lines WHERE run_id = $1 AND allocated > 0 ORDER BY 1`,
    );
    for (const { orderLineId, bundle, allocated } of lines) {
      const staying = Math.min(allocated, rest[bundle] ?? 0);
      rest[bundle] = (rest[bundle] ?? 0) - staying;
      await showHandedOut(this.bench.service.admin, community, this.id, { orderLineId, bundle, portions: allocated - staying });
    }
  }

  async line(room: string, bundle: string): Promise<{ orderLineId: string; state: string; allocated: number | null }> {
    const household = await this.bench.service.householdAt(room);
    const [line] = await this.rows<{ orderLineId: string; state: string; allocated: number | null }>(
      `SELECT order_line_id AS "orderLineId", l.state, allocated FROM orders.order_lines l JOIN orders.orders o USING (community_id, order_id)
       WHERE l.run_id = $1 AND o.for_household = $2 AND bundle = $3 ORDER BY in_place_of NULLS FIRST`,
      [this.id, household, bundle],
    );
    if (!line) throw new Error(`${room} has not ordered ${bundle}`);
    return line;
  }

  /** Rows behind row-level security; `$1` is the run, unless something else is asked for. */
  async rows<T extends object>(sql: string, parameters: readonly unknown[] = [this.id]): Promise<T[]> {
    return (await this.bench.service.admin.query<T>(sql, [...parameters])).rows;
  }

  /** Wishes that wait for Temporal, of a process. */
  wishes = (processId: string) => this.rows('SELECT FROM orders.outbox WHERE process_id = $1', [processId]);
  /** Steps that somebody is asked for, of a process. */
  pending = (processId: string) => this.rows('SELECT step FROM orders.pending_steps WHERE process_id = $1', [processId]);

  /** What each account of the run holds or owes, households together. */
  async balances(): Promise<Record<string, number>> {
    const rows = await this.rows<{ account: string; balance: number }>(
      `SELECT a.kind || CASE WHEN a.kind IN ('household', 'clearing', 'fund') THEN '' ELSE ':' || a.holder END AS account, sum(a.delta)::float8 AS balance
       FROM orders.postings CROSS JOIN LATERAL
         (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS a(kind, holder, delta)
       WHERE run_id = $1 GROUP BY 1 HAVING sum(a.delta) <> 0`,
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
  }

  /** SQL checks of what must always hold; gives back what does not. */
  async broken(): Promise<object[]> {
    const { rows } = await this.bench.service.admin.query<object>(`
      SELECT 'balances follow from postings' AS rule, b.kind, b.holder FROM orders.account_balances b
        LEFT JOIN LATERAL (SELECT coalesce(sum(CASE WHEN (p.debit_kind, p.debit_holder) = (b.kind, b.holder) THEN p.amount_fen ELSE -p.amount_fen END), 0) AS s
          FROM orders.postings p WHERE p.community_id = b.community_id
            AND (b.kind, b.holder) IN ((p.debit_kind, p.debit_holder), (p.credit_kind, p.credit_holder))) s ON true
        WHERE s.s <> b.balance_fen
      UNION ALL SELECT 'all balances come to nothing', '', '' FROM (SELECT sum(balance_fen) AS s FROM orders.account_balances) t WHERE s <> 0
      UNION ALL SELECT 'clearing of a closed run is empty', b.kind, b.holder FROM orders.account_balances b JOIN orders.supply_runs r
        ON b.kind = 'clearing' AND b.holder = r.run_id::text WHERE r.stage = 'closed' AND b.balance_fen <> 0
      UNION ALL SELECT 'nothing is open once it is divided', l.bundle, l.order_line_id::text FROM orders.order_lines l JOIN orders.supply_runs r
        USING (community_id, run_id) WHERE r.stage IN ('distributing', 'settling', 'closed') AND l.state = 'open'
      UNION ALL SELECT 'ordered is allocated and short', b.bundle, b.run_id::text FROM orders.run_bundles b JOIN orders.supply_runs r
        USING (community_id, run_id) WHERE r.stage IN ('distributing', 'settling', 'closed') AND b.ordered <>
          (SELECT coalesce(sum(l.portions), 0) FROM orders.order_lines l WHERE l.run_id = b.run_id AND l.bundle = b.bundle AND l.state IN ('allocated', 'short', 'substituted'))
      UNION ALL SELECT 'nobody gets more than they ordered, in whatever form', l.bundle, l.order_line_id::text FROM orders.order_lines l
        JOIN orders.order_lines s ON s.in_place_of = l.order_line_id WHERE coalesce(l.allocated, 0) + coalesce(s.allocated, 0) > l.portions
      UNION ALL SELECT 'a line is substituted where all that it misses is replaced', l.bundle, l.order_line_id::text FROM orders.order_lines l
        LEFT JOIN orders.order_lines s ON s.in_place_of = l.order_line_id WHERE l.in_place_of IS NULL AND l.state IN ('allocated', 'short', 'substituted')
          AND l.state <> CASE WHEN l.allocated = l.portions THEN 'allocated' WHEN l.allocated + coalesce(s.allocated, 0) = l.portions THEN 'substituted' ELSE 'short' END
      UNION ALL SELECT 'a charge is what a line gets at its price', '', l.order_line_id::text FROM orders.order_lines l
        JOIN orders.run_bundles b ON b.run_id = l.run_id AND b.bundle = l.bundle
        JOIN orders.supply_runs r ON r.run_id = l.run_id AND r.policies->>'priceBasis' = 'quoted'
        LEFT JOIN orders.order_lines o ON o.order_line_id = l.in_place_of
        LEFT JOIN orders.run_bundles ob ON (ob.run_id, ob.bundle) = (o.run_id, o.bundle)
        LEFT JOIN LATERAL (SELECT coalesce(sum(CASE kind WHEN 'charge' THEN amount_fen ELSE -amount_fen END), 0) AS s FROM orders.postings p
          WHERE p.subject = 'order-line ' || l.order_line_id) s ON true
        WHERE s.s <> coalesce(l.allocated, 0) * least(b.price_fen, ob.price_fen) AND NOT EXISTS (SELECT FROM orders.dear_prices d
          WHERE (d.run_id, d.bundle, d.decision) = (l.run_id, l.bundle, 'paid'))`);
    return rows;
  }
}
