/**
 * Kinds of data that are kept for some days after they are over, and then forgotten. Ledgers, reports and audit entries are none of them.
 * `flags`: of households, after their last day. `households`, `people`: the particulars of those that have ended; their rows stay.
 */
export const retainedKinds = [
  'sessions',
  'invitations',
  'links',
  'answers',
  'refusals',
  'reveals',
  'chains',
  'remarks',
  'flags',
  'households',
  'people',
] as const;
export type RetainedKind = (typeof retainedKinds)[number];

/** How many days each kind is kept. */
export type RetentionDays = Readonly<Record<RetainedKind, number>>;
/** The database lets nothing go that is younger than this, whoever asks for it. */
export const fewestRetentionDays = 7;

/** Rows that one round has forgotten, by kind. */
export type ForgottenCounts = Readonly<Partial<Record<RetainedKind, number>>>;
/** A round of forgetting in one community. */
export interface Retention {
  readonly id: string;
  readonly days: RetentionDays;
}
/** How far a service has come in a round: what it has forgotten in all, and whether nothing more is over. */
export interface Forgotten {
  readonly counts: ForgottenCounts;
  readonly isDone: boolean;
}
