import { column, type CellReading, unreadable } from '@jielong/kernel';
import type { Availability } from '@jielong/members-contract';

const days = { '': '', 平日: 'weekday-', 周末: 'weekend-' } as const;
const parts = { 全天: 'all-day', 白天: 'daytime', 上午: 'mornings', 下午: 'afternoons', 晚上: 'evenings' } as const;
type Day = keyof typeof days;
type Part = keyof typeof parts;

const places = new Map(
  Object.entries(days).flatMap(([day, on]) => Object.entries(parts).map(([part, at]) => [`${on}${at}`, { day, part }] as const)),
);

/** `下午和晚上`, `周末全天，平日晚上`: times of day, on any day or on those named before them. */
export const availabilityColumn = (header: string) =>
  column<readonly Availability[]>(
    header,
    (cell): CellReading<readonly Availability[]> => {
      const pieces = cell.split(/[、，,；;]/).map((piece) => piece.trim());
      const times = pieces.filter((piece) => piece !== '').map(timesIn);
      return times.includes(undefined) ? strange() : { value: [...new Set(times.flatMap((some) => some ?? []))] };
    },
    wordsFor,
    { mayBeMissing: true },
  );

/** What stands before 和 holds for what stands behind it: 周末上午和下午. */
function timesIn(piece: string): Availability[] | undefined {
  const [, day = '', words = ''] = /^(平日|周末)?(.*)$/.exec(piece) ?? [];
  const said = words.split('和');
  return isDay(day) && said.every(isPart) ? said.map((word): Availability => `${days[day]}${parts[word]}`) : undefined;
}

/** The other way round: times of one day in one piece. */
function wordsFor(times: readonly Availability[]): string {
  const pieces: { readonly day: string; text: string }[] = [];
  for (const { day, part } of times.flatMap((time) => places.get(time) ?? [])) {
    const last = pieces.at(-1);
    if (last?.day === day) last.text += `和${part}`;
    else pieces.push({ day, text: `${day}${part}` });
  }
  return pieces.map(({ text }) => text).join('，');
}

const isDay = (word: string): word is Day => Object.hasOwn(days, word);
const isPart = (word: string): word is Part => Object.hasOwn(parts, word);

const strange = () =>
  unreadable(
    'not-a-time',
    `应写成“下午和晚上”或“周末全天，平日晚上”；时段有：${Object.keys(parts).join(' ')}`,
    `must be such as 下午和晚上 or 周末全天，平日晚上; the times are ${Object.keys(parts).join(' ')}`,
  );
