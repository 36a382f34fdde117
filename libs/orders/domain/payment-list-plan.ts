import type { Text } from '@jielong/kernel';
import type { ListedPayment, PaymentReading } from './payment-list.js';

/** Why a line is asked back. */
export type PaymentDoubt = 'unreadable' | 'unknown-room' | 'several-households' | 'amount-differs';
/** What a person has said about a line that was asked back. */
export interface PaymentAnswer {
  readonly key: string;
  /** Which household of the room it is. */
  readonly household?: string | undefined;
  /** The amount is right, although it is not what is owed. */
  readonly amountRight?: boolean | undefined;
}
export interface KnownLine extends ListedPayment {
  /** The same for the same text, and for the same of several alike. */
  readonly key: string;
  /** Households that the room may mean. */
  readonly candidates: readonly string[];
}
export interface PaymentPlan {
  readonly lines: readonly KnownLine[];
  /** Keys of lines that an earlier pasting has booked. */
  readonly booked: ReadonlySet<string>;
  /** What each household owes now, over all runs. */
  readonly owed: ReadonlyMap<string, number>;
  readonly answers: readonly PaymentAnswer[];
}
export interface PlannedPayment {
  readonly line: KnownLine;
  readonly status: 'booked' | 'clear' | 'asked';
  readonly doubt: PaymentDoubt | null;
  readonly household: string | null;
  /** What the household owes before this line. */
  readonly owedFen: number | null;
  /** More than is owed: a person has said that it is right. */
  readonly prepaid: boolean;
}

/** What is to become of each line: booked earlier, clear, or asked back. A payment of a household counts for its next line. */
export function planPayments({ lines, booked, owed, answers }: PaymentPlan): PlannedPayment[] {
  const left = new Map(owed);
  return lines.map((line) => {
    if (booked.has(line.key)) return { line, status: 'booked', doubt: null, household: null, owedFen: null, prepaid: false };
    const planned = judged(
      line,
      left,
      answers.find(({ key }) => key === line.key),
    );
    if (planned.status === 'clear' && planned.household !== null && line.reading)
      left.set(planned.household, (planned.owedFen ?? 0) - line.reading.amountFen);
    return planned;
  });
}

function judged(line: KnownLine, owed: ReadonlyMap<string, number>, answer: PaymentAnswer | undefined): PlannedPayment {
  const { reading, candidates } = line;
  const asked = (doubt: PaymentDoubt, household: string | null = null, owedFen: number | null = null): PlannedPayment => ({
    ...{ line, status: 'asked', doubt, household, owedFen, prepaid: false },
  });
  if (!reading) return asked('unreadable');
  if (!candidates.length) return asked('unknown-room');
  const household = candidates.find((id) => id === answer?.household) ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (household === undefined) return asked('several-households');
  const owedFen = owed.get(household) ?? 0;
  if (reading.amountFen !== owedFen && !answer?.amountRight) return asked('amount-differs', household, owedFen);
  return { line, status: 'clear', doubt: null, household, owedFen, prepaid: isPrepaid(reading, owedFen) };
}
const isPrepaid = ({ amountFen }: PaymentReading, owedFen: number): boolean => amountFen > Math.max(0, owedFen);

const doubts: Readonly<Record<PaymentDoubt, Text>> = {
  unreadable: {
    zh: '读不准，要回问（写成“房号 金额”，如 3-2-501 32元）',
    en: 'cannot be read for certain: write room and amount, such as 3-2-501 32元',
  },
  'unknown-room': { zh: '住户表里没有这个房号，要回问', en: 'the register has no such room' },
  'several-households': { zh: '这个写法对应几户，要回问是哪一户', en: 'this may be one of several households: which one?' },
  'amount-differs': { zh: '金额与应付的不一样，要回问', en: 'the amount is not what is owed' },
};
export const doubtText = (doubt: PaymentDoubt): Text => doubts[doubt];
