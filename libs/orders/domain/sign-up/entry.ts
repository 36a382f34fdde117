import type { RoomMention } from './rooms.js';
import { scan } from './scan.js';
import type { ScanContext } from './scan-rule.js';
import { isKind, type Token, type TokenOf } from './tokens.js';
import { titled } from './vocabulary.js';
import { joinWords } from './words.js';

/** For whom a part of an entry is, and what it wants. */
export interface Segment {
  /** Ordered for somebody else; `unclear`: nobody knows for which room. */
  readonly proxy: 'none' | 'known' | 'unclear';
  readonly mentions: readonly RoomMention[];
  /** Names, remarks and all that orders nothing left out. */
  readonly tokens: readonly Token[];
}
/** An entry, taken apart. Nothing is judged yet. */
export interface EntryParts {
  readonly name: string | null;
  readonly remarks: readonly string[];
  readonly phoneTail: string | null;
  /** Only if exactly one is said. */
  readonly gate: string | null;
  readonly totals: readonly TokenOf<'total'>[];
  readonly question: boolean;
  /** The placer's first; the others begin with 代 帮 替. */
  readonly segments: readonly Segment[];
}

const isPlace = isKind('room', 'proxy');
const isUnknown = isKind('unknown');
/** A piece after a comma with any of these is no remark. */
const orders = isKind('item', 'quantity', 'same', 'action', 'total', 'proxy', 'me-too', 'each', 'room');
const says = isKind('unknown', 'wish', 'filler', 'or', 'joiner');

/** Takes an entry apart: name, remarks, telephone, gate, totals, and per room what is wanted. `body` is normalised, without serial. */
export function entryParts(body: string, context: ScanContext): EntryParts {
  const tokens = trailingPhone(joinWords(scan(body, context)));
  const textOf = ({ start, end }: Token): string => body.slice(start, end);
  const name = nameIn(tokens, textOf);
  const persons = personsIn(tokens, name, textOf);
  const told = remarksIn(tokens, new Set([name, ...persons]), body);
  const spent = new Set<Token | null>([name, ...persons, ...told.spent]);
  const gates = new Set(tokens.filter(isKind('gate')).map(({ gate }) => gate));
  return {
    name: name && textOf(name),
    remarks: [...told.remarks, ...persons.map(textOf)],
    phoneTail: tokens.findLast(isKind('phone'))?.tail ?? null,
    gate: gates.size === 1 ? ([...gates][0] ?? null) : null,
    totals: tokens.filter(isKind('total')),
    question: /[吗?]$/.test(body.replace(/[\s。.!~,…]{1,20}$/, '')),
    segments: segmentsOf(tokens, spent),
  };
}

/** Four digits alone at the end are a telephone's. */
function trailingPhone(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findLastIndex((token) => !isKind('remark', 'wish', 'comma', 'filler')(token));
  const token = tokens[at];
  if (token?.kind !== 'room' || !token.mention.digitsOnly || token.mention.room?.length !== 4 || token.glued) return tokens;
  return tokens.with(at, { kind: 'phone', tail: token.mention.room, start: token.start, end: token.end, glued: false });
}

/** The word just before the room or the word 代, else just after the room. */
function nameIn(tokens: readonly Token[], textOf: (token: Token) => string): Token | null {
  const place = tokens.findIndex(isPlace);
  if (place < 0) return null;
  const isName = (token: Token | undefined): token is Token => isUnknown(token) && (!token.holdsItem || titled.test(textOf(token)));
  const before = tokens.slice(0, place).findLast((token) => token.kind !== 'comma');
  if (isName(before)) return before;
  const next = tokens[place + 1];
  if (next?.kind === 'comma') {
    const behind = tokens[place + 2];
    return isName(behind) && titled.test(textOf(behind)) && !continues(tokens, place + 3) ? behind : null;
  }
  return isName(next) && !continues(tokens, place + 2) ? next : null;
}

/** 啤酒、, 啤酒2: goes on as something that is ordered. */
const continues = (tokens: readonly Token[], at: number): boolean => {
  const next = tokens[at];
  return isKind('joiner', 'or', 'each')(next) || (next?.kind === 'quantity' && next.glued);
};

/** 帮3-1-102王奶奶, 帮楼上王奶奶: for whom it is. */
function personsIn(tokens: readonly Token[], name: Token | null, textOf: (token: Token) => string): readonly Token[] {
  return tokens.filter((token, at) => {
    const proxy = tokens[at - 1];
    if (token === name || !isUnknown(token) || proxy?.kind !== 'proxy' || continues(tokens, at + 1)) return false;
    return titled.test(textOf(token)) || (proxy.mention === null && !token.holdsItem);
  });
}

/** What stands in （）, behind 备注, begins with 不要, or is a piece after a comma without item and quantity. */
function remarksIn(
  tokens: readonly Token[],
  names: ReadonlySet<Token | null>,
  body: string,
): { readonly remarks: readonly string[]; readonly spent: readonly Token[] } {
  const spent: Token[] = [];
  const remarks: { at: number; text: string }[] = [];
  for (const [nth, piece] of piecesOf(tokens).entries()) {
    const own = piece.filter((token) => !names.has(token));
    const text = nth > 0 && !own.some(orders) ? own.filter((token) => says(token) || token.kind === 'gate') : [];
    const [first] = text;
    if (first && text.some(says)) {
      spent.push(...text);
      remarks.push({ at: first.start, text: body.slice(first.start, text.at(-1)?.end).trim() });
    }
    for (const token of own) {
      if (token.kind === 'remark') remarks.push({ at: token.start, text: token.text });
      if (token.kind === 'wish' && !text.length) remarks.push({ at: token.start, text: body.slice(token.start, token.end) });
    }
  }
  return { remarks: remarks.sort((a, b) => a.at - b.at).map(({ text }) => text), spent };
}

function piecesOf(tokens: readonly Token[]): readonly Token[][] {
  const pieces: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'comma') pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces;
}

const wants = isKind('item', 'unknown', 'quantity', 'same', 'me-too', 'action', 'each', 'or', 'joiner', 'comma');

function segmentsOf(tokens: readonly Token[], spent: ReadonlySet<Token | null>): readonly Segment[] {
  const segments: (Segment & { mentions: RoomMention[]; tokens: Token[] })[] = [{ proxy: 'none', mentions: [], tokens: [] }];
  for (const token of tokens) {
    const segment = segments.at(-1);
    if (token.kind === 'proxy') segments.push(segmentFor(token.mention));
    else if (token.kind === 'room') segment?.mentions.push(token.mention);
    else if (wants(token) && !spent.has(token)) segment?.tokens.push(token);
  }
  return segments;
}

const segmentFor = (mention: RoomMention | null): Segment & { mentions: RoomMention[]; tokens: Token[] } =>
  mention ? { proxy: 'known', mentions: [mention], tokens: [] } : { proxy: 'unclear', mentions: [], tokens: [] };
