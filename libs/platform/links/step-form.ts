import type { Text } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { ProblemError } from '../errors/problem-error.js';

/** One bundle that a step is about, as people call it. */
export interface AskedLine {
  /** Names it in the form, and is understood by the step alone. */
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly expected: number;
}
/** What is asked for, in words for whoever is there: nothing personal. */
export interface Asked {
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly lines: readonly AskedLine[];
}
/** What may be said beside the counts. The first choice is what it mostly is. */
export type FormField = Text & { readonly name: string } & (
    { readonly kind: 'tick' | 'text' } | { readonly kind: 'choice'; readonly choices: readonly (Text & { readonly value: string })[] }
  );
/** Portions that are counted, bundle by bundle: there, damaged, missing. */
export type CountField = Text & { readonly name: string };
export interface CountedLine {
  readonly key: string;
  readonly counts: Readonly<Record<string, number>>;
}
/** What a form says. No lines: as expected. */
export interface Said {
  readonly fields: Readonly<Record<string, string>>;
  readonly lines: readonly CountedLine[];
}

/** How one step is asked for on a page, and what a report of the API is made of what the form says. */
export interface StepForm {
  readonly ask: (tx: EntityManager, processId: string, at: string | null) => Promise<Asked>;
  readonly fields: readonly FormField[];
  /** None: it can only be as expected. */
  readonly counts: readonly CountField[];
  /** The body of the report; `person`: the code of whoever reports. */
  readonly body: (said: Said, person: string) => object;
  /** The counts that a report holds, to be shown again. */
  readonly counted: (report: Readonly<Record<string, unknown>>) => readonly CountedLine[];
}

export type SentForm = Readonly<Record<string, string>>;
export const countName = (count: string, key: string): string => `${count}|${key}`;
const differs = 'differs';

/** Reads a form as it was sent. Throws a 422 for a count that is none, and where something differs but nothing is said. */
export function readForm({ counts }: Pick<StepForm, 'counts'>, sent: SentForm): Said {
  if (sent['answer'] !== differs) return { fields: sent, lines: [] };
  const said = Object.entries(sent).flatMap(([name, value]) => countIn(counts, name, value));
  const keys = [...new Set(said.map(({ key }) => key))];
  if (!keys.length) throw nothingSaid();
  const countsOf = (key: string) => said.filter((one) => one.key === key).map(({ count, portions }) => [count, portions] as const);
  return { fields: sent, lines: keys.map((key) => ({ key, counts: Object.fromEntries(countsOf(key)) })) };
}

function countIn(counts: readonly CountField[], name: string, value: string): { count: string; key: string; portions: number }[] {
  const count = counts.find((one) => name.startsWith(countName(one.name, '')));
  const digits = value.normalize('NFKC').trim();
  if (!count || digits === '') return [];
  if (!/^\d{1,6}$/.test(digits)) throw notANumber(value);
  return [{ count: count.name, key: name.slice(countName(count.name, '').length), portions: Number(digits) }];
}

const notANumber = (value: string) =>
  new ProblemError(422, 'not-a-count', {
    zh: `“${value}”不是份数。请写整数，例如 12。`,
    en: `“${value}” is not a number of portions. Write a whole number, such as 12.`,
  });
const nothingSaid = () =>
  new ProblemError(422, 'nothing-differs', {
    zh: '没有写哪样有出入。全部一致请按“与预计一致”，否则请填写不同的那一样。',
    en: 'Nothing is said to differ. Press “as expected”, or write the number that differs.',
  });
