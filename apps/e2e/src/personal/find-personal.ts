import type { ErrorAnswer } from './error-answers.js';

/** What nobody may read who is not to see it: names, telephones, rooms. */
export interface Personal {
  readonly kind: 'name' | 'telephone' | 'room';
  readonly text: string;
}

const telephone = /199[- ]?0000[- ]?\d{4}/g;
/** `3-2-501` and `3栋2单元501`; not part of an id or a date. */
const room = /(?<![\w.-])\d{1,2}-\d-\d{3,4}(?![\w-])|\d+[栋#]\d+(?:单元|-)\d{3,4}/g;
const chinese = /\p{Script=Han}{2,}/gu;
const [shortest, longest] = [2, 4];

/** Looks for what stands in the sample community's lists. `names`: all of them. */
export const findPersonal =
  (names: ReadonlySet<string>) =>
  (text: string): Personal[] => [
    ...[...text.matchAll(chinese)].flatMap(([run]) => namesIn(run, names)).map((name): Personal => ({ kind: 'name', text: name })),
    ...[...text.matchAll(telephone)].map(([found]): Personal => ({ kind: 'telephone', text: found })),
    ...[...text.matchAll(room)].map(([found]): Personal => ({ kind: 'room', text: found })),
  ];

/** Of an error answer, what its sender has not said: a quotation tells nobody anything new. */
export const disclosedBy =
  (find: (text: string) => Personal[]) =>
  ({ sent, answered }: ErrorAnswer): Personal[] =>
    find(answered).filter(({ text }) => !sent.includes(text));

function namesIn(run: string, names: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let from = 0; from < run.length; from += 1)
    for (let length = shortest; length <= longest && from + length <= run.length; length += 1) {
      const word = run.slice(from, from + length);
      if (names.has(word)) found.push(word);
    }
  return found;
}
