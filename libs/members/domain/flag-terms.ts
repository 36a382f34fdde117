import type { CalendarDate } from '@jielong/kernel';
import type { Fulfilment, HouseholdFlag } from '@jielong/members-contract';
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

const isOver = (term: FlagTerm | undefined, day: CalendarDate): boolean => term !== undefined && term.until !== null && term.until < day;

/** Of these flags those that count on a day; one without a term always does. */
export const flagsOn = (flags: Flags, terms: Terms, day: CalendarDate): HouseholdFlag[] =>
  flags.filter((flag) => !isOver(termOf(terms, flag), day));

const termOf = (terms: Terms, flag: HouseholdFlag): FlagTerm | undefined => terms.find((term) => term.flag === flag);

/** What is done for a household from a day on: it says nothing of why. */
export interface CareFrom {
  readonly from: CalendarDate;
  readonly priority: boolean;
  readonly fulfilment: Fulfilment;
}

/** What follows from flags today, and from each day on which one of them counts no more. */
export function careOver(flags: Flags, terms: Terms, today: CalendarDate): { readonly now: CareFrom; readonly later: readonly CareFrom[] } {
  const ends = terms.flatMap(({ until }) => (until === null || until < today ? [] : [dayAfter(until)]));
  const careFrom = (from: CalendarDate): CareFrom => {
    const counting = flagsOn(flags, terms, from);
    return { from, priority: isPriority(counting), fulfilment: usualFulfilment(counting) };
  };
  return { now: careFrom(today), later: [...new Set(ends)].toSorted().map(careFrom) };
}

const dayMs = 86_400_000;
const dayAfter = (day: CalendarDate): CalendarDate => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10) as CalendarDate;

/** Flags as somebody sets them, each with its term. Who has said the same of one before still has said it. */
export const setTerms = (
  wanted: readonly Pick<FlagTerm, 'flag' | 'until'>[],
  before: Terms,
  by: Pick<FlagTerm, 'setBy' | 'setAt'>,
): FlagTerm[] =>
  wanted.map(({ flag, until }) => {
    const known = termOf(before, flag);
    return known?.until === until ? known : { flag, until, ...by };
  });

/** What is known of a household's flags: which, and for how long. */
export interface Flagged {
  readonly flags: Flags;
  readonly terms: Terms;
}

/** How long each of these flags counts for the household that two are now: as long as for either of them. */
export const joinedTerms = (flags: Flags, ending: Flagged, staying: Flagged): FlagTerm[] =>
  flags.flatMap((flag) => {
    const terms = [staying, ending].filter((one) => one.flags.includes(flag)).map((one) => termOf(one.terms, flag));
    const longest = terms.reduce((one, other) => (lasts(other) > lasts(one) ? other : one), terms[0]);
    return longest ? [longest] : [];
  });

/** A day after all others, where nothing ends it. */
const lasts = (term: FlagTerm | undefined): string => term?.until ?? '9999-12-31';
