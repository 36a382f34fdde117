import type { Report, Sent } from '@jielong/kernel';

/** Where there is only one place nobody needs to name it. That it was filled in is passed on: whoever signed the report has not said it. */
export const withPlace = <Said extends Report>(report: Said, only: string | undefined): Sent<Said> =>
  report.at === undefined && only !== undefined ? { ...report, at: only, placed: true } : report;
