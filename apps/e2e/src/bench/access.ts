import type { Person } from '../api.js';
import { median, timed } from './timing.js';

/** Milliseconds within which the checks of a service are done, in 99 of 100, by the buckets of its own histogram; so many checks were made. */
export interface Checks {
  readonly p99Ms: number;
  readonly count: number;
}
type Check = 'token' | 'permission';
type Buckets = ReadonlyMap<number, number>;
const line = /^access_check_duration_seconds_bucket\{le="([^"]+)",check="(\w+)"\} (\d+)$/gm;
const warm = 100;
/** Of a service. */
const connections = 12;

/** Of somebody who reads these paths of one service, one after the other. */
export async function checksOf(url: string, person: Person, paths: readonly string[]): Promise<Record<Check, Checks>> {
  const [first, rest] = [paths.slice(0, warm), paths.slice(warm)];
  await timed(first, connections, (path) => person.get(path)); // each connection has planned what it is asked
  const before = await read(url);
  for (const path of rest) await person.get(path);
  const after = await read(url);
  return { token: sinceThen(before.token, after.token), permission: sinceThen(before.permission, after.permission) };
}

/** Of rounds the middle one, so that what else the machine does in one of them does not count. */
export function middleOf(rounds: readonly Checks[]): Checks {
  return { p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)), count: rounds.reduce((all, { count }) => all + count, 0) };
}

async function read(url: string): Promise<Record<Check, Buckets>> {
  const found = [...(await (await fetch(new URL('/metrics', url))).text()).matchAll(line)];
  const of = (check: Check): Buckets =>
    new Map(found.flatMap(([, le, which, count]) => (which === check ? [[le === '+Inf' ? Infinity : Number(le), Number(count)]] : [])));
  return { token: of('token'), permission: of('permission') };
}

/** An upper bound, for a bucket says no more. */
function sinceThen(before: Buckets, after: Buckets): Checks {
  const made = [...after].map(([le, count]) => ({ le, count: count - (before.get(le) ?? 0) }));
  const all = Math.max(0, ...made.map(({ count }) => count));
  if (all < warm) throw new Error(`${all} checks are too few for a p99`);
  const bound = Math.min(...made.filter(({ count }) => count >= all * 0.99).map(({ le }) => le));
  return { p99Ms: bound * 1_000, count: all };
}
