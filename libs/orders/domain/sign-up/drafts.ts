import type { Decided } from './answers.js';
import { type Clause, clausesOf } from './clauses.js';
import type { EntryParts, Segment } from './entry.js';
import { amountsOf, type Mention } from './quantities.js';
import type { HeldReason } from './reasons.js';
import { type RegisterIndex, roomLabel } from './register-index.js';
import { complete, resolveRoom, type RoomMention } from './rooms.js';
import { isKind, type Token } from './tokens.js';
import type { Action, Portions, Room } from './types.js';

/** What an entry asks for one household, with what stands against it. */
export interface Draft {
  readonly action: Action;
  readonly room: Room | null;
  readonly placedBy: string | null;
  /** 0 for what is cancelled. */
  readonly items: Portions;
  /** 取消鸡蛋2份: how many it says. */
  readonly cancelled: Portions;
  /** The items are those of the entry above. */
  readonly same: boolean;
  readonly reasons: ReadonlySet<HeldReason>;
  /** Bundles of which one is meant. */
  readonly alternatives: readonly string[];
}
export interface DraftContext {
  readonly index: RegisterIndex;
  /** Codes that are listed and open. */
  readonly open: ReadonlySet<string>;
  readonly decided: Decided;
  /** The room that was answered, if it is one. */
  readonly answeredRoom: Room | null;
}

/** What an entry asks, household by household. */
export function draftsOf(parts: EntryParts, context: DraftContext): readonly Draft[] {
  const [own, ...proxies] = parts.segments;
  if (!own) return [];
  let answer = context.answeredRoom;
  const placeOf = (segment: Segment, placer: Room | null, always: boolean): Place => {
    const place = placeIn(segment, placer, context.index);
    if (!answer || (!always && !place.reasons.size)) return place;
    const room = answer;
    answer = null;
    return { room, reasons: new Set() };
  };
  const gives = own.mentions.length > 0;
  const placer = gives || !proxies.length ? placeOf(own, null, !proxies.length) : placeIn(own, null, context.index);
  const label = placer.room && roomLabel(placer.room);
  const drafts = !proxies.length || own.tokens.some(isContent) ? draftsIn(own, placer, label, context) : [];
  const unclear = gives ? placer.reasons : [];
  const others = proxies.flatMap((segment) => {
    const place = placeOf(segment, placer.room, false);
    return draftsIn(segment, { ...place, reasons: new Set([...place.reasons, ...unclear]) }, gives ? label : parts.name, context);
  });
  return edited([...drafts, ...others], context);
}

const isContent = isKind('item', 'unknown', 'quantity', 'same', 'me-too', 'action');

interface Place {
  readonly room: Room | null;
  readonly reasons: ReadonlySet<HeldReason>;
}
function placeIn(segment: Segment, placer: Room | null, index: RegisterIndex): Place {
  const [mention] = segment.mentions;
  if (segment.proxy === 'unclear') return { room: null, reasons: new Set(['unclear_beneficiary']) };
  if (!mention) return { room: null, reasons: new Set(['incomplete_room']) };
  const reasons = new Set<HeldReason>();
  if (new Set(segment.mentions.map((each) => sameRoom(each, index, placer))).size > 1) reasons.add('several_rooms');
  const room = resolveRoom(mention, index, segment.proxy === 'known' ? placer : null);
  if (typeof room !== 'string') return { room, reasons };
  return { room: null, reasons: reasons.add(room) };
}

const sameRoom = (mention: RoomMention, index: RegisterIndex, placer: Room | null): string => {
  const room = complete(mention, index, placer);
  return room ? roomLabel(room) : [mention.building, mention.unit, mention.room].join('-');
};

const draftsIn = (segment: Segment, place: Place, placedBy: string | null, context: DraftContext): readonly Draft[] =>
  clausesOf(segment.tokens).map((clause) => draftOf(clause, place, placedBy, context));

function draftOf(clause: Clause, { room, reasons }: Place, placedBy: string | null, context: DraftContext): Draft {
  const found = clause.action === 'cancel' ? cancellation(clause, context) : wish(clause, context);
  return { ...found, room, placedBy, reasons: new Set([...reasons, ...found.reasons]) };
}

type Wish = Omit<Draft, 'room' | 'placedBy'>;

function wish(clause: Clause, context: DraftContext): Wish {
  const { tokens, amount } = clause;
  const { mentions, stray } = amountsOf(tokens);
  const read = itemsOf(mentions, context);
  const same = [...tokens, ...(amount ?? [])].some(isKind('same'));
  const action: Action = clause.action === 'cancel' ? 'order' : clause.action;
  const reasons = new Set(read.reasons);
  if (clause.unclear) reasons.add('ambiguous_item');
  if (same && (mentions.length || tokens.some(isQuantity))) reasons.add('unclear_same_as_above');
  if (stray && mentions.length) reasons.add('unreadable_quantity');
  if (amount && action === 'add' && tokens.some(isQuantity)) reasons.add('unreadable_quantity');
  if (amount) return { ...read, ...setTo(amount, read, reasons), action, same };
  const only = plusOnly(tokens, context.open);
  if (only) return { action, items: only, cancelled: {}, same: false, reasons, alternatives: [] };
  if (!mentions.length && !same) reasons.add('missing_item');
  return { action, items: read.items, cancelled: {}, same, reasons, alternatives: read.alternatives };
}

const isQuantity = isKind('quantity');

/** 鸡蛋改成2份, A、B再加各1份. */
function setTo(amount: readonly Token[], read: ItemsRead, reasons: Set<HeldReason>): Pick<Wish, 'items' | 'cancelled' | 'reasons'> {
  const [count, ...others] = amount.filter(isQuantity);
  const value = count?.count ?? null;
  if (value === null || others.length) reasons.add('unreadable_quantity');
  return { items: Object.fromEntries(Object.keys(read.items).map((code) => [code, value ?? 0])), cancelled: {}, reasons };
}

/** +2 is so many of the only open item, if there is only one. */
function plusOnly(tokens: readonly Token[], open: ReadonlySet<string>): Portions | null {
  const [only, ...others] = open;
  const [plus, count, ...rest] = tokens.filter((token) => !isKind('comma', 'me-too')(token));
  if (only === undefined || others.length || rest.length || plus?.kind !== 'joiner' || !plus.plus) return null;
  return isQuantity(count) && count.glued && count.count !== null ? { [only]: count.count } : null;
}

/** 取消: everything; 取消鸡蛋: that item. */
function cancellation({ tokens }: Clause, context: DraftContext): Wish {
  const { mentions, stray } = amountsOf(tokens);
  const read = itemsOf(mentions, context);
  const reasons = new Set(read.reasons);
  if (stray) reasons.add('unreadable_quantity');
  if (tokens.some(isKind('same'))) reasons.add('unclear_same_as_above');
  if (!mentions.length) return { ...read, action: 'cancel', items: {}, cancelled: {}, same: false, reasons };
  const said = mentions.some(({ count }) => count !== undefined);
  const items = Object.fromEntries(Object.keys(read.items).map((code) => [code, 0]));
  return { ...read, action: 'cancel_item', items, cancelled: said ? read.items : {}, same: false, reasons };
}

interface ItemsRead {
  readonly items: Portions;
  readonly reasons: ReadonlySet<HeldReason>;
  readonly alternatives: readonly string[];
}

function itemsOf(mentions: readonly Mention[], context: DraftContext): ItemsRead {
  const items = new Map<string, number>();
  const reasons = new Set<HeldReason>();
  const alternatives = new Set<string>();
  for (const { codes, count, oneOf } of mentions) {
    const meant = meaning(codes, oneOf, context);
    // Of something unknown nobody asks how many.
    if (count === null && meant.reason !== 'unknown_item') reasons.add('unreadable_quantity');
    for (const code of meant.among) alternatives.add(code);
    if (meant.reason) reasons.add(meant.reason);
    else if (items.has(meant.code)) reasons.add('ambiguous_item');
    else items.set(meant.code, count ?? 1);
  }
  return { items: Object.fromEntries(items), reasons, alternatives: [...alternatives] };
}

type Meaning =
  | { readonly code: string; readonly reason: null; readonly among: readonly string[] }
  | { readonly code: null; readonly reason: HeldReason; readonly among: readonly string[] };

/** Which bundle a word means in this round. */
function meaning(codes: readonly string[], oneOf: boolean, { open, decided }: DraftContext): Meaning {
  const among = codes.filter((code) => open.has(code));
  const [first, second] = among;
  const chosen = among.find((code) => decided.bundles.has(code));
  if (oneOf || second !== undefined) {
    return chosen === undefined ? { code: null, reason: 'ambiguous_item', among } : { code: chosen, reason: null, among };
  }
  if (first !== undefined) return { code: first, reason: null, among: [] };
  return { code: null, reason: codes.length ? 'item_not_open' : 'unknown_item', among: [] };
}

/** What an edit settles. */
export const itemReasons: ReadonlySet<HeldReason> = new Set<HeldReason>([
  'unclear_same_as_above',
  'ambiguous_item',
  'item_not_open',
  'unreadable_quantity',
  'unknown_item',
  'missing_item',
]);

const isCancel = ({ action }: Draft): boolean => action === 'cancel' || action === 'cancel_item';

/** Which order an edit without a number is for: the one that cannot be read, else the only one, else the first. */
export function editedByDefault(drafts: readonly Draft[]): number {
  const unread = drafts.findIndex((draft) => !isCancel(draft) && [...draft.reasons].some((reason) => itemReasons.has(reason)));
  return Math.max(0, unread >= 0 ? unread : drafts.findIndex((draft) => !isCancel(draft)));
}

function edited(drafts: readonly Draft[], { decided, open }: DraftContext): readonly Draft[] {
  if (!decided.edits.size) return drafts;
  const byDefault = editedByDefault(drafts);
  return drafts.map((draft, at) => {
    const items = decided.edits.get(at + 1) ?? (at === byDefault ? decided.edits.get(0) : undefined);
    if (!items || isCancel(draft)) return draft;
    const reasons = new Set([...draft.reasons].filter((reason) => !itemReasons.has(reason)));
    const wanted = Object.entries(items).filter(([, count]) => count > 0);
    if (!wanted.length) reasons.add('missing_item');
    if (wanted.some(([code]) => !open.has(code))) reasons.add('item_not_open');
    return { ...draft, items: Object.fromEntries(wanted), same: false, alternatives: [], reasons };
  });
}
