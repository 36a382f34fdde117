import { daysAhead } from '@jielong/testing';
import { hashOf, type Subject } from '@jielong/kernel';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { type Policies, purchaseId, supplyRunId, type OrdersStepReport } from '@jielong/orders-contract';
import type { BothServices, RunNow } from './both-services.js';
import { correctReport } from '../../logistics/src/steps/apply-report.js';
import { type Heard, heard } from './heard.js';

export type ToldReport = OrdersStepReport | LogisticsStepReport;
export type ToldStep = ToldReport['step'];
export const community = 'sample';
const before = ['ordering', 'confirming'];
const ends: readonly string[] = ['closed', 'voided', 'cancelled'];
export const isEnd = (stage: string): boolean => ends.includes(stage);

/** A day that is told to the activities in any order, as workflows tell it: who is asked, and what follows of it. */
export class ToldDay {
  /** As the workflow's own copy: read anew whenever something has been accepted for the first time. */
  private copy: RunNow | undefined;
  private readonly told = new Set<string>();

  private constructor(
    private readonly both: BothServices,
    readonly runId: string,
  ) {}

  /** A run past its cut-off; rooms of Lantian Garden with what they order. */
  static async open(
    both: BothServices,
    orders: Readonly<Record<string, Readonly<Record<string, number>>>>,
    policies: Partial<Policies> = {},
  ): Promise<ToldDay> {
    const { call } = both.service;
    const { body } = await call<{ id: string }>('POST', '/supply-runs', {
      ...{
        compound: 'LT',
        serviceDate: daysAhead(100),
        cutOffAt: new Date(Date.now() - 1_000).toISOString(),
        minimumPortions: 1,
        policies,
      },
      bundles: [
        { code: 'SC01', cap: 200 },
        { code: 'JD01', cap: 200 },
      ],
    });
    for (const [room, items] of Object.entries(orders)) {
      const placed = await call('POST', `/supply-runs/${body.id}/orders`, { forHousehold: await both.householdAt(room), items });
      if (placed.status !== 201) throw new Error(JSON.stringify(placed.body));
    }
    return new ToldDay(both, body.id);
  }

  private get run() {
    return { community, processId: supplyRunId(this.runId) };
  }

  async now(): Promise<RunNow> {
    const { orders, logistics } = this.both;
    return { orders: await orders.readRun(community, this.runId), goods: await logistics.readGoods(community, this.runId) };
  }

  /** To whom it belongs; where he is not there yet, it is too early. */
  async tell(step: ToldStep, reportId: string, body: object = {}): Promise<Heard> {
    return heard(async () => {
      const answer = await this.applied(step, reportId, body);
      if (answer === 'accepted' && !this.told.has(reportId)) await this.look();
      if (answer === 'accepted') this.told.add(reportId);
      return answer;
    });
  }

  private async applied(step: ToldStep, reportId: string, body: object): Promise<Heard> {
    const { orders, logistics } = this.both;
    const who = { enteredBy: 'S001', doneBy: 'S001', channel: 'api', occurredAt: null, evidence: 'counted' } as const;
    const said = (at?: string) => ({ reportId, step, ...who, ...(at === undefined ? {} : { at }), ...body });
    const { orders: ordersSide, goods } = this.copy ?? (this.copy = await this.now());
    switch (step) {
      case 'lockOrders':
      case 'approveAllocation':
      case 'approvePrice':
      case 'approveSettlement':
      case 'voidRun':
      case 'cancelRun':
        await orders.applyOrdersReport(this.run, said() as OrdersStepReport);
        return 'accepted';
      case 'confirmPurchase': {
        const [purchase] = ordersSide.purchases;
        if (!purchase) return 'starting';
        await orders.applyOrdersReport({ community, processId: purchaseId(purchase) }, said(purchase) as OrdersStepReport);
        await heard(() => logistics.receivePurchase(community, purchase, '').then(() => 'accepted')); // it is written, whatever was counted
        return 'accepted';
      }
      case 'confirmLoading':
      case 'divertTrip':
      case 'confirmHandoff':
      case 'contestHandoff':
      case 'decideDispute': {
        const [stop] = goods.stops;
        if (!stop) return 'starting';
        const at = step === 'confirmLoading' || step === 'divertTrip' ? stop.trip : stop.stop;
        const process = step === 'decideDispute' ? this.run : { community, processId: tripWorkflowId(stop.trip) };
        await this.counted(process, said(at) as LogisticsStepReport);
        return 'accepted';
      }
      case 'closePickup': {
        const [point] = goods.points;
        if (!point) return 'starting';
        await this.counted(this.run, said(point.point) as LogisticsStepReport);
        return 'accepted';
      }
      case 'noteGoods':
      case 'wrapUp':
      case 'disposeRemainder':
        await this.counted(this.run, said() as LogisticsStepReport);
        return 'accepted';
    }
  }

  /** A report by the process that it is told to; a correction by the desk, and the run knows afterwards what the rows say, without reading them first. */
  private async counted(process: Subject, report: LogisticsStepReport): Promise<void> {
    if (report.corrects === undefined) {
      await this.both.logistics.applyLogisticsReport(process, report);
      return;
    }
    const { followers } = await this.both.inLogistics(community, (tx) => correctReport(tx, process, report));
    const news = followers.find(({ processId }) => processId === this.run.processId);
    if (!news?.changesMore || !this.copy) return;
    this.copy = await this.both.following(community, this.runId)(this.copy, true);
    const { goods } = await this.now();
    if (hashOf(this.copy.goods) !== hashOf(goods)) throw new Error('the run does not know how its goods stand after a correction');
  }

  /** What has come from the shop, by bundle, as a purchase would say it. */
  async received(): Promise<Record<string, { portions: number }>> {
    const { rows } = await this.both.service.admin.query<{ bundle: string; portions: number }>(
      `SELECT l.bundle, coalesce(sum(-b.portions), 0)::integer AS portions FROM orders.purchase_lines l
       LEFT JOIN logistics.custody_balances b ON b.run_id = l.run_id AND b.bundle = l.bundle AND (b.place_kind, b.place_ref) = ('source', 'purchase')
       WHERE l.run_id = $1 GROUP BY l.bundle`,
      [this.runId],
    );
    return Object.fromEntries(rows.map(({ bundle, portions }) => [bundle, { portions }]));
  }

  /** What the run's workflow does whenever something has been said, or it is woken. */
  async look(): Promise<void> {
    const { orders, logistics } = this.both;
    let now = await this.now();
    if (!before.includes(now.orders.stage) && !now.goods.trips.length)
      now = { ...now, goods: await logistics.planTrip(community, this.runId) };
    const followed = this.both.following(community, this.runId);
    now = await followed(now);
    const isClosed = now.goods.points.length > 0 && now.goods.points.every(({ state }) => state === 'closed' || state === 'cleared');
    if (isClosed && now.orders.allocation.version > 0)
      now = await followed({ ...now, orders: await orders.enterSettling(community, this.runId) });
    if (isEnd(now.orders.stage)) await Promise.all([orders.endOrdersProcess(this.run), logistics.endLogisticsProcess(this.run)]);
    this.copy = now;
  }
}
