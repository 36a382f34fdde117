/** Milliseconds within which the checks of a service are done, in 99 of 100, by the buckets of its own histogram; so many checks were made. */
export interface Checks {
  readonly p99Ms: number;
  readonly count: number;
}
const line = /^access_check_duration_seconds_bucket\{le="([^"]+)",check="(\w+)"\} (\d+)$/gm;

/** Reads it from a service's own port: an upper bound, for a bucket says no more. */
export async function checksOf(url: string, check: 'token' | 'permission'): Promise<Checks> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const buckets = [...text.matchAll(line)].flatMap(([, le, of, count]) =>
    of === check ? [{ le: le === '+Inf' ? Infinity : Number(le), count: Number(count) }] : [],
  );
  const all = Math.max(0, ...buckets.map(({ count }) => count));
  const bound = Math.min(...buckets.filter(({ count }) => count >= all * 0.99).map(({ le }) => le));
  return { p99Ms: bound * 1_000, count: all };
}
