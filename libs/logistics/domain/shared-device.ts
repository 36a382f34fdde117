import type { OffShift } from './pickup-problems.js';
import { clockSkewMs } from './scan.js';

/** A device that several people share for a shift: until when it counts, and who was at it since when, the earliest first. */
export interface SharedDevice {
  readonly until: Date;
  readonly posts: readonly { readonly code: string; readonly from: Date }[];
}

/** Who was at the device when something was scanned: before the first of them nobody, so that a clock that is a little slow means the first. */
export function personAt({ posts }: SharedDevice, givenAt: Date): string | undefined {
  const before = posts.filter(({ from }) => from.getTime() <= givenAt.getTime());
  return (before.at(-1) ?? posts[0])?.code;
}

/**
 * Why a scan does not count for whoever was at the device; undefined where it does. The end holds to the moment, because whoever goes on after it
 * has no post; before the first post a device could scan nothing, and at now nothing later can have been scanned, so that there clocks may differ.
 */
export function offShift({ until, posts }: SharedDevice, givenAt: Date | null, now: Date): OffShift | undefined {
  if (givenAt === null) return 'no-time';
  const [at, first] = [givenAt.getTime(), posts[0]?.from.getTime() ?? Infinity];
  if (at > now.getTime() + clockSkewMs) return 'future';
  if (at >= until.getTime()) return 'after';
  return at < first - clockSkewMs ? 'before' : undefined;
}
