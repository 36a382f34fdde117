import type { ItemWords } from './item-words.js';
import type { RegisterIndex } from './register-index.js';
import type { RoomFinder } from './rooms.js';
import type { Token, TokenBody } from './tokens.js';
import { matchAt } from './vocabulary.js';

/** What the signs of an entry mean in this round. */
export interface ScanContext {
  readonly rooms: RoomFinder;
  readonly index: RegisterIndex;
  readonly words: ItemWords;
  /** Letters of the header; null: no item of the catalogue. */
  readonly letters: ReadonlyMap<string, string | null>;
  readonly compound: string;
}
export interface Scan extends ScanContext {
  readonly text: string;
  readonly at: number;
  readonly last: Token | undefined;
  readonly glued: boolean;
  readonly roomSeen: boolean;
  readonly closing: ReadonlyMap<number, number>;
}
/** What begins at a place: where it ends, and what it is; no body: it says nothing. */
export interface Found {
  readonly end: number;
  readonly bodies: readonly TokenBody[];
}
export type Rule = (scan: Scan) => Found | null;

export const one = (end: number, body: TokenBody): Found => ({ end, bodies: [body] });
export const matched =
  (pattern: RegExp, body: TokenBody | null): Rule =>
  ({ text, at }) => {
    const match = matchAt(pattern, text, at);
    return match && { end: at + match[0].length, bodies: body ? [body] : [] };
  };
