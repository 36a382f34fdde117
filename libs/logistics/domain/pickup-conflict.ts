import { DomainError, type Text } from '@jielong/kernel';
import type { PickupProblemCode } from './pickup-problems.js';
import { type HandOutLine, linesOf, type PickupLine } from './pickup.js';

/** What a person may decide of a scan that contradicts the books. */
export type ConflictChoice = 'dismiss' | 'count' | 'reverse-first';
export type DecisionProblemCode = 'decided-before' | 'no-such-choice' | 'nothing-to-count';

const words: Readonly<Record<ConflictChoice, Text>> = {
  dismiss: { zh: '不算：是同一次取货，或扫错了', en: 'it does not count: the same pickup, or a wrong scan' },
  count: { zh: '算数：确实发放了，补记发放', en: 'it counts: portions were handed out, and are booked now' },
  'reverse-first': {
    zh: '前一次不对：更正前一次，以这次为准',
    en: 'the earlier pickup was the wrong one: it is reversed, and this one counts',
  },
};
const countable: readonly PickupProblemCode[] = [
  ...(['nothing-left', 'more-than-allocated', 'not-at-the-point', 'not-ready', 'wrong-place', 'not-on-shift'] as const),
];
const replaceable: readonly PickupProblemCode[] = ['already-handed-out', 'nothing-left', 'more-than-allocated', 'not-on-shift'];

export interface ConflictChoiceView {
  readonly choice: ConflictChoice;
  readonly text: Text;
}
/** What may be decided: a scan of which nobody knows whose goods it meant can only be dismissed; the right one is entered as a new pickup. */
export function choicesOf({ code, orderId }: { readonly code: string; readonly orderId: string | null }): ConflictChoiceView[] {
  const is = (codes: readonly string[]): boolean => orderId !== null && codes.includes(code);
  const choices: ConflictChoice[] = [
    'dismiss',
    ...(is([...countable, 'already-handed-out']) ? (['count'] as const) : []),
    ...(is(replaceable) ? (['reverse-first'] as const) : []),
  ];
  return choices.map((choice) => ({ choice, text: words[choice] }));
}

/** What is handed out when it counts: what the scan says, as far as the household still has to get it. */
export function counted(lines: readonly PickupLine[], asked: Readonly<Record<string, number>> | undefined): HandOutLine[] {
  const given = linesOf(lines, asked);
  if (!given.length) throw nothingToCount();
  return given;
}

/** Refuses what is not among the choices. */
export function checkChoice(conflict: Parameters<typeof choicesOf>[0], choice: ConflictChoice): void {
  const choices = choicesOf(conflict).map((it) => it.choice);
  if (!choices.includes(choice)) throw noSuchChoice(choice, choices);
}

const noSuchChoice = (choice: string, choices: readonly string[]): DomainError<DecisionProblemCode> =>
  new DomainError(
    'invalid',
    'no-such-choice',
    {
      zh: `这条冲突不能这样处理（${choice}），可选：${choices.join('、')}。`,
      en: `This conflict cannot be decided as ${choice}; it can be: ${choices.join(', ')}.`,
    },
    { choice, choices },
  );
export const decidedBefore = (first: { choice: string; decidedBy: string; at: string }): DomainError<DecisionProblemCode> =>
  new DomainError(
    'conflict',
    'decided-before',
    {
      zh: `这条冲突已由 ${first.decidedBy} 处理（${first.choice}）。`,
      en: `This conflict has been decided by ${first.decidedBy}: ${first.choice}.`,
    },
    { ...first },
  );
const nothingToCount = (): DomainError<DecisionProblemCode> =>
  new DomainError('conflict', 'nothing-to-count', {
    zh: '这一户分到的已经领完，没有可补记的份数。若前一次登记错了，请选 reverse-first；否则选 dismiss。',
    en: 'The household has all that is allocated to it: nothing can be booked. If the earlier pickup was wrong choose reverse-first, else dismiss.',
  });
