import { DomainError, stepKey } from '@jielong/kernel';
import type { LogisticsActivities } from '@jielong/logistics-contract';
import {
  ordersSteps,
  purchaseId as processIdOf,
  type ConfirmPurchase,
  type OrdersActivities,
  type PurchaseInput,
  type PurchaseState,
} from '@jielong/orders-contract';
import { ordersReportSchemas } from '@jielong/orders-contract/schemas';
import { HumanSteps, activitiesOf, parseReport, showing, uncancelled, withPlace } from '@jielong/process';

/** One visit to one supplier, for one or more runs. */
export async function purchaseWorkflow(input: PurchaseInput): Promise<void> {
  const { community, purchaseId } = input;
  const orders = activitiesOf<OrdersActivities>('orders');
  const purchase = steps(input, orders);
  const received = () =>
    activitiesOf<LogisticsActivities>('logistics').receivePurchase(community, purchaseId, '').catch(purchase.noteRefused);
  await uncancelled(purchase, async () => {
    await purchase.read();
    if (purchase.state?.done.length) await received(); // started again: whoever was to tell logistics is gone
    await purchase.take('confirmPurchase', purchaseId);
    await orders.endOrdersProcess({ community, processId: processIdOf(purchaseId) });
    await purchase.finish();
  });
}

function steps({ community, purchaseId, dueAt }: PurchaseInput, orders: OrdersActivities) {
  const logistics = activitiesOf<LogisticsActivities>('logistics');
  const subject = { community, processId: processIdOf(purchaseId) };
  const show = showing<'confirmPurchase'>(() => ordersSteps.confirmPurchase.zh);
  const visit: HumanSteps<PurchaseState, 'confirmPurchase', ConfirmPurchase> = new HumanSteps<
    PurchaseState,
    'confirmPurchase',
    ConfirmPurchase
  >({
    steps: ['confirmPurchase'],
    dueAt: () => Date.parse(dueAt.confirmPurchase),
    parse: (_step, payload) => withPlace(parseReport<ConfirmPurchase>(ordersReportSchemas.confirmPurchase, payload), purchaseId),
    check: ({ bundles }, { at, bought = {} }) => {
      if (at !== purchaseId) throw unknown(String(at));
      const foreign = Object.keys(bought).find((bundle) => !bundles.includes(bundle));
      if (foreign) throw unknown(foreign);
    },
    isDone: ({ done }, step, at) => done.includes(stepKey(step, at)),
    open: (step, [at = null], due) => orders.openOrdersStep(subject, step, at, new Date(due).toISOString()),
    apply: async (report) => {
      const { receipt, purchase } = await orders.applyOrdersReport(subject, report);
      await logistics.receivePurchase(community, purchaseId, '').catch(visit.noteRefused); // it is written, whatever was counted
      return { receipt, state: purchase ?? (await orders.readPurchase(community, purchaseId)) };
    },
    ring: (step, ats) => orders.ringOrdersStep(subject, step, ats),
    noteRefusal: (step, payload, reason) =>
      orders.noteOrdersRefusal(subject, step, JSON.stringify(payload ?? null).slice(0, 2_000), reason),
    read: () => orders.readPurchase(community, purchaseId),
    show: (state, waiting, notes) =>
      state && show({ stage: state.done.length ? 'bought' : 'planned', lines: [`**采购** \`${purchaseId}\``] }, waiting, notes),
  });
  return visit;
}

const unknown = (what: string) =>
  new DomainError('invalid', 'unknown-bundle', { zh: `这次采购没有 ${what}`, en: `${what} is not in this purchase` }, { what });
