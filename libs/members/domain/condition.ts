import type { Availability } from '@jielong/members-contract';

/** 上午, 下午, 晚上 */
export const dayParts = ['morning', 'afternoon', 'evening'] as const;
export type DayPart = (typeof dayParts)[number];

const partsByWord: readonly (readonly [word: RegExp, parts: readonly DayPart[]])[] = [
  [/全天/, dayParts],
  [/白天/, ['morning', 'afternoon']],
  [/上午|早上/, ['morning']],
  [/下午/, ['afternoon']],
  [/晚上|夜/, ['evening']],
];

const partsOf: Readonly<Record<string, readonly DayPart[]>> = {
  'all-day': dayParts,
  daytime: ['morning', 'afternoon'],
  mornings: ['morning'],
  afternoons: ['afternoon'],
  evenings: ['evening'],
};

/** On which parts of a working day somebody has time; weekends say nothing of it. */
function workdayParts(availability: readonly Availability[]): DayPart[] {
  const free = new Set(availability.flatMap((time) => partsOf[time.replace('weekday-', '')] ?? []));
  return dayParts.filter((part) => free.has(part));
}

const partsNamed = (text: string): DayPart[] => {
  const named = new Set(partsByWord.flatMap(([word, parts]) => (word.test(text) ? parts : [])));
  return dayParts.filter((part) => named.has(part));
};

/** What a person's limits mean for where the person is counted. */
export interface Limits {
  /** 不能搬重物 */
  readonly mayCarry: boolean;
  /** 隔离期满三日内不排班 */
  readonly mayServe: boolean;
  /** 只能晚上: nothing else, whatever the times say. */
  readonly onlyAt: readonly DayPart[];
}

/** Reads what is known of limits; whatever else the text says is for people to read, and is handed on as it stands. */
export function limitsIn(text: string): Limits {
  const onlyAt = [...text.matchAll(/只能([^，,、；;]+)/g)].flatMap(([, when = '']) => partsNamed(when));
  return {
    mayCarry: !/不能(搬|提|抬|扛|负重)|不宜(搬|负重)/.test(text),
    mayServe: !/不排班/.test(text),
    onlyAt: dayParts.filter((part) => onlyAt.includes(part)),
  };
}

/** The times on which somebody can be counted. */
export function timesOf(availability: readonly Availability[], { mayServe, onlyAt }: Limits): DayPart[] {
  if (!mayServe) return [];
  const free = workdayParts(availability);
  return onlyAt.length ? free.filter((part) => onlyAt.includes(part)) : free;
}
