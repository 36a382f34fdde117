import { type CalendarDate, calendarDateOf, DomainError } from '@jielong/kernel';

const dayMs = 24 * 3_600_000;
/** What is further away is a slip of the pen: with half a year, also the year that is written wrong in December. */
const furthestDays = 183;
/** A day that was kept on paper is opened and typed in afterwards; what is longer past is a slip of the pen. */
const paperDays = 31;

export interface Dates {
  readonly cutOffAt: Date;
  /** Of Asia/Shanghai. */
  readonly serviceDate: CalendarDate;
}

/** Refuses dates that no run can have: ordering that ends after the day of pickup, or long before; a day long past, or in years to come. */
export function checkDates({ cutOffAt, serviceDate }: Dates, now: Date): void {
  const midnight = Date.parse(`${serviceDate}T00:00:00+08:00`);
  const today = calendarDateOf(now);
  if (Date.parse(`${today}T00:00:00+08:00`) - midnight > paperDays * dayMs) throw serviceDateIsPast(serviceDate, today);
  if (midnight - now.getTime() > furthestDays * dayMs) throw tooFarAhead(serviceDate);
  if (cutOffAt.getTime() > midnight + dayMs) throw cutOffAfterService(serviceDate);
  if (midnight - cutOffAt.getTime() > furthestDays * dayMs) throw cutOffLongBefore(serviceDate);
}

const serviceDateIsPast = (serviceDate: string, today: string) =>
  new DomainError(
    'invalid',
    'service-date-is-past',
    {
      zh: `取货日 ${serviceDate} 已过去 ${paperDays} 天以上（今天是 ${today}）。请核对日期；补录纸面的一天，最多补 ${paperDays} 天前。`,
      en: `The service date ${serviceDate} is more than ${paperDays} days past (today is ${today}). Check \`serviceDate\`: a day from paper is typed in within ${paperDays} days.`,
    },
    { serviceDate, today },
  );
const tooFarAhead = (serviceDate: string) =>
  new DomainError(
    'invalid',
    'too-far-ahead',
    {
      zh: `取货日 ${serviceDate} 在半年以后。请核对年份。`,
      en: `The service date ${serviceDate} is more than half a year ahead. Check the year.`,
    },
    { serviceDate },
  );
const cutOffAfterService = (serviceDate: string) =>
  new DomainError(
    'invalid',
    'cut-off-after-service',
    {
      zh: `截单时间晚于取货日 ${serviceDate}。请核对 cutOffAt 和 serviceDate。`,
      en: `Ordering would end after the service date ${serviceDate}. Check \`cutOffAt\` and \`serviceDate\`.`,
    },
    { serviceDate },
  );
const cutOffLongBefore = (serviceDate: string) =>
  new DomainError(
    'invalid',
    'cut-off-long-before',
    {
      zh: `截单时间比取货日 ${serviceDate} 早半年以上。请核对年份。`,
      en: `Ordering would end more than half a year before the service date ${serviceDate}. Check the year.`,
    },
    { serviceDate },
  );
