import type { Report } from '@jielong/kernel';
import { allHandlersFinished, CancellationScope, condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Business, News, Waiting } from './business.js';
import { escalateUntil } from './escalation.js';
import { Doors } from './doors.js';
import { Pump } from './pump.js';
import { refusalIn } from './rejecting.js';

/** "Something that concerns you is in the rows" of the service that is named: sent by the transaction that wrote it, through the outbox. */
export const look = defineSignal<[service?: unknown]>('look');
/** The same from whoever waits until the process has done what follows: see docs/adr/0033-corrections-are-written-by-their-service.md. */
export const follow = defineUpdate<null, [news?: unknown]>('follow');

/** The steps that people take in one process. */
export class HumanSteps<State, Step extends string, Said extends Report<Step>> {
  readonly pump = new Pump();
  private readonly doors: Doors<State, Step, Said>;
  private copy: State | undefined;
  private readonly waiting = new Set<Waiting<Step>>();
  private readonly notes: string[] = [];
  /** Services to look at, '' for all, while a look waits for its turn. */
  private readonly toLookAt = new Set<string>();

  constructor(private readonly business: Business<State, Step, Said>) {
    this.doors = new Doors<State, Step, Said>(business, this);
    setHandler(look, (service) => this.look(typeof service === 'string' ? service : ''));
    setHandler(follow, (news) => this.follow(newsIn(news)));
  }

  /** Something said that nobody waits for, as by a signal: refused, it is a note and a row. */
  hear = (step: Step, payload: unknown): Promise<void> => this.doors.hear(step, payload);

  /** A courtesy copy of the rows: unknown until they have been read once. */
  get state(): State | undefined {
    return this.copy;
  }

  /** A step, in one line of a workflow: somebody is asked, until it is reported or a later report makes it superfluous. */
  take = (step: Step, at?: string): Promise<void> => this.takeEach(step, [at]);

  /** The same step at several places, asked for at once: until it is done at each. */
  async takeEach(step: Step, ats: readonly (string | undefined)[]): Promise<void> {
    const dueAt = this.business.dueAt(step);
    const asked = ats.map((at): Waiting<Step> => ({ step, at, since: Date.now(), dueAt, overdue: false })).filter(this.isWaited);
    if (!asked.length) return;
    const places = asked.map(({ at }) => at ?? null);
    await this.business.open(step, places, dueAt);
    asked.forEach((waiting) => this.waiting.add(waiting));
    this.show();
    await escalateUntil(
      () => !asked.some(this.isWaited),
      dueAt,
      () => this.ring(step, asked),
    );
    asked.forEach((waiting) => this.waiting.delete(waiting));
  }

  /** Waits until the rows say so. */
  until = (holds: (state: State) => boolean): Promise<void> => condition(() => this.copy !== undefined && holds(this.copy));

  /** Reads the rows, in turn. */
  read = (): Promise<void> => this.ask(() => this.business.read());

  /** Asks an activity that answers with the state. */
  ask = (activity: () => Promise<State>): Promise<void> => this.pump.inTurn(async () => this.learn(await activity()));

  /** Before the workflow ends: everything noted is written, and everybody has an answer. */
  finish = (): Promise<void> => condition(() => this.pump.isIdle() && allHandlersFinished());

  learn(state: State): void {
    this.copy = state;
    this.show();
  }

  /** For the operator: the last notes stand in the current details. */
  note(text: string): void {
    this.notes.push(text);
    this.show();
  }

  /** In turn, something that nobody waits for: where it is refused, the operator sees why, and it holds up nothing. */
  attempt(job: () => Promise<void>): void {
    this.pump.push(() => job().catch(this.noteRefused));
  }

  /** What nobody can be answered any more is for the operator; a fault goes on. */
  noteRefused = (error: unknown): void => this.note(`未能完成：${refusalIn(error).message}`);

  /** Looks that arrive while one waits for its turn are answered by that one. */
  private look(service: string): void {
    const isFirst = this.toLookAt.size === 0;
    this.toLookAt.add(service);
    if (!isFirst) return;
    this.attempt(async () => {
      const [only, ...others] = this.toLookAt;
      this.toLookAt.clear();
      this.learn(await this.business.read(others.length ? undefined : { service: only || undefined }));
    });
  }

  private async follow(news: News): Promise<null> {
    // Handlers live in the root scope, which a Cancel cancels.
    await CancellationScope.nonCancellable(() => this.ask(() => this.business.read(news)));
    return null;
  }

  /** The owner knows the ladder, and what a person has put off: it says who is overdue, and when it wants to be rung again. */
  private async ring(step: Step, asked: readonly Waiting<Step>[]): Promise<number | undefined> {
    const late = asked.filter(this.isWaited);
    const { overdue, nextAt } = await this.business.ring(
      step,
      late.map(({ at }) => at ?? null),
    );
    late.forEach((waiting) => (waiting.overdue = overdue.includes(waiting.at ?? null)));
    this.show();
    return nextAt === null ? undefined : Date.parse(nextAt);
  }

  private isWaited = ({ step, at }: Waiting<Step>): boolean => this.copy === undefined || !this.business.isDone(this.copy, step, at);

  private show(): void {
    this.business.show(this.copy, [...this.waiting].filter(this.isWaited), this.notes);
  }
}

/** What came from anywhere may be anything: at worst the process reads all of its rows. */
function newsIn(said: unknown): News {
  const { service, changesMore }: { service?: unknown; changesMore?: unknown } = typeof said === 'object' && said !== null ? said : {};
  return { service: typeof service === 'string' ? service : undefined, changesMore: changesMore === true };
}
