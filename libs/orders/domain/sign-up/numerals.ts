const values = new Map([...'零一二三四五六七八九'].map((digit, value) => [digit, value]));
for (const [digit, value] of [
  ['〇', 0],
  ['○', 0],
  ['两', 2],
  ['俩', 2],
] as const)
  values.set(digit, value);

/** Chinese digits, for a class in a pattern. */
export const chineseDigits = '零〇○一二三四五六七八九';
/** What a Chinese number up to 999 is made of. */
export const chineseNumerals = '零〇一二两俩三四五六七八九十百';

/** `501`, `五零一`, `五〇一` to `501`: digit by digit, as rooms are read. */
export const digitsOf = (written: string): string => [...written].map((unit) => String(values.get(unit) ?? unit)).join('');

/** `2`, `二`, `十二`, `一百零五`; null for what is no number, as 一两 or 两三 are none. */
export function numberOf(written: string): number | null {
  if (/^\d+$/.test(written)) return written.length <= 6 ? Number(written) : null;
  const parts = /^(?:([一二两三四五六七八九])百)?(零|〇)?(?:([一二两三四五六七八九])?(十))?([零〇一二两俩三四五六七八九])?$/.exec(written);
  if (!written || !parts) return null;
  const [, hundreds, gap, tens, ten, ones] = parts;
  if (gap && (!hundreds || (ten && !tens) || (!ten && !ones))) return written === gap ? 0 : null;
  return digit(hundreds) * 100 + (ten ? (tens ? digit(tens) : 1) * 10 : 0) + digit(ones);
}

const digit = (written: string | undefined): number => values.get(written ?? '') ?? 0;
