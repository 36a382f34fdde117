import type { Brand } from './ids.js';

/** A calendar day in the community's zone, `2026-11-24`. */
export type CalendarDate = Brand<string, 'CalendarDate'>;

const zone = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
const minute = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });

/** The day on which an instant falls in Asia/Shanghai. */
export const calendarDateOf = (instant: Date): CalendarDate => day.format(instant) as CalendarDate;

/** For people: `2026-11-24 20:00`, in Asia/Shanghai. */
export const beijingTime = (instant: Date): string => minute.format(instant);
