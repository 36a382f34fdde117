import { DomainError } from '@jielong/kernel';
import { wording } from './fingerprint.js';
import { plain } from './normalise.js';
import type { Portions, Reading } from './types.js';

/** What a person says about a held entry. */
export type Decision =
  /** It is no order. */
  | { readonly choose: 'drop' }
  /** It counts as written: although it stands below 截单, ends in a question mark, or its own total is wrong. */
  | { readonly choose: 'accept' }
  /** A second entry of a household: on top of its order. With no order to add to, it is one. */
  | { readonly choose: 'add' }
  /** A second entry of a household: instead of its order. */
  | { readonly choose: 'replace' }
  /** The room meant, complete: `1-2-501`. */
  | { readonly choose: 'room'; readonly room: string }
  /** The household meant, of several in a room. */
  | { readonly choose: 'household'; readonly household: string }
  /** The bundle meant, of several. */
  | { readonly choose: 'bundle'; readonly bundle: string }
  /** What is wanted; `order`: of which order of the entry (1: the first), where it holds more than one. */
  | { readonly choose: 'edit'; readonly items: Portions; readonly order?: number | undefined };

/** A decision, kept by its entry. One entry may need several: its room and what is wanted. */
export type Answer = Decision & { readonly fingerprint: string };

/** What may be answered to a held entry, with what there is to choose from. */
export type Choice =
  | { readonly choose: 'drop' | 'accept' | 'add' | 'replace' }
  /** `rooms`: registered rooms that may be meant; another one may be given. */
  | { readonly choose: 'room'; readonly rooms: readonly string[] }
  | { readonly choose: 'household'; readonly households: readonly string[] }
  | { readonly choose: 'bundle'; readonly bundles: readonly string[] }
  /** `items`: what could be read, for the order of that number. */
  | { readonly choose: 'edit'; readonly order: number; readonly items: Portions };

/** All that has been decided about one entry; of two answers of a kind the later one stands. */
export interface Decided {
  readonly answers: readonly Answer[];
  readonly drop: boolean;
  readonly accept: boolean;
  readonly repeat: 'add' | 'replace' | null;
  readonly room: string | null;
  readonly households: ReadonlySet<string>;
  readonly bundles: ReadonlySet<string>;
  /** By order; 0: the one that has to be edited. */
  readonly edits: ReadonlyMap<number, Portions>;
}

/** What has been decided, by fingerprint. */
export function decisions(answers: readonly Answer[]): (fingerprint: string) => Decided {
  const byEntry = new Map<string, Answer[]>();
  for (const answer of answers) byEntry.set(answer.fingerprint, [...(byEntry.get(answer.fingerprint) ?? []), answer]);
  return (fingerprint) => decided(byEntry.get(fingerprint) ?? []);
}

function decided(answers: readonly Answer[]): Decided {
  const given = new Set(answers.map(({ choose }) => choose));
  const repeat = answers.findLast(({ choose }) => choose === 'add' || choose === 'replace')?.choose;
  return {
    answers,
    // Whatever else was said later, it is an order after all.
    drop: answers.at(-1)?.choose === 'drop',
    accept: given.has('accept'),
    repeat: repeat === 'add' || repeat === 'replace' ? repeat : null,
    room: answers.findLast((answer) => answer.choose === 'room')?.room ?? null,
    households: new Set(answers.flatMap((answer) => (answer.choose === 'household' ? [answer.household] : []))),
    bundles: new Set(answers.flatMap((answer) => (answer.choose === 'bundle' ? [answer.bundle] : []))),
    edits: new Map(answers.flatMap((answer) => (answer.choose === 'edit' ? [[answer.order ?? 0, answer.items] as const] : []))),
  };
}

/** An answer as people give it: to the entry at a line of a text, with the text they read there. */
export type GivenAnswer = Decision & { readonly line: number; readonly entry?: number | undefined; readonly text: string };

/**
 * Finds the entries that were answered.
 * @throws DomainError `answer-for-another-text`: the line holds no such entry, or no longer the text that was answered
 */
export function answersTo(reading: Reading, given: readonly GivenAnswer[]): readonly Answer[] {
  const lines = new Map(reading.lines.map((line) => [`${line.line}.${line.entry}`, line]));
  return given.map(({ line, entry = 1, text, ...decision }) => {
    const found = lines.get(`${line}.${entry}`);
    if (!found || wording(plain(found.text)) !== wording(plain(text))) throw anotherText(line, entry);
    return { ...decision, fingerprint: found.fingerprint };
  });
}

const anotherText = (line: number, entry: number): DomainError =>
  new DomainError(
    'invalid',
    'answer-for-another-text',
    {
      zh: `第 ${line} 行第 ${entry} 条已经不是当时回答的那一条；请重新预览，再回答`,
      en: `Line ${line}, entry ${entry} is not the text that was answered; preview it again and answer then.`,
    },
    { line, entry },
  );
