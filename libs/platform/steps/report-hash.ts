import { hashOf, type Report } from '@jielong/kernel';

/** What tells two bodies under one report id apart. The way by which it came is no part of what was said. */
export const reportHash = (report: Report): string => hashOf({ ...report, channel: undefined });
