import { DomainError } from '@jielong/kernel';
import { type HandOutLine, byBundle, linesOf } from './pickup.js';

/** Where portions go that a pickup did not give after all. */
export type ReversalTo = 'point' | 'missing' | 'damaged';
export type ReversalProblemCode = 'already-reversed' | 'more-than-given' | 'books-closed' | 'being-settled';

/** A pickup as it can be taken back. */
export interface GivenPickup {
  readonly pickupId: string;
  /** What of it has not been taken back. */
  readonly given: readonly HandOutLine[];
  /** The books of its run are closed. */
  readonly ended: boolean;
  /** Its run divides no more. */
  readonly settling: boolean;
}
export interface ReversalWish {
  /** By bundle, each at least one; left out: all that is still given. */
  readonly lines?: Readonly<Record<string, number>> | undefined;
  readonly to: ReversalTo;
}

/** Which lines of a pickup are taken back: never more than it gave, and none once the books are closed. */
export function reversal({ pickupId, given, ended, settling }: GivenPickup, { lines, to }: ReversalWish): HandOutLine[] {
  if (ended) throw booksClosed(pickupId);
  if (settling && to !== 'point') throw beingSettled(pickupId);
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
const beingSettled = (pickupId: string): DomainError<ReversalProblemCode> =>
  new DomainError(
    'conflict',
    'being-settled',
    {
      zh: '取货已全部结束，不再重新分配。请先把份数退回自提点（to: point），在余货去向里写明，再由会计给这一户减免。',
      en: 'Pickup has ended everywhere and nothing is divided again. Take the portions back to the point (to: point), say what became of them in the disposal, and let the accountant credit the household.',
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
