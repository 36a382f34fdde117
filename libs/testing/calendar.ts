import { calendarDateOf } from '@jielong/kernel';

const dayMs = 24 * 3_600_000;
/** So many days from now, in Asia/Shanghai; below zero, ago. */
export const daysAhead = (days: number): string => calendarDateOf(new Date(Date.now() + days * dayMs));
