/** Odd, and so many that what else a machine does in a second or two seldom falls on the middle one. */
export const rounds = 7;

/** Milliseconds of each, done so many at a time; answers with how long each took and how long all took together. */
export async function timed<T>(all: readonly T[], atATime: number, work: (one: T) => Promise<unknown>): Promise<Timed> {
  const each: number[] = [];
  const queue = [...all];
  const began = performance.now();
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const from = performance.now();
      await work(one);
      each.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return { each, ms: performance.now() - began };
}
export interface Timed {
  readonly each: readonly number[];
  readonly ms: number;
}
export const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
/** What 99 of 100 stay below. */
export const p99 = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length * 0.99) - 1] ?? NaN;
export const rounded = (number: number, digits = 2): number => Number(number.toFixed(digits));
export const perSecond = ({ each, ms }: Timed): number => (each.length / ms) * 1_000;
