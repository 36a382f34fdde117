import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  DomainError,
  type ErrorKind,
  type Receipt,
  type Report,
  type Sent,
  type StepDefinition,
  type Subject,
  type Text,
} from '@jielong/kernel';
import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto'; // CommonJS without named exports
import { DataSource, type EntityManager } from 'typeorm';
import { ACTOR_OPTIONS, type ActorOptions } from '../actor/actor-options.js';
import { refuseStrangers } from '../actor/strangers.js';
import { type FirstRead, inCommunity } from '../database/in-community.js';
import { ProblemError, unavailable } from '../errors/problem-error.js';
import { statusOf } from '../errors/problem.js';
import { accepted, ok, type Answer } from '../http/answer.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { saidSomethingElse } from './effects.js';
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
/** Which of several such steps is meant by a report that does not say it; undefined where only the caller can know. */
export type PlaceOf = (tx: EntityManager, subject: Subject) => Promise<string | undefined>;
export interface Filing {
  readonly definition: StepDefinition;
  readonly subject: Subject;
  readonly report: Report;
  readonly listeners: Listeners;
  /** Fills in `at` before anything is compared or sent, so that the same body stays the same report. */
  readonly placeOf?: PlaceOf | undefined;
  /** Where a caller learns later what became of it. */
  readonly location: string;
  /** Whether its sender may, where that is still to be asked. */
  readonly check?: FirstRead | undefined;
}
export interface Accepted {
  readonly reportId: string;
  readonly status: 'being-written';
}
interface Stored {
  body_hash: string;
  answer: Receipt;
  /** The process that has taken it. */
  process_id: string;
}

const admitted = proto.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED;
const patienceMs = 8_000;

/** Takes a person's report, signed, to the process that waits for it. Repeating is always safe. */
@Injectable()
export class ReportDesk {
  private readonly logger = new Logger(ReportDesk.name);

  constructor(
    private readonly db: DataSource,
    private readonly client: TemporalClient,
    private readonly signer: ReportSigner,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  /** 200 with the receipt, or 202 with where to look; throws the refusal, 409 `starting` or `closed`, or a 503 to be repeated. */
  async file(sent: Filing): Promise<Answer<Receipt | Accepted>> {
    const { filing, stored, refusals, listeners } = await this.known(sent);
    if (stored) return ok(this.takenBy(listeners, filing.report, stored));
    if (!listeners.length) throw noProcess(filing.subject);
    const updateId = `${filing.report.reportId}.${reportHash(filing.report)}.${refusals}`;
    for (const { processId } of listeners) {
      const answer = await this.ask(filing, processId, updateId);
      if (answer) return answer;
    }
    throw listeners.some(({ ended }) => !ended) ? starting() : closed();
  }

  private known(sent: Filing) {
    const read = async (tx: EntityManager) => {
      const filing = await placed(tx, sent);
      const { subject, report, listeners } = filing;
      const [row] = await tx.query<(Partial<Stored> & { refusals: number })[]>(
        `SELECT r.body_hash, r.answer, r.process_id, (SELECT count(*)::integer FROM refused_reports WHERE report_id = $1) AS refusals
         FROM (SELECT) one LEFT JOIN reports r ON r.report_id = $1`,
        [report.reportId],
      );
      const { answer, body_hash = '', process_id = '' } = row ?? {};
      const stored = answer ? { body_hash, answer, process_id } : undefined;
      if (!stored) refuseFuture(report);
      if (!stored) await refuseStrangers(tx, this.options.peopleView, namedIn(report));
      return { filing, stored, refusals: row?.refusals ?? 0, listeners: await listeners(tx, subject, report) };
    };
    return inCommunity(this.db, sent.subject.community, read, sent.check);
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
    const { reportId, step } = report;
    const row = { key: updateId, reportId, processId: subject.processId, step, payload: JSON.stringify(report) };
    await inCommunity(this.db, subject.community, (tx) => noteRefusal(tx, { ...row, code: refusal.code, reason: refusal.text.zh }));
    throw refusal;
  }
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

/** Clocks of phones differ a little; a day that is still to come has been mistyped. */
const toleranceMs = 3_600_000;
function refuseFuture({ occurredAt }: Report): void {
  if (occurredAt === null || Date.parse(occurredAt) <= Date.now() + toleranceMs) return;
  throw new DomainError(
    'invalid',
    'in-the-future',
    {
      zh: `发生时间 ${occurredAt} 还没有到。请核对日期。`,
      en: `It cannot have happened at ${occurredAt}, which is still to come. Check the date.`,
    },
    { occurredAt },
  );
}

/** People whom a report names beside whoever enters it: who did it, and the parties of a handoff. */
function namedIn({ enteredBy, doneBy, ...rest }: Report): string[] {
  const parties = Object.values(rest).flatMap((value: unknown) => personIn(value) ?? []);
  return [...new Set([doneBy, ...parties])].filter((code) => code !== enteredBy);
}
function personIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'person' in value && typeof value.person === 'string' ? value.person : undefined;
}

const isKind = (kind: unknown): kind is ErrorKind => typeof kind === 'string' && Object.hasOwn(statusOf, kind);
const isText = (text: unknown): text is Text => typeof text === 'object' && text !== null && 'zh' in text && 'en' in text;

/** The DomainError that a workflow or an activity refused with; undefined for a fault. */
function refusalIn(cause: unknown): DomainError | undefined {
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const [kind, text, details] = cause.details ?? [];
  if (!isKind(kind)) return undefined;
  const said = isText(text) ? text : { zh: cause.message, en: cause.message };
  return new DomainError(kind, cause.type ?? 'refused', said, typeof details === 'object' && details !== null ? { ...details } : {});
}

const noProcess = ({ processId }: Subject) =>
  new DomainError('not-found', 'no-such-process', {
    zh: `没有 ${processId}。请核对编号。`,
    en: `There is no ${processId}. Check the id.`,
  });
const notReported = (reportId: string) =>
  new DomainError('not-found', 'not-reported', {
    zh: `${reportId} 还没有登记完成，请稍后再查或原样重发。`,
    en: `${reportId} is not written (yet). Look again, or send the same report again.`,
  });
const starting = () =>
  new ProblemError(
    409,
    'starting',
    { zh: '流程正在启动，请稍后原样重发。', en: 'The process is starting. Send the same report again in a moment.' },
    { headers: { 'Retry-After': '2' } },
  );
const closed = () =>
  new DomainError('conflict', 'closed', { zh: '流程已经结束，不再接受登记。', en: 'The process is over and takes no more reports.' });
const noAnswer = () =>
  unavailable(
    'process-unreachable',
    {
      zh: '流程暂时没有回应，请稍后原样重发这条登记；重发不会重复记账。',
      en: 'The process does not answer. Send the same report again: nothing is booked twice.',
    },
    5,
  );
