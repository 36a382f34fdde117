import type { Receipt, Rung, Sent, Subject } from '@jielong/kernel';
import type { OrdersStepReport } from './steps.js';
import type { PurchaseState, RunState } from './supply-run.js';

/** What workflows ask of orders, on the queue `<queue>-orders`. Each may run twice, at any time. Ids are bare uuids; `subject.processId` is the workflow's. */
export interface OrdersActivities {
  readRun(community: string, runId: string): Promise<RunState>;
  readPurchase(community: string, purchaseId: string): Promise<PurchaseState>;
  /** Cut-off, judged by the database's clock; before it, nothing changes. */
  closeOrdering(community: string, runId: string): Promise<RunState>;
  /** Asks for a step of orders, unless it is done: `dueAt` ISO 8601, `at` null where there is only one. */
  openOrdersStep(subject: Subject, step: string, at: string | null, dueAt: string): Promise<void>;
  /** A deadline, or a further rung of its ladder, is past at these places; [null] where there is only one. */
  ringOrdersStep(subject: Subject, step: string, ats: readonly (string | null)[]): Promise<Rung>;
  /**
   * The authority, of signatures too. Answers with the state of the process in `subject` (a run also hears what its purchase no longer can),
   * so that no second activity has to read it: events of a history are counted.
   */
  applyOrdersReport(
    subject: Subject,
    report: Sent<OrdersStepReport>,
  ): Promise<{ receipt: Receipt; run?: RunState; purchase?: PurchaseState }>;
  /** A new version over what there is and is not handed out; books purchases nobody reported as assumed. Nothing where the newest stands for it. */
  allocate(community: string, runId: string): Promise<RunState>;
  /** All points are closed: the books may be settled. */
  enterSettling(community: string, runId: string): Promise<RunState>;
  /** A refused, nameless or malformed signal is a row. */
  noteOrdersRefusal(subject: Subject, step: string, payload: string, reason: string): Promise<void>;
  /** The process is over: its row says so, nobody is asked for anything any more. */
  endOrdersProcess(subject: Subject): Promise<void>;
}
