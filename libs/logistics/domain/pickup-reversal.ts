import { DomainError } from '@jielong/kernel';
import { type HandOutLine, byBundle, linesOf } from './pickup.js';

/** Where portions go that a pickup did not give after all. */
export type ReversalTo = 'point' | 'missing' | 'damaged';
export type ReversalProblemCode = 'already-reversed' | 'more-than-given' | 'books-closed';

/** A pickup as it can be taken back. */
export interface GivenPickup {
  readonly pickupId: string;
  /** What of it has not been taken back. */
  readonly given: readonly HandOutLine[];
  /** The books of its run are closed. */
  readonly ended: boolean;
}
export interface ReversalWish {
  /** By bundle, each at least one; left out: all that is still given. */
  readonly lines?: Readonly<Record<string, number>> | undefined;
  readonly to: ReversalTo;
}

/** Which lines of a pickup are taken back: never more than it gave, and none once the books are closed. */
export function reversal({ pickupId, given, ended }: GivenPickup, { lines }: ReversalWish): HandOutLine[] {
  if (ended) throw booksClosed(pickupId);
  const held = byBundle(given);
  if (given.length === 0) throw alreadyReversed(pickupId);
  const wanted = lines ?? held;
  const over = Object.entries(wanted).filter(([bundle, portions]) => portions > (held[bundle] ?? 0));
  if (over.length) throw moreThanGiven(pickupId, Object.fromEntries(over), held);
  const asLines = given.map((line) => ({ ...line, handedOut: 0 }));
  return linesOf(asLines, wanted);
}

/** Nothing at a gate is corrected once the books of its run are closed. */
export const booksClosed = (pickupId: string): DomainError<ReversalProblemCode> =>
  new DomainError(
    'conflict',
    'books-closed',
    {
      zh: '批次的账已结，取货登记不能再更正。请由会计做补充结算。',
      en: 'The books of the run are closed: its pickups can no longer be corrected. Ask the accountant for a supplementary settlement.',
    },
    { pickupId },
  );
const alreadyReversed = (pickupId: string): DomainError<ReversalProblemCode> =>
  new DomainError(
    'conflict',
    'already-reversed',
    { zh: '这次取货已经全部更正，没有可退的份数。', en: 'This pickup has been taken back already: nothing of it is left to reverse.' },
    { pickupId },
  );
const moreThanGiven = (pickupId: string, asked: object, given: object): DomainError<ReversalProblemCode> =>
  new DomainError(
    'conflict',
    'more-than-given',
    {
      zh: `多于这次取货发出的：${JSON.stringify(asked)}，还可更正 ${JSON.stringify(given)}。`,
      en: `More than this pickup gave: ${JSON.stringify(asked)}; ${JSON.stringify(given)} of it can still be taken back.`,
    },
    { pickupId, asked, given },
  );
