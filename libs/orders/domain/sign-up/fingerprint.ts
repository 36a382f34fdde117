import { hashOf } from '@jielong/kernel';

const longest = 160;

/**
 * The key of an entry, the same in every paste as long as its text stays: normalised text without serial, and which of equal texts it is.
 * @param text normalised, without serial
 * @param occurrence 1 for the first of equal texts
 */
export function fingerprintOf(text: string, occurrence: number): string {
  const said = wording(text);
  // An index of a database takes no key of any length.
  const key = said.length > longest ? `${said.slice(0, longest)}…${hashOf(said)}` : said;
  return `${occurrence}|${key}`;
}

/** White space says nothing about which entry it is. */
export const wording = (text: string): string => text.replace(/\s+/g, ' ').trim();
