/** How long a workflow waits for an activity: a part of its start, so that a replay finds the same. */
export interface ActivityPatience {
  /** Until an activity that does not answer is taken for dead. */
  readonly startToCloseMs: number;
  /** At most, between two tries. */
  readonly longestPauseMs: number;
}
export const usualPatience: ActivityPatience = { startToCloseMs: 10_000, longestPauseMs: 30_000 };

/** The memo's field that holds it. */
export const patienceMemo = 'activityPatience';

const isMs = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;

/** From a memo, where it may be missing or be anything. */
export function patienceIn(memo: Readonly<Record<string, unknown>> | undefined): ActivityPatience {
  const { startToCloseMs, longestPauseMs }: Partial<Record<keyof ActivityPatience, unknown>> = memo?.[patienceMemo] ?? {};
  return {
    startToCloseMs: isMs(startToCloseMs) ? startToCloseMs : usualPatience.startToCloseMs,
    longestPauseMs: isMs(longestPauseMs) ? longestPauseMs : usualPatience.longestPauseMs,
  };
}
