/** A part of an order line that came at one time; allocation ranks it by that time. */
export interface Increment {
  readonly portions: number;
  /** ISO 8601, by the clock of the database. */
  readonly seenAt: string;
}

/** The increments of a line that is to hold `portions`: what comes is added with its own times, what goes is taken from the newest. */
export function regrown(before: readonly Increment[], portions: number, coming: readonly Increment[]): Increment[] {
  const more = portions - sumOf(before);
  return more >= 0 ? [...before, ...firstOf(coming, more)] : firstOf(before, portions);
}

const sumOf = (increments: readonly Increment[]): number => increments.reduce((sum, { portions }) => sum + portions, 0);

/** The first `portions` of a list. Where it holds fewer, the rest came with its last one. */
function firstOf(increments: readonly Increment[], portions: number): Increment[] {
  let rest = portions;
  const taken = increments.map(({ portions: here, seenAt }, i) => {
    const share = i === increments.length - 1 ? rest : Math.min(here, rest);
    rest -= share;
    return { portions: share, seenAt };
  });
  return taken.filter((increment) => increment.portions > 0);
}
