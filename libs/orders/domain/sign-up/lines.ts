import { emptyText, headerItem, linesOf } from './header.js';
import type { ItemWords } from './item-words.js';
import { normalise, type Normalised } from './normalise.js';
import type { RegisterIndex } from './register-index.js';
import { complete, type RoomFinder } from './rooms.js';
import type { ItemWord } from './types.js';

/** A piece of the text that is listed: an entry, or a line that is none. */
export interface Piece {
  readonly line: number;
  readonly entry: number;
  readonly kind: 'entry' | 'chat' | 'empty';
  readonly serial: string | null;
  /** As written. */
  readonly text: string;
  /** Normalised, without serial. */
  readonly body: string;
  readonly afterCutOff: boolean;
  /** Lines below it that are its remarks. */
  readonly remarks: readonly string[];
}
export interface Sections {
  readonly header: readonly string[];
  readonly pieces: readonly Piece[];
  /** What stands behind 合计. */
  readonly statedTotals: readonly string[];
}
/** What telling lines apart asks of register and catalogue. */
export interface LineContext {
  readonly rooms: RoomFinder;
  readonly index: RegisterIndex;
  readonly words: ItemWords;
  readonly catalogue: readonly ItemWord[];
}

const serialAtStart = /^\s*(?<serial>\d{1,3})\s?[.、)]\s*/;
const example = /^\s*(?:例|\d{1,3}\s?[.、)]\s*例(?!\p{Script=Han})|\d{1,3}\s?[.、)]\s*例[如子])/u;
const statedTotal = /^\s*合计\s*:?/;
const continuation = /^\s*(?:备注|\()/;

/**
 * Tells header, entries, chat, totals, cut-off and continued remarks apart. Nothing is dropped: what is no part of these is chat.
 * @throws DomainError `empty-text`
 */
export function sectionsOf(text: string, context: LineContext): Sections {
  const lines = linesOf(text).map((written) => ({ written, normal: normalise(written) }));
  if (!lines.some(({ normal }) => normal.text.trim())) throw emptyText();
  const first = firstEntry(
    lines.map(({ normal }) => normal.text),
    context,
  );
  const pieces: Piece[] = [];
  const statedTotals: string[] = [];
  let afterCutOff = false;
  lines.slice(first).forEach(({ written, normal }, offset) => {
    const kind = kindOf(normal.text, context);
    const line = { written, normal, line: first + offset + 1, afterCutOff };
    if (kind === 'total') statedTotals.push(normal.text.replace(statedTotal, ''));
    else if (kind === 'cut-off') afterCutOff = true;
    else if (kind === 'continuation') addRemark(pieces, line, normal.text);
    else if (kind === 'entry') pieces.push(...entriesOf(line, context));
    else if (kind === 'chat') pieces.push(chatOf(line));
  });
  return { header: lines.slice(0, first).map(({ normal }) => normal.text.trim()), pieces, statedTotals };
}

type LineKind = 'blank' | 'example' | 'total' | 'entry' | 'continuation' | 'cut-off' | 'chat';

/** The first of these that fits. */
const kinds: readonly (readonly [LineKind, (text: string, context: LineContext) => boolean])[] = [
  ['blank', (text) => !text.trim()],
  ['example', (text) => example.test(text)],
  ['total', (text) => statedTotal.test(text)],
  ['entry', (text, context) => serialAtStart.test(text) || hasReadableRoom(text, context)],
  ['continuation', (text) => continuation.test(text)],
  ['cut-off', (text) => text.includes('截单')],
];
const kindOf = (text: string, context: LineContext): LineKind => kinds.find(([, fits]) => fits(text, context))?.[0] ?? 'chat';

/** A room with building and, where there are several, unit; it may be unknown. */
const hasReadableRoom = (text: string, { rooms, index }: LineContext): boolean =>
  rooms.all(text).some((mention) => mention.building !== null && complete(mention, index, null) !== null);

/** The header may number its own lines: items that it lists before the first room still belong to it. */
function firstEntry(lines: readonly string[], context: LineContext): number {
  const isItem = (line: string): boolean => headerItem(line.trim(), context.words, context.catalogue) !== null;
  const room = lines.findIndex((line) => !example.test(line) && !isItem(line) && hasReadableRoom(line, context));
  const listed = lines.slice(0, room < 0 ? lines.length : room).findLastIndex(isItem);
  const found = lines.findIndex((line, at) => at > listed && kindOf(line, context) === 'entry');
  return found < 0 ? lines.length : found;
}

interface Source {
  readonly written: string;
  readonly normal: Normalised;
  readonly line: number;
  readonly afterCutOff: boolean;
}

const chatOf = ({ written, normal, line, afterCutOff }: Source): Piece => ({
  line,
  entry: 1,
  kind: 'chat',
  serial: null,
  text: written.trim(),
  body: normal.text.trim(),
  afterCutOff,
  remarks: [],
});

/** A remark of the entry above; with none above it, it is chat. */
function addRemark(pieces: Piece[], source: Source, text: string): void {
  const above = pieces.findLastIndex(({ kind }) => kind === 'entry');
  const piece = pieces[above];
  if (piece) pieces[above] = { ...piece, remarks: [...piece.remarks, remarkOf(text)] };
  else pieces.push(chatOf(source));
}

const remarkOf = (text: string): string => {
  const said = text.trim().replace(/^备注\s*:?\s*/, '');
  return /^\([^()]*\)$/.test(said) ? said.slice(1, -1).trim() : said;
};

/** The entries of one line: usually one. */
function entriesOf({ written, normal, line, afterCutOff }: Source, context: LineContext): readonly Piece[] {
  const starts = [0, ...laterSerials(normal.text, context)];
  return starts.map((start, nth) => {
    const end = starts[nth + 1] ?? normal.text.length;
    const said = normal.text.slice(start, end);
    const serial = serialAtStart.exec(said);
    const body = said.slice(serial?.[0].length ?? 0).trim();
    const text = written.slice(nth === 0 ? 0 : normal.origin[start], nth === starts.length - 1 ? undefined : normal.origin[end]).trim();
    const kind = body ? 'entry' : 'empty';
    return { line, entry: nth + 1, kind, serial: serial?.groups?.['serial'] ?? null, text, body, afterCutOff, remarks: [] };
  });
}

const laterSerial = /(?<=\s)\d{1,3}\s?[.、)]/g;

/** Where a second serial after white space stands between two rooms. */
function laterSerials(text: string, { rooms, words }: LineContext): readonly number[] {
  const candidates = [...text.matchAll(laterSerial)].filter((match) => !isQuantity(text, match, words));
  if (!candidates.length) return [];
  const bounds = candidates.map((match, nth) => ({
    start: match.index,
    behind: match.index + match[0].length,
    next: candidates[nth + 1]?.index ?? text.length,
  }));
  const mentions = rooms.all(text);
  const starts: number[] = [];
  let before = (mentions[0]?.end ?? Infinity) <= (bounds[0]?.start ?? 0);
  let at = 0;
  for (const { start, behind, next } of bounds) {
    while ((mentions[at]?.start ?? Infinity) < behind) at += 1;
    const follows = (mentions[at]?.end ?? Infinity) <= next;
    if (before && follows) starts.push(start);
    before ||= follows;
  }
  return starts;
}

/** 蔬菜包 2、鸡蛋 1: a number between an item and an item is how many, not a serial. */
function isQuantity(text: string, match: RegExpExecArray, words: ItemWords): boolean {
  const before = text.slice(Math.max(0, match.index - 40), match.index).trimEnd();
  const behind = text
    .slice(match.index + match[0].length)
    .slice(0, 40)
    .trimStart();
  return words.endsAt(before, before.length) && words.at(behind, 0) !== null;
}
