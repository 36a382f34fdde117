import { Injectable } from '@nestjs/common';
import type { Rung, Sent, Subject } from '@jielong/kernel';
import { type OrdersActivities, ordersSteps, type OrdersStepReport, type PurchaseState, type RunState } from '@jielong/orders-contract';
import { Admission, endProcess, inCommunity, noteRefusal } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { divide } from '../allocation/allocate.js';
import { takesUnsigned } from '../policies/policies.rows.js';
import { enterSettling } from '../settlement/enter-settling.js';
import { type Applied, applyReport } from './apply-report.js';
import { closeOrdering } from './close-ordering.js';
import { ringStep } from './ring-step.js';
import { openStep } from './open-step.js';
import { purchaseStateOf, runStateOf } from './run-state.js';

/** What workflows ask of orders: each is one transaction, under the rows that it concerns, and may run twice at any time. */
@Injectable()
export class OrdersActivityService implements OrdersActivities {
  constructor(
    private readonly db: DataSource,
    private readonly admission: Admission,
  ) {}

  readRun(community: string, runId: string): Promise<RunState> {
    return inCommunity(this.db, community, (tx) => runStateOf(tx, runId));
  }

  readPurchase(community: string, purchaseId: string): Promise<PurchaseState> {
    return inCommunity(this.db, community, (tx) => purchaseStateOf(tx, purchaseId));
  }

  closeOrdering(community: string, runId: string): Promise<RunState> {
    return inCommunity(this.db, community, async (tx) => {
      await closeOrdering(tx, runId);
      return runStateOf(tx, runId);
    });
  }

  openOrdersStep(subject: Subject, step: string, at: string | null, dueAt: string): Promise<void> {
    return inCommunity(this.db, subject.community, (tx) => openStep(tx, subject, step, at, dueAt));
  }

  ringOrdersStep({ community, processId }: Subject, step: string, ats: readonly (string | null)[]): Promise<Rung> {
    return inCommunity(this.db, community, (tx) => ringStep(tx, { processId, step }, ats));
  }

  applyOrdersReport(subject: Subject, sent: Sent<OrdersStepReport>): Promise<Applied> {
    const rules = { definition: ordersSteps[sent.step], takesUnsigned };
    return this.admission.admit<OrdersStepReport, Applied>(subject, sent, rules, (tx, report) => applyReport(tx, subject, report));
  }

  allocate(community: string, runId: string): Promise<RunState> {
    return inCommunity(this.db, community, async (tx) => {
      await divide(tx, runId);
      return runStateOf(tx, runId);
    });
  }

  enterSettling(community: string, runId: string): Promise<RunState> {
    return inCommunity(this.db, community, async (tx) => {
      await enterSettling(tx, runId);
      return runStateOf(tx, runId);
    });
  }

  noteOrdersRefusal({ community, processId }: Subject, step: string, payload: string, reason: string): Promise<void> {
    return inCommunity(this.db, community, (tx) => noteRefusal(tx, { processId, step, payload, reason }));
  }

  endOrdersProcess({ community, processId }: Subject): Promise<void> {
    return inCommunity(this.db, community, (tx) => endProcess(tx, processId));
  }
}
