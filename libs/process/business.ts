import type { Receipt, Report, Rung } from '@jielong/kernel';

/** A step that somebody is asked for. */
export interface Waiting<Step> {
  readonly step: Step;
  readonly at?: string | undefined;
  readonly since: number;
  readonly dueAt: number;
  overdue: boolean;
}

/** What somebody has written of whom: told to a process so that it looks, and never believed. */
export interface News {
  /** Whose rows have changed; any, where it is not said. */
  readonly service?: string | undefined;
  /** What others make of those rows is to be made anew. */
  readonly changesMore?: boolean | undefined;
}

/** What the mechanism must know of a business: its rule, its owners' activities, its words. */
export interface Business<State, Step extends string, Said extends Report<Step>> {
  readonly steps: readonly Step[];
  /** Those that may be made any number of times, by several people at once. */
  readonly repeated?: readonly Step[] | undefined;
  /** Milliseconds since 1970. */
  dueAt(step: Step): number;

  /** What comes through a door may be anything. Throws a DomainError. */
  parse(step: Step, payload: unknown): Said;
  /** Refuses only what no later row can mend: that all is over, say. Throws a DomainError. */
  check(state: State, report: Said): void;
  /** Reported, or made superfluous by a later report, or not asked for. */
  isDone(state: State, step: Step, at?: string): boolean;

  /** Somebody is asked, at each of these places; [null] where there is only one. */
  open(step: Step, ats: readonly (string | null)[], dueAt: number): Promise<void>;
  apply(report: Said): Promise<{ receipt: Receipt; state: State }>;
  /** A deadline, or a further rung of its ladder, is past at these places. */
  ring(step: Step, ats: readonly (string | null)[]): Promise<Rung>;
  noteRefusal(step: Step, payload: unknown, reason: string): Promise<void>;
  /** Where things stand, from the rows of every service, or of the one that the news are of. */
  read(news?: News): Promise<State>;

  show(state: State | undefined, waiting: readonly Waiting<Step>[], notes: readonly string[]): void;
}
