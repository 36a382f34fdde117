import { DomainError, stepKey, type Receipt } from '@jielong/kernel';
import { logisticsSteps, type GoodsState, type LogisticsActivities, type LogisticsStepReport } from '@jielong/logistics-contract';
import { logisticsReportSchemas } from '@jielong/logistics-contract/schemas';
import {
  ordersSteps,
  supplyRunId,
  type OrdersActivities,
  type OrdersStepReport,
  type RunState,
  type SupplyRunInput,
} from '@jielong/orders-contract';
import { ordersReportSchemas } from '@jielong/orders-contract/schemas';
import { checkUndisputed, isOver } from '@jielong/orders-domain';
import { HumanSteps, activitiesOf, parseReport, withPlace } from '@jielong/process';
import { following } from './allocation-follows.js';
import { showRun } from './supply-run.page.js';

/** What the workflow knows of its run: a courtesy copy of what two services have in their rows. */
export interface Run {
  readonly orders: RunState;
  readonly goods: GoodsState;
}
const schemas = { ...ordersReportSchemas, ...logisticsReportSchemas } as const;
/** A run also hears what its purchase and its trip no longer can, or not yet. */
export type RunStep = keyof typeof schemas;
type RunReport = OrdersStepReport | LogisticsStepReport;

const isOrdersStep = (step: RunStep): step is keyof typeof ordersSteps => step in ordersSteps;
const isOrdersReport = (report: RunReport): report is OrdersStepReport => isOrdersStep(report.step);

/** The mechanism, taught what a supply run is. */
export function supplyRun({ community, runId, dueAt }: SupplyRunInput) {
  const orders = activitiesOf<OrdersActivities>('orders');
  const logistics = activitiesOf<LogisticsActivities>('logistics');
  const subject = { community, processId: supplyRunId(runId) };
  const deadlines: Partial<Record<RunStep, string>> = dueAt;
  const current = (): Run => known(run.state);
  const followed = following({ community, runId, orders, logistics, note: (text) => run.note(text) });

  const run: HumanSteps<Run, RunStep, RunReport> = new HumanSteps<Run, RunStep, RunReport>({
    steps: [...Object.values(ordersSteps), ...Object.values(logisticsSteps)].map(({ step }) => step),
    repeated: ['noteGoods'],
    dueAt: (step) => Date.parse(deadlines[step] ?? dueAt.closePickup),
    parse: (step, payload) => placed(parseReport<RunReport>(schemas[step], payload), run.state),
    check,
    isDone: ({ orders: { done, stage }, goods }, step, at) =>
      [...done, ...goods.done].includes(stepKey(step, at)) || (step === 'lockOrders' && stage === 'ordering'), // put off: asked again later
    open: (step, ats, due) =>
      isOrdersStep(step)
        ? orders.openOrdersStep(subject, step, null, new Date(due).toISOString())
        : logistics.openLogisticsStep(subject, step, ats, new Date(due).toISOString()),
    apply: async (report) => {
      const applied = isOrdersReport(report) ? await applyToOrders(report) : await applyToGoods(report);
      return { receipt: applied.receipt, state: await followed(applied.state) };
    },
    ring: (step, ats) => (isOrdersStep(step) ? orders.ringOrdersStep(subject, step, ats) : logistics.ringLogisticsStep(subject, step, ats)),
    noteRefusal: (step, payload, reason) => {
      const said = JSON.stringify(payload ?? null).slice(0, 2_000);
      return isOrdersStep(step)
        ? orders.noteOrdersRefusal(subject, step, said, reason)
        : logistics.noteLogisticsRefusal(subject, step, said, reason);
    },
    read: async ({ service, changesMore } = {}) => {
      if (run.state && service === 'logistics' && changesMore) return followed(run.state, true);
      const readOrders = () => orders.readRun(community, runId);
      const readGoods = () => logistics.readGoods(community, runId);
      const [ordersSide, goods] = await Promise.all([
        run.state && service === 'logistics' ? run.state.orders : readOrders(),
        run.state && service === 'orders' ? run.state.goods : readGoods(),
      ]);
      return followed({ orders: ordersSide, goods });
    },
    show: showRun(runId),
  });
  const ask = (change: () => Promise<Partial<Run>>) => run.ask(async () => followed({ ...current(), ...(await change()) }));
  type Asked<State> = (community: string, runId: string) => Promise<State>;
  return {
    run,
    orders,
    logistics,
    current,
    /** Asks an activity that answers with one side of the run. */
    ordersAfter: (activity: Asked<RunState>) => ask(async () => ({ orders: await activity(community, runId) })),
    goodsAfter: (activity: Asked<GoodsState>) => ask(async () => ({ goods: await activity(community, runId) })),
  };

  async function applyToOrders(report: OrdersStepReport): Promise<{ receipt: Receipt; state: Run }> {
    if (report.step === 'confirmPurchase' && report.at && current().goods.change > 0) {
      const bought = Object.entries(report.bought ?? {}).map(([bundle, { portions }]) => [bundle, portions] as const);
      await logistics.checkPurchase(community, report.at, Object.fromEntries(bought));
    }
    if (report.step === 'approveSettlement') checkUndisputed(current().goods.disputes ?? []);
    const applied = await orders.applyOrdersReport(subject, report);
    const { at } = applied.receipt; // the rows know which purchase is meant where the report does not say it
    const side = applied.run ?? current().orders;
    if (report.step !== 'confirmPurchase' || !at) return { receipt: applied.receipt, state: { orders: side, goods: current().goods } };
    const received = await logistics.receivePurchase(community, at, runId).then(
      (counted) => ({ counted }),
      (error: unknown) => run.noteRefused(error),
    );
    const goods = received?.counted ?? (await logistics.readGoods(community, runId));
    return { receipt: applied.receipt, state: { orders: received ? { ...side, unreceived: [] } : side, goods } };
  }

  async function applyToGoods(report: LogisticsStepReport): Promise<{ receipt: Receipt; state: Run }> {
    const { receipt, goods } = await logistics.applyLogisticsReport(subject, report);
    return { receipt, state: { ...current(), goods: goods ?? current().goods } };
  }
}

/** Which places there are, only the rows know: a trip that was planned a moment ago is not in the copy. */
function check({ orders }: Run): void {
  if (isOver(orders.stage)) throw closed();
}

/** Where there is only one purchase, trip, stop or point, nobody needs to name it. */
function placed<Said extends RunReport>(report: Said, state: Run | undefined): Said {
  if (!state) return report;
  const only: Partial<Record<RunStep, readonly string[]>> = {
    confirmPurchase: state.orders.purchases,
    confirmLoading: state.goods.trips,
    divertTrip: state.goods.trips,
    confirmHandoff: state.goods.stops.map(({ stop }) => stop),
    contestHandoff: state.goods.stops.map(({ stop }) => stop),
    decideDispute: state.goods.disputes ?? [],
    closePickup: state.goods.points.map(({ point }) => point),
  };
  const [at, ...others] = only[report.step] ?? [];
  return withPlace(report, others.length ? undefined : at);
}

function known(state: Run | undefined): Run {
  if (!state) throw new Error('asked before the rows were read');
  return state;
}
const closed = () =>
  new DomainError('conflict', 'closed', { zh: '批次已结束，不再接受登记', en: 'the run is closed and takes no more reports' });
