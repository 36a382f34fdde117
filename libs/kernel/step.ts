/** How sure a statement is: counted by hand, read from a list, heard from somebody, or booked because nobody said anything. */
export type Evidence = 'counted' | 'listed' | 'told' | 'assumed';

/** The way by which something reached us. `link`: by the link to one step. What came through Temporal's own door, unsigned, is `temporal` and unverified, whatever it says. */
export type Channel = 'api' | 'cli' | 'temporal' | 'service' | 'paper' | 'link';

/** Whose business a message is: passed in the open, because a signal from Temporal's UI carries no header. */
export interface Subject {
  /** The tenant. */
  readonly community: string;
  /** The workflow id: `supply-run:<uuid>`, `purchase:<uuid>`, `trip:<uuid>`. */
  readonly processId: string;
}

/** A person's statement that a step happened: what every report carries, whatever the step. */
export interface Report<Step extends string = string> {
  readonly reportId: string;
  readonly step: Step;
  /**
   * Which of several such steps: the purchase, the trip (loading), the stop (handoff), the pickup point (closing). Steps of the run itself
   * have none. Endpoints and doors fill it in where the caller left it out and there is only one, before anything is hashed or written.
   */
  readonly at?: string | undefined;
  /** Codes of persons, never their names. */
  readonly enteredBy: string;
  readonly doneBy: string;
  readonly channel: Channel;
  /** ISO 8601 with offset; null where nobody knows. */
  readonly occurredAt: string | null;
  readonly evidence: Evidence;
  /** The report that this one replaces. */
  readonly corrects?: string | undefined;
  readonly reason?: string | undefined;
}

/** A report on its way to the service that writes it, with what shows who has let it in. Neither is stored. */
export type Sent<Said extends Report = Report> = Said & {
  /** Of the service that knew its caller: over all that is said, and to which process. */
  readonly signature?: string | undefined;
  /** `at` was filled in at the door, where there is only one: whoever signed the report has not named it. */
  readonly placed?: true | undefined;
};

/** Refusals that the service which writes reports keeps as rows itself: an update of Temporal's own client has no desk that would. */
export const keptRefusals: readonly string[] = ['unsigned', 'channel-closed'];

/** What the reporter gets back, the first time and every other time. Nothing personal: it passes through Temporal. */
export interface Receipt {
  readonly reportId: string;
  readonly step: string;
  readonly at?: string | undefined;
  /** ISO 8601, by the database's clock. */
  readonly recordedAt: string;
  /** Steps that nobody had reported and that this report booked with the last known counts. */
  readonly assumed: readonly string[];
}

/** What a ring at a step's deadline has found: at which places nobody has reported, and when to ring again (ISO 8601; null: no more). */
export interface Rung {
  readonly overdue: readonly (string | null)[];
  readonly nextAt: string | null;
}

/** The key of a step among those of one process: `confirmHandoff`, or `confirmHandoff@<stop>`. */
export const stepKey = (step: string, at?: string | null): string => (at ? `${step}@${at}` : step);

/** One row of the table of steps: where a report is filed and who may file it. The mechanism makes the rest. */
export interface StepDefinition<Step extends string = string> {
  readonly step: Step;
  /** The path of its endpoint: `POST /api/<process>/:id/<path>`. */
  readonly process: 'supply-runs' | 'purchases' | 'trips';
  readonly path: string;
  /** A word of the one table of permissions. */
  readonly permission: string;
  /** A decision over money, or over who gets what: refused where no service has signed who makes it. */
  readonly needsSignature: boolean;
  /** Chinese, for Temporal's UI and the inbox: who is asked for what. */
  readonly zh: string;
  readonly en: string;
}
