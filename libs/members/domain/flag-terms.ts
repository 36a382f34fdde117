import { type CalendarDate, DomainError } from '@jielong/kernel';
import type { Fulfilment, HouseholdFlag } from '@jielong/members-contract';
import type { MembersErrorCode } from './errors.js';
import { isPriority, usualFulfilment } from './care.js';

/** That a person has set a flag, and the last day on which it counts; null: until somebody takes it away. */
export interface FlagTerm {
  readonly flag: HouseholdFlag;
  readonly until: CalendarDate | null;
  /** The code of a person. */
  readonly setBy: string;
  /** ISO 8601. */
  readonly setAt: string;
}
type Flags = readonly HouseholdFlag[];
type Terms = readonly FlagTerm[];

/** A flag with a last day adds to those that last: when it runs out, what held before holds again. */
const adds = ({ until }: FlagTerm, day: CalendarDate): boolean => until !== null && until >= day;

/** The flags that count on a day: those that last, and those whose last day is not over. */
export const flagsOn = (lasting: Flags, terms: Terms, day: CalendarDate): HouseholdFlag[] => [
  ...new Set([...lasting, ...terms.filter((term) => adds(term, day)).map(({ flag }) => flag)]),
];

/** Those that say something on a day: who has set a flag that lasts, and which flag counts until when. */
export const termsOn = (chosen: Flags | null, terms: Terms, day: CalendarDate): FlagTerm[] =>
  terms.filter((term) => adds(term, day) || (term.until === null && chosen?.includes(term.flag) === true));

const termOf = (terms: Terms, flag: HouseholdFlag): FlagTerm | undefined => terms.find((term) => term.flag === flag);

/** What is done for a household from a day on: it says nothing of why. */
export interface CareFrom {
  readonly from: CalendarDate;
  readonly priority: boolean;
  readonly fulfilment: Fulfilment;
}

/** What follows from flags today, and from each day on which one of them counts no more. */
export function careOver(
  lasting: Flags,
  terms: Terms,
  today: CalendarDate,
): { readonly now: CareFrom; readonly later: readonly CareFrom[] } {
  const ends = terms.flatMap(({ until }) => (until === null || until < today ? [] : [dayAfter(until)]));
  const careFrom = (from: CalendarDate): CareFrom => {
    const counting = flagsOn(lasting, terms, from);
    return { from, priority: isPriority(counting), fulfilment: usualFulfilment(counting) };
  };
  return { now: careFrom(today), later: [...new Set(ends)].toSorted().map(careFrom) };
}

const dayMs = 86_400_000;
const dayAfter = (day: CalendarDate): CalendarDate => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10) as CalendarDate;

type Wanted = readonly Pick<FlagTerm, 'flag' | 'until'>[];
const longestDays = 366;

/** Refuses a last day that is past or more than a year away: 422 `not-that-day`. */
export function checkTerms(wanted: Wanted, today: CalendarDate): void {
  const latest = new Date(Date.parse(today) + longestDays * dayMs).toISOString().slice(0, 10);
  const strange = wanted.find(({ until }) => until !== null && (until < today || until > latest));
  if (strange) throw notThatDay(strange.flag, latest);
}

const notThatDay = (flag: HouseholdFlag, latest: string) =>
  new DomainError<MembersErrorCode>(
    'invalid',
    'not-that-day',
    {
      zh: `${flag}：最后一天（until）要在今天到 ${latest} 之间。`,
      en: `${flag}: its last day (\`until\`) is between today and ${latest}.`,
    },
    { flag },
  );

/** The flags that last once somebody sets these; null: those of the list. None at all is said by an empty list alone. */
export function lastingAfter(wanted: Wanted, before: Flags | null): Flags | null {
  const lasting = wanted.filter(({ until }) => until === null).map(({ flag }) => flag);
  if (wanted.length === 0 || lasting.length > 0) return lasting;
  if (before === null) return null;
  const left = before.filter((flag) => !wanted.some((one) => one.flag === flag)); // one that lasted has an end now
  return left.length > 0 || before.length === 0 ? left : null;
}

/** Flags as somebody sets them, each with its term. Who has said the same of one before, or of one that lasts on, still has said it. */
export const setTerms = (
  wanted: Wanted,
  { flags, terms }: { readonly flags: Flags | null; readonly terms: Terms },
  by: Pick<FlagTerm, 'setBy' | 'setAt'>,
): FlagTerm[] => {
  const set = wanted.map(({ flag, until }) => {
    const known = termOf(terms, flag);
    return known?.until === until ? known : { flag, until, ...by };
  });
  const lasting = lastingAfter(wanted, flags) ?? [];
  const on = terms.filter(({ flag, until }) => until === null && lasting.includes(flag) && termOf(set, flag) === undefined);
  return [...set, ...on];
};

/** What is known of a household's flags: which last, and what is said of those and others. */
export interface Flagged {
  readonly flags: Flags;
  readonly terms: Terms;
}

/** What is said of flags for the household that two are now, of which these last: the others count as long as for either of them. */
export function joinedTerms(lasting: Flags, ending: Flagged, staying: Flagged): FlagTerm[] {
  const terms = [...staying.terms, ...ending.terms];
  const isListed = (flag: HouseholdFlag): boolean => [staying, ending].some((one) => one.flags.includes(flag) && !termOf(one.terms, flag));
  return [...new Set(terms.map(({ flag }) => flag))].flatMap((flag) => {
    if (lasting.includes(flag) && isListed(flag)) return [];
    const longest = terms.filter((term) => term.flag === flag).reduce((one, other) => (lasts(other) > lasts(one) ? other : one));
    return [longest];
  });
}

/** A day after all others, where nothing ends it. */
const lasts = ({ until }: FlagTerm): string => until ?? '9999-12-31';
