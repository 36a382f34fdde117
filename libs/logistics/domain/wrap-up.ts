import { readRoom, roomPart, type RoomReading } from '@jielong/kernel';
import { readTaken, type Bundles } from './wrap-up-words.js';

/** An order as far as paper can name it. */
export interface ListedOrder {
  readonly orderId: string;
  readonly householdId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly lines: readonly { readonly bundle: string; readonly portions: number; readonly handedOut: number }[];
}
export interface WrapUpRegister {
  readonly orders: readonly ListedOrder[];
  /** The names of bundles by their codes. */
  readonly bundles: Bundles;
  /** The orders on each page that may be named, by its code. */
  readonly pages: ReadonlyMap<string, readonly string[]>;
}
export interface PaperPage {
  readonly page?: string | undefined;
  readonly text: string;
}
/** Who did not get what; without a bundle, all that they still were to get. */
export interface WrapUpException {
  readonly orderId: string;
  readonly bundle: string | null;
  readonly portions: number | null;
}
export type UnreadableCode =
  | 'unreadable-text'
  | 'unknown-page'
  | 'unreadable-room'
  | 'no-such-order'
  | 'several-orders'
  | 'not-on-page'
  | 'named-twice'
  | 'unreadable-count'
  | 'unknown-bundle'
  | 'more-than-theirs';
/** A piece that cannot be read for certain, as it was typed. */
export interface UnreadablePiece {
  readonly page: number;
  readonly piece: string;
  readonly code: UnreadableCode;
}
export interface WrapUpReading {
  readonly exceptions: readonly WrapUpException[];
  /** Orders on the pages that were named. */
  readonly listed: readonly string[];
  readonly unreadable: readonly UnreadablePiece[];
}

interface Piece extends UnreadablePieceOf {
  readonly onPage: readonly string[] | undefined;
}
type UnreadablePieceOf = Pick<UnreadablePiece, 'page' | 'piece'>;
type Read = { readonly exceptions: readonly WrapUpException[] } | { readonly code: UnreadableCode };

/** What a volunteer types from paper: `all except 3-2-501, 8-1-301 (1 egg)`, `除 3-2-501、8-1-301（鸡蛋1）外都取了`, `都取了`. Nothing is guessed. */
export function readWrapUp(pages: readonly PaperPage[], register: WrapUpRegister): WrapUpReading {
  const read = pages.map((page, i) => readPage(page, i + 1, register));
  const pieces = read.flatMap((page) => page.pieces);
  const answers = pieces.map((piece) => ({ piece, read: readPiece(piece, register) }));
  const exceptions = answers.flatMap(({ piece, read: it }) => ('code' in it ? [] : [{ piece, orderId: it.exceptions[0]?.orderId, it }]));
  const twice = exceptions.filter(({ orderId }, i) => exceptions.slice(0, i).some((before) => before.orderId === orderId));
  return {
    exceptions: exceptions.flatMap(({ it }) => it.exceptions),
    listed: [...new Set(read.flatMap(({ listed }) => listed))],
    unreadable: [
      ...read.flatMap(({ unreadable }) => unreadable),
      ...answers.flatMap(({ piece: { page, piece }, read: it }) => ('code' in it ? [{ page, piece, code: it.code }] : [])),
      ...twice.map(({ piece: { page, piece } }): UnreadablePiece => ({ page, piece, code: 'named-twice' })),
    ],
  };
}

interface ReadPage {
  readonly pieces: readonly Piece[];
  readonly listed: readonly string[];
  readonly unreadable: readonly UnreadablePiece[];
}
function readPage({ page: code, text }: PaperPage, page: number, { pages }: WrapUpRegister): ReadPage {
  const onPage = code === undefined ? undefined : pages.get(code.normalize('NFKC').trim().toUpperCase());
  const list = listIn(text);
  const unreadable: UnreadablePiece[] = [
    ...(code !== undefined && !onPage ? [{ page, piece: code, code: 'unknown-page' as const }] : []),
    ...(list === undefined ? [{ page, piece: text.trim(), code: 'unreadable-text' as const }] : []),
  ];
  return { pieces: (list ?? []).map((piece) => ({ page, piece, onPage })), listed: onPage ?? [], unreadable };
}

const all =
  /^(?:all|everybody|everyone)(?: taken| picked up| came)?$|^(?=.*[全都])(?:全部?)?(?:已经)?(?:都|全)?已?(?:取|领)(?:走|完)?了?$|^全部$/i;
const except = [
  /^(?:all|everybody|everyone)[, ]*(?:except|but)(?: for)?:? *(.+)$/i,
  /^除了?(.+?)(?:以|之)?外,?(?:其余|其他)?(?:全部)?(?:都|全|均)?已?(?:取|领)(?:走|完)?了?$/,
];

/** The pieces after "all except"; undefined where the text says something else. */
function listIn(text: string): string[] | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.。;; ]+$/, '');
  if (all.test(plain)) return [];
  const list = except.map((shape) => shape.exec(plain)?.[1]).find((it) => it !== undefined);
  return list === undefined ? undefined : outsideBrackets(list);
}

/** Divided at commas, but not between brackets. */
function outsideBrackets(list: string): string[] {
  const pieces = list.replace(/ and |和|及/gi, ',').match(/(?:\([^()]*\)|[^,、;(])+|[(]/g) ?? [];
  return pieces.map((piece) => piece.trim()).filter(Boolean);
}

function readPiece({ piece, onPage }: Piece, { orders, bundles }: WrapUpRegister): Read {
  const [, room = '', counts] = /^([^()]+?) *(?:\(([^()]*)\))?$/.exec(piece) ?? [];
  const reading = readRoom(room);
  if (!reading) return { code: 'unreadable-room' };
  const [order, ...others] = orders.filter((it) => livesIn(it, reading));
  if (!order) return { code: 'no-such-order' };
  if (others.length) return { code: 'several-orders' };
  if (onPage && !onPage.includes(order.orderId)) return { code: 'not-on-page' };
  if (counts === undefined) return { exceptions: [{ orderId: order.orderId, bundle: null, portions: null }] };
  return exceptionsIn(order, counts, bundles);
}

function livesIn(order: ListedOrder, { building, unit, room }: RoomReading): boolean {
  const isUnit = unit === null || roomPart(order.unit ?? '') === unit;
  return roomPart(order.building) === building && isUnit && roomPart(order.room) === room;
}

/** What they did not get of what was theirs. */
function exceptionsIn({ orderId, lines }: ListedOrder, text: string, bundles: Bundles): Read {
  const counts = readTaken(text, bundles);
  if (!Array.isArray(counts)) return { code: counts };
  const left = (bundle: string): number =>
    lines.filter((line) => line.bundle === bundle).reduce((sum, { portions, handedOut }) => sum + portions - handedOut, 0);
  if (counts.some(({ bundle, portions }) => portions > left(bundle))) return { code: 'more-than-theirs' };
  return { exceptions: counts.map((count) => ({ orderId, ...count })) };
}
