import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DomainError, Receipt, Report, Sent, StepDefinition, Subject } from '@jielong/kernel';
import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import proto from '@temporalio/proto'; // CommonJS without named exports
import { DataSource, type EntityManager } from 'typeorm';
import { ACTOR_OPTIONS, type ActorOptions } from '../actor/actor-options.js';
import { refuseStrangers } from '../actor/strangers.js';
import { type FirstRead, inCommunity } from '../database/in-community.js';
import { isRefusal } from '../errors/problem.js';
import { accepted, ok, type Answer } from '../http/answer.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { closed, noAnswer, noProcess, notReported, refusalIn, refuseFuture, starting } from './desk-refusals.js';
import { saidSomethingElse } from './effects.js';
import { type Follower, Followers, type Wished } from './followers.js';
import { reportHash } from './report-hash.js';
import { ReportSigner } from './report-signer.js';
import { noteRefusal } from './step-rows.js';

/** A process that may take a report. `ended`: its row says that it is over. */
export interface Listener {
  readonly processId: string;
  readonly ended: boolean;
}
/** Who may take it, in the order in which they are asked: the process itself, then the run that it concerns. Empty: no such process. */
export type Listeners = (tx: EntityManager, subject: Subject, report: Report) => Promise<readonly Listener[]>;
/**
 * Writes a correction, in the transaction that has found that its sender may; gives who has to follow. What has been written is corrected in the
 * rows, and needs no process that waits for it.
 */
export type Correct = (tx: EntityManager, subject: Subject, report: Report) => Promise<Corrected>;
export interface Corrected {
  readonly receipt: Receipt;
  readonly followers: readonly Follower[];
}
/** Which of several such steps is meant by a report that does not say it; undefined where only the caller can know. */
export type PlaceOf = (tx: EntityManager, subject: Subject) => Promise<string | undefined>;
export interface Filing {
  readonly definition: StepDefinition;
  readonly subject: Subject;
  readonly report: Report;
  readonly listeners: Listeners;
  /** Fills in `at` before anything is compared or sent, so that the same body stays the same report. */
  readonly placeOf?: PlaceOf | undefined;
  readonly correct?: Correct | undefined;
  /** Where a caller learns later what became of it. */
  readonly location: string;
  /** Whether its sender may, where that is still to be asked. */
  readonly check?: FirstRead | undefined;
}
export interface Accepted {
  readonly reportId: string;
  readonly status: 'being-written';
}
interface Known {
  readonly filing: Filing;
  readonly stored: Stored | undefined;
  readonly listeners: readonly Listener[];
  readonly updateId: string;
  readonly corrected?: Written;
}
interface Written {
  readonly receipt: Receipt;
  readonly wished: readonly Wished[];
}
interface Stored {
  body_hash: string;
  answer: Receipt;
  /** The process that has taken it. */
  process_id: string;
}

const admitted = proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED;
const patienceMs = 8_000;

/** Takes a person's report, signed, to the process that waits for it; writes a correction itself. Repeating is always safe. */
@Injectable()
export class ReportDesk {
  private readonly logger = new Logger(ReportDesk.name);

  constructor(
    private readonly db: DataSource,
    private readonly client: TemporalClient,
    private readonly signer: ReportSigner,
    private readonly followers: Followers,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  /** 200 with the receipt, or 202 with where to look; throws the refusal, 409 `starting` or `closed`, or a 503 to be repeated. */
  async file(sent: Filing): Promise<Answer<Receipt | Accepted>> {
    const { filing, stored, listeners, updateId, corrected } = await this.known(sent);
    if (stored) return ok(this.takenBy(listeners, filing.report, stored));
    if (!listeners.length) throw noProcess(filing.subject);
    if (corrected) {
      await this.followers.follow(filing.subject.community, corrected.wished, filing.report.reportId);
      return ok(corrected.receipt);
    }
    for (const { processId } of listeners) {
      const answer = await this.ask(filing, processId, updateId);
      if (answer) return answer;
    }
    throw listeners.some(({ ended }) => !ended) ? starting() : closed();
  }

  private async known(sent: Filing): Promise<Known> {
    let writing: { filing: Filing; updateId: string } | undefined;
    const read = async (tx: EntityManager): Promise<Known> => {
      const filing = await placed(tx, sent);
      const { subject, report, listeners: listenersOf, correct } = filing;
      const { stored, refusals } = await knownOf(tx, report.reportId);
      if (!stored) refuseFuture(report);
      if (!stored) await refuseStrangers(tx, this.options.peopleView, namedIn(report));
      const listeners = await listenersOf(tx, subject, report);
      const updateId = `${report.reportId}.${reportHash(report)}.${refusals}`;
      const known = { filing, stored, listeners, updateId };
      if (stored || !correct || report.corrects === undefined || listeners.every(({ ended }) => ended)) return known;
      writing = { filing, updateId };
      const { receipt, followers } = await correct(tx, subject, report);
      return { ...known, corrected: { receipt, wished: await this.followers.wish(tx, followers) } };
    };
    try {
      return await inCommunity(this.db, sent.subject.community, read, sent.check);
    } catch (error) {
      if (writing && isRefusal(error)) await this.keepRefusal(writing.filing, writing.updateId, error);
      throw error;
    }
  }

  private storedOf(community: string, reportId: string): Promise<Stored | undefined> {
    return inCommunity(this.db, community, (tx) => storedIn(tx, reportId));
  }

  /** What was said about one run, in the very same words, is not said about another. */
  private takenBy(listeners: readonly Listener[], report: Report, stored: Stored): Receipt {
    if (!listeners.some(({ processId }) => processId === stored.process_id)) throw saidSomethingElse(report.reportId);
    return this.sameAs(report, stored);
  }

  private sameAs(report: Report, { body_hash, answer }: Stored): Receipt {
    const placed = { ...report, at: report.at ?? answer.at }; // where there is only one place, its process has named it
    if (body_hash !== reportHash(placed)) throw saidSomethingElse(report.reportId);
    return answer;
  }

  /** Undefined: this process is not there, ask the next. */
  private async ask(filing: Filing, processId: string, updateId: string): Promise<Answer<Receipt | Accepted> | undefined> {
    const { definition, subject, report } = filing;
    const handle = this.client.workflow.getHandle(processId);
    const sent = this.signer.signed({ ...subject, processId }, report);
    const update = () => handle.executeUpdate<Receipt, [Sent]>(definition.step, { args: [sent], updateId });
    try {
      return ok(await this.client.patiently(update, patienceMs));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      if (error instanceof WorkflowUpdateFailedError) return this.refused(filing, updateId, error);
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof ServiceError) {
        return this.late(filing, processId, updateId);
      }
      throw error;
    }
  }

  /** No answer in time: it may have been written meanwhile, be on its way, or not have arrived. */
  private async late({ subject, report, location }: Filing, processId: string, updateId: string): Promise<Answer<Receipt | Accepted>> {
    const stored = await this.storedOf(subject.community, report.reportId);
    if (stored) return ok(this.sameAs(report, stored));
    if (await this.isAccepted(processId, updateId)) return accepted({ reportId: report.reportId, status: 'being-written' }, location);
    throw noAnswer();
  }

  private async isAccepted(workflowId: string, updateId: string): Promise<boolean> {
    const { workflowService, options } = this.client;
    const updateRef = { workflowExecution: { workflowId }, updateId };
    const poll = () => workflowService.pollWorkflowExecutionUpdate({ namespace: options.namespace, updateRef, waitPolicy: {} });
    return this.client.patiently(poll, 1_000).then(
      ({ stage }) => stage > admitted,
      () => false,
    );
  }

  /** Temporal answers a known update id for ever, refusals too: the next try needs an id of its own, and an office wants to see them. */
  private async refused({ subject, report }: Filing, updateId: string, { cause }: WorkflowUpdateFailedError): Promise<Answer<Receipt>> {
    const stored = await this.storedOf(subject.community, report.reportId);
    if (stored) return ok(this.sameAs(report, stored));
    const refusal = refusalIn(cause);
    if (!refusal) {
      this.logger.error({ err: cause, step: report.step, processId: subject.processId }, 'an update failed without a refusal');
      throw noAnswer();
    }
    await this.keepRefusal({ subject, report }, updateId, refusal);
    throw refusal;
  }

  private async keepRefusal(
    { subject: { community, processId }, report }: Pick<Filing, 'subject' | 'report'>,
    key: string,
    { code, text }: DomainError,
  ): Promise<void> {
    const { reportId, step } = report;
    const row = { key, reportId, processId, step, payload: JSON.stringify(report), code, reason: text.zh };
    return inCommunity(this.db, community, (tx) => noteRefusal(tx, row));
  }
}

/** What is written of a report, and how often it was refused. */
async function knownOf(tx: EntityManager, reportId: string): Promise<{ stored: Stored | undefined; refusals: number }> {
  const [row] = await tx.query<(Partial<Stored> & { refusals: number })[]>(
    `SELECT r.body_hash, r.answer, r.process_id, (SELECT count(*)::integer FROM refused_reports WHERE report_id = $1) AS refusals
     FROM (SELECT) one LEFT JOIN reports r ON r.report_id = $1`,
    [reportId],
  );
  const { answer, body_hash = '', process_id = '', refusals = 0 } = row ?? {};
  return { stored: answer ? { body_hash, answer, process_id } : undefined, refusals };
}

/** The receipt of a report that is written; throws 404 `not-reported` until then. */
export async function receiptOf(tx: EntityManager, reportId: string): Promise<Receipt> {
  const stored = await storedIn(tx, reportId);
  if (!stored) throw notReported(reportId);
  return stored.answer;
}

async function storedIn(tx: EntityManager, reportId: string): Promise<Stored | undefined> {
  const rows = await tx.query<Stored[]>('SELECT body_hash, answer, process_id FROM reports WHERE report_id = $1', [reportId]);
  return rows[0];
}

async function placed(tx: EntityManager, filing: Filing): Promise<Filing> {
  const { placeOf, subject, report } = filing;
  if (placeOf === undefined || report.at !== undefined) return filing;
  const at = await placeOf(tx, subject);
  return at === undefined ? filing : { ...filing, report: { ...report, at } };
}

/** People whom a report names beside whoever enters it: who did it, and the parties of a handoff. */
function namedIn({ enteredBy, doneBy, ...rest }: Report): string[] {
  const parties = Object.values(rest).flatMap((value: unknown) => personIn(value) ?? []);
  return [...new Set([doneBy, ...parties])].filter((code) => code !== enteredBy);
}
function personIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'person' in value && typeof value.person === 'string' ? value.person : undefined;
}
