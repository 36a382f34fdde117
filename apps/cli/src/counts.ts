import { Misuse } from './failure.js';

/** Collects a repeatable option: `--damaged SC01=1 --damaged RL01=2`. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** A number of portions or fen, written as an option. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Misuse(`${text} 不是整数 / is not a whole number`);
  return Number(text);
}

const portionsBy = '编码=份数，例如 SC01=2 / write CODE=PORTIONS, such as SC01=2';

/** `SC01=2` and `SC01=2,RL01=1`, as portions by bundle, or whatever else `written` says. */
export function countsOf(given: readonly string[] | undefined, option: string, written = portionsBy): Record<string, number> {
  const pairs = (given ?? []).flatMap((text) => text.split(',')).map((text) => text.split('='));
  return Object.fromEntries(
    pairs.map(([bundle = '', count = '']) => {
      if (!bundle || !/^\d{1,7}$/.test(count)) throw new Misuse(`${option}: 写成 ${written}`);
      return [bundle.trim(), Number(count)];
    }),
  );
}
