import { Injectable } from '@nestjs/common';
import { hashOf, type Rung, type Sent, type Subject } from '@jielong/kernel';
import type { GoodsState, LogisticsActivities, LogisticsStepReport, TripState } from '@jielong/logistics-contract';
import { logisticsSteps, tripWorkflowId } from '@jielong/logistics-contract';
import { supplyRunId } from '@jielong/orders-contract';
import { Admission, audit, endProcess, inCommunity, noteRefusal, ring } from '@jielong/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { takeOver } from '../allocation/take-over.js';
import { type KnownRun, lockRuns, unknownRun } from '../custody/runs.rows.js';
import { undecidedConflicts } from '../pickups/conflicts.query.js';
import { planTripOf } from '../trips/plan-trip.js';
import { handOutListed } from '../wrap-ups/hand-out-listed.js';
import { type Applied, applyReport } from './apply-report.js';
import { callOff } from './call-off.js';
import { openStep } from './open-step.js';
import { checkPurchase, receivePurchase } from './receive-purchase.js';
import { goodsStateOf, tripStateOf } from './states.rows.js';
import { isTrip, lockRunsOf, ownRuns, uuidIn } from './subject.js';
import { takesUnsigned } from './takes-unsigned.js';

/** What workflows ask of logistics. Each is one transaction, under the locks of the runs that it is about, and may run twice. */
@Injectable()
export class LogisticsStepActivities implements LogisticsActivities {
  constructor(
    private readonly db: DataSource,
    private readonly admission: Admission,
  ) {}

  readGoods(community: string, runId: string): Promise<GoodsState> {
    return inCommunity(this.db, community, (tx) => goodsOf(tx, runId));
  }

  readTrip(community: string, tripId: string): Promise<TripState> {
    return inCommunity(this.db, community, async (tx) => tripStateOf(tripId, await lockRunsOf(tx, { processId: tripWorkflowId(tripId) })));
  }

  planTrip(community: string, runId: string): Promise<GoodsState> {
    return this.withRun(community, runId, planTripOf);
  }

  checkPurchase(community: string, purchaseId: string, bought: Readonly<Record<string, number>>): Promise<void> {
    return inCommunity(this.db, community, (tx) => checkPurchase(tx, purchaseId, bought));
  }

  receivePurchase(community: string, purchaseId: string, asking: string): Promise<GoodsState | null> {
    return inCommunity(this.db, community, async (tx) => {
      await receivePurchase(tx, purchaseId, asking);
      return asking ? goodsOf(tx, asking) : null;
    });
  }

  openLogisticsStep(subject: Subject, step: string, ats: readonly (string | null)[], dueAt: string): Promise<void> {
    return inCommunity(this.db, subject.community, (tx) => openStep(tx, subject, { step, ats, dueAt }));
  }

  ringLogisticsStep({ community, processId }: Subject, step: string, ats: readonly (string | null)[]): Promise<Rung> {
    return inCommunity(this.db, community, (tx) => ring(tx, { processId, step }, ats));
  }

  applyLogisticsReport(subject: Subject, sent: Sent<LogisticsStepReport>): Promise<Applied> {
    const rules = { definition: logisticsSteps[sent.step], takesUnsigned };
    return this.admission.admit<LogisticsStepReport, Applied>(subject, sent, rules, (tx, report) => applyReport(tx, subject, report));
  }

  takeOverAllocation(community: string, runId: string, version: number): Promise<GoodsState> {
    return this.withRun(community, runId, (tx, run) => takeOver(tx, run, version));
  }

  callOff(community: string, runId: string): Promise<GoodsState> {
    return this.withRun(community, runId, callOff);
  }

  handOutListed(community: string, runId: string): Promise<GoodsState> {
    return this.withRun(community, runId, handOutListed);
  }

  noteLogisticsRefusal({ community, processId }: Subject, step: string, payload: string, reason: string): Promise<void> {
    const key = hashOf([processId, step, payload]);
    return inCommunity(this.db, community, (tx) => noteRefusal(tx, { key, processId, step, payload, code: 'refused', reason }));
  }

  endLogisticsProcess(subject: Subject): Promise<void> {
    return inCommunity(this.db, subject.community, async (tx) => {
      await lockRunsOf(tx, subject);
      await endProcess(tx, subject.processId);
      if (!isTrip(subject)) await endRun(tx, uuidIn(subject.processId));
    });
  }

  private withRun(community: string, runId: string, work: (tx: EntityManager, run: KnownRun) => Promise<void>): Promise<GoodsState> {
    const subject = { processId: supplyRunId(runId) };
    return inCommunity(this.db, community, async (tx) => {
      for (const run of ownRuns(subject, await lockRunsOf(tx, subject, 'with points'))) await work(tx, run);
      return goodsOf(tx, runId);
    });
  }
}

async function goodsOf(tx: EntityManager, runId: string): Promise<GoodsState> {
  const [run] = await lockRuns(tx, [runId]);
  if (!run) throw unknownRun(runId);
  return goodsStateOf(tx, run);
}

/** Its books are closed: it takes no more reports, and its codes are free for others. What nobody has decided at its gates is said, and holds up nothing. */
async function endRun(tx: EntityManager, runId: string): Promise<void> {
  const [ended] = await tx.query<[unknown[], number]>(
    'UPDATE supply_runs SET ended_at = clock_timestamp() WHERE run_id = $1 AND ended_at IS NULL RETURNING run_id',
    [runId],
  );
  if (ended.length) {
    const details = { undecidedConflicts: await undecidedConflicts(tx, runId) };
    await audit(tx, { action: 'endRun', subjectKind: 'supply-run', subjectId: runId, details });
  }
  await tx.query('UPDATE pickup_orders SET open = false WHERE run_id = $1 AND open', [runId]);
}
