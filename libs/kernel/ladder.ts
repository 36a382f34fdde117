/** Who is told, and when, that a step has not happened: at most four rungs, the first one whoever is asked for it. */
export interface LadderRung {
  /** ISO 8601. */
  readonly at: string;
  /** A role, never a person. */
  readonly role: string;
}
/** Hours in which nobody is disturbed, `22:00` to `07:00`, in Asia/Shanghai. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}
export const mostRungs = 4;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Asia/Shanghai keeps no summer time. */
const zoneMs = 8 * 60 * minuteMs;
const inDay = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
};

/** The same instant, or the end of the quiet hours in which it falls. */
export function afterQuiet(instant: number, quiet: QuietHours | null): number {
  if (!quiet) return instant;
  const [from, to] = [inDay(quiet.from), inDay(quiet.to)];
  const time = (instant + zoneMs) % dayMs;
  const isQuiet = from <= to ? time >= from && time < to : time >= from || time < to;
  if (!isQuiet) return instant;
  return instant + (time < to ? to - time : dayMs - time + to);
}

export interface LadderWish {
  /** ISO 8601. */
  readonly dueAt: string;
  readonly rungs: readonly { readonly afterMs: number; readonly role: string }[];
  readonly quietHours: QuietHours | null;
}

/** The rungs of a step that is due at some instant; nobody is told in quiet hours. */
export const ladderOf = ({ dueAt, rungs, quietHours }: LadderWish): LadderRung[] =>
  rungs.slice(0, mostRungs).map(({ afterMs, role }) => ({
    at: new Date(afterQuiet(Date.parse(dueAt) + afterMs, quietHours)).toISOString(),
    role,
  }));

export interface Climbing {
  readonly dueAt: Date;
  readonly ladder: readonly LadderRung[];
  /** Put off by a person until then. */
  readonly snoozedUntil: Date | null;
}
export interface Climbed {
  readonly overdue: boolean;
  /** How many rungs have been told. */
  readonly rung: number;
  /** When there is something to tell again; null where that was the last rung. */
  readonly nextAt: Date | null;
}
/** Two clocks are involved: a ring that comes a moment early is a ring. */
const toleranceMs = 1_000;

/** Where a step that nobody has reported stands on its ladder: asked twice at the same moment, it says the same. */
export function climbed({ dueAt, ladder, snoozedUntil }: Climbing, now: Date): Climbed {
  const awake = snoozedUntil?.getTime() ?? 0;
  const isPast = (instant: number) => Math.max(instant, awake) <= now.getTime() + toleranceMs;
  const times = ladder.map(({ at }) => Date.parse(at));
  const coming = [dueAt.getTime(), ...times].filter((instant) => !isPast(instant)).map((instant) => Math.max(instant, awake));
  return {
    overdue: isPast(dueAt.getTime()),
    rung: times.filter(isPast).length,
    nextAt: coming.length ? new Date(Math.min(...coming)) : null,
  };
}
