import { DomainError, hashOf, keptRefusals, stepKey, type Receipt, type Report } from '@jielong/kernel';
import { ApplicationFailure, CancellationScope, condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Business } from './business.js';
import type { Pump } from './pump.js';
import { refusalIn, rejecting } from './rejecting.js';

interface Noted<Said> {
  readonly report: Said;
  outcome?: { receipt: Receipt } | { refusal: ApplicationFailure };
}
/** What the doors may know of the process behind them. */
export interface Behind<State> {
  readonly state: State | undefined;
  readonly pump: Pump;
  learn(state: State): void;
  note(text: string): void;
  attempt(job: () => Promise<void>): void;
}

/** One name, two doors: the update answers the caller, the signal is what Temporal's UI can send. Both only note the report. */
export class Doors<State, Step extends string, Said extends Report<Step>> {
  private readonly noted = new Map<string, Noted<Said>>();

  constructor(
    private readonly business: Business<State, Step, Said>,
    private readonly behind: Behind<State>,
  ) {
    business.steps.forEach((step) => this.open(step));
  }

  private open(step: Step): void {
    setHandler(defineUpdate<Receipt, [unknown]>(step), (body) => this.answer(step, body), {
      validator: rejecting((body: unknown) => this.check(step, body)),
    });
    setHandler(defineSignal<[unknown]>(step), (payload) => this.hear(step, payload));
  }

  /** A courtesy that leaves no history. The copy may be behind the rows, so it refuses only what no later row can mend. */
  private check(step: Step, body: unknown): void {
    const report = this.business.parse(step, body);
    if (this.firstOf(report)) return;
    this.refuseRivals(report);
    if (this.behind.state !== undefined) this.business.check(this.behind.state, report);
  }

  private refuseRivals(report: Said): void {
    if (this.business.repeated?.some((step) => step === report.step)) return;
    const rival = [...this.noted.values()].find((other) => !other.outcome && isSameStep(other.report, report));
    if (rival) throw beingWritten(rival.report);
  }

  private async answer(step: Step, body: unknown): Promise<Receipt> {
    const noted = rejecting(() => this.note(this.business.parse(step, body)))();
    // Handlers live in the root scope, which a Cancel cancels.
    await CancellationScope.nonCancellable(() => condition(() => noted.outcome !== undefined));
    if (noted.outcome && 'receipt' in noted.outcome) return noted.outcome.receipt;
    throw noted.outcome?.refusal ?? ApplicationFailure.nonRetryable('The step was left without an answer');
  }

  /** Nobody can be answered here: a refusal is shown and kept as a row. Throwing would block or fail the workflow. */
  async hear(step: Step, payload: unknown): Promise<void> {
    try {
      this.check(step, payload);
      await this.answer(step, payload);
    } catch (error) {
      const { message, type } = refusalIn(error);
      this.behind.note(`信号 ${step} 未被接受：${message}`);
      if (type && keptRefusals.includes(type)) return;
      this.behind.attempt(() => this.business.noteRefusal(step, payload, message));
    }
  }

  private note(report: Said): Noted<Said> {
    const first = this.firstOf(report);
    if (first) return first;
    const noted: Noted<Said> = { report };
    this.noted.set(report.reportId, noted);
    this.behind.pump.push(() => this.write(noted));
    return noted;
  }

  private async write(noted: Noted<Said>): Promise<void> {
    try {
      // What was said while no worker was up comes before the story's own first look.
      if (this.behind.state === undefined) this.behind.learn(await this.business.read());
      const { state, receipt } = await this.business.apply(noted.report);
      this.behind.learn(state);
      noted.outcome = { receipt };
    } catch (error) {
      noted.outcome = { refusal: refusalIn(error) };
      this.noted.delete(noted.report.reportId); // it may be sent again when it has become possible
    }
  }

  private firstOf(report: Said): Noted<Said> | undefined {
    const first = this.noted.get(report.reportId);
    if (first && hashOf(first.report) !== hashOf(report)) throw reused(report);
    return first;
  }
}

const isSameStep = (a: Report, b: Report) => stepKey(a.step, a.at) === stepKey(b.step, b.at);

const beingWritten = ({ step, reportId }: Report) =>
  new DomainError(
    'conflict',
    'being-written',
    { zh: `这一步的登记 ${reportId} 正在写入，请稍后再看结果`, en: `${step}: report ${reportId} is being written; look again in a moment` },
    { reportId },
  );
const reused = ({ reportId }: Report) =>
  new DomainError(
    'invalid',
    'report-id-reused',
    { zh: `登记号 ${reportId} 已用于另一内容，请换一个登记号`, en: `report id ${reportId} has said something else; use a new id` },
    { reportId },
  );
