import { plain } from './normalise.js';
import type { ItemWord } from './types.js';

/** The words of the catalogue, the longest first. */
export interface ItemWords {
  /** The longest word that begins here. */
  at(text: string, place: number): { readonly codes: readonly string[]; readonly length: number } | null;
  /** Whether one ends here. */
  endsAt(text: string, place: number): boolean;
  nameOf(code: string): string;
}

export function indexItemWords(catalogue: readonly ItemWord[]): ItemWords {
  const codes = new Map<string, Set<string>>();
  const names = new Map(catalogue.map(({ code, name }) => [code, name]));
  for (const { code, name, words } of catalogue) {
    for (const word of [name, ...words].map(plain).filter(Boolean)) codes.set(word, (codes.get(word) ?? new Set()).add(code));
  }
  const byFirst = new Map<string, string[]>();
  for (const word of [...codes.keys()].sort((a, b) => b.length - a.length))
    byFirst.set(word.charAt(0), [...(byFirst.get(word.charAt(0)) ?? []), word]);
  return {
    at(text, place) {
      const word = byFirst.get(text.charAt(place))?.find((known) => text.startsWith(known, place));
      return word === undefined ? null : { codes: [...(codes.get(word) ?? [])], length: word.length };
    },
    endsAt: (text, place) => [...codes.keys()].some((word) => place >= word.length && text.startsWith(word, place - word.length)),
    nameOf: (code) => names.get(code) ?? code,
  };
}
