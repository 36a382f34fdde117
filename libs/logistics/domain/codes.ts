const [lowest, highest] = [100_000, 999_999];

/** So many six-digit codes, all different and none of them taken. `random` yields numbers from 0 up to, but not including, 1. */
export function freshCodes(count: number, taken: ReadonlySet<string>, random: () => number): string[] {
  const fresh = new Set<string>();
  if (count > highest - lowest + 1 - taken.size) throw new RangeError(`no ${count} codes are left beside ${taken.size}`);
  while (fresh.size < count) {
    const code = String(lowest + Math.floor(random() * (highest - lowest + 1)));
    if (!taken.has(code)) fresh.add(code);
  }
  return [...fresh];
}
