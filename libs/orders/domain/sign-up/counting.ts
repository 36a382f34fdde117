import type { Decided } from './answers.js';
import type { Draft } from './drafts.js';
import type { HeldReason } from './reasons.js';
import type { RegisterIndex } from './register-index.js';
import type { Action, Portions, Room } from './types.js';

/** What is counted for a household so far. */
export interface Counted {
  readonly householdId: string;
  readonly room: Room;
  readonly items: Portions;
  readonly gate: string | null;
  readonly placedBy: string | null;
  /** `line.entry` of what shaped it since its last plain order. */
  readonly from: readonly string[];
  readonly fingerprints: readonly string[];
}
export type Count = ReadonlyMap<string, Counted>;

/** What the entry above says, if it is an accepted order that may be copied. */
export type Above = Portions | null;

/** One order of an entry, as it is counted. */
export interface CountedOrder {
  readonly draft: Draft;
  readonly action: Action;
  readonly householdId: string | null;
  readonly items: Portions;
}
export interface EntryCount {
  readonly orders: readonly CountedOrder[];
  readonly reasons: ReadonlySet<HeldReason>;
  /** The count with this entry in it, if nothing stands against it. */
  readonly count: Count;
}
export interface CountContext {
  readonly index: RegisterIndex;
  readonly limits: ReadonlyMap<string, number | null>;
  readonly decided: Decided;
  readonly above: Above;
  readonly gate: string | null;
  /** `line.entry` and fingerprint of the entry. */
  readonly from: string;
  readonly fingerprint: string;
}

/** Counts an entry on top of those above it, and says what of that stands against it. */
export function countEntry(drafts: readonly Draft[], before: Count, context: CountContext): EntryCount {
  const count = new Map(before);
  const reasons = new Set<HeldReason>(drafts.flatMap((draft) => [...draft.reasons]));
  const orders = drafts.map((draft) => {
    const items = draft.same && !draft.reasons.has('unclear_same_as_above') ? context.above : draft.items;
    if (!items) reasons.add('unclear_same_as_above');
    const order = { draft, items: items ?? {}, ...householdOf(draft, context) };
    return countOrder(order, count, reasons, context);
  });
  return { orders, reasons, count };
}

interface Households {
  readonly householdId: string | null;
  readonly among: readonly string[];
}
function householdOf({ room }: Draft, { index, decided }: CountContext): Households {
  const among = room ? index.householdsIn(room) : [];
  const [only, ...others] = among;
  return { among, householdId: others.length ? (among.find((id) => decided.households.has(id)) ?? null) : (only ?? null) };
}

type Open = Households & { readonly draft: Draft; readonly items: Portions };

function countOrder(order: Open, count: Map<string, Counted>, reasons: Set<HeldReason>, context: CountContext): CountedOrder {
  const { draft, items, householdId, among } = order;
  const current = householdId === null ? undefined : count.get(householdId);
  const known = householdId !== null || !among.some((id) => count.has(id));
  const action = actionOf(draft.action, current, context.decided);
  if (householdId === null && among.length) reasons.add('several_households');
  if (known && changes(action) && !hasWhatChanges(action, items, current, draft)) reasons.add('nothing_to_change');
  if (action === 'order' && current) reasons.add('possible_duplicate');
  if (differs(draft.cancelled, current)) reasons.add('unreadable_quantity');
  const next = itemsAfter(action, items, current?.items ?? {});
  if (Object.keys(items).some((code) => (next[code] ?? 0) > (context.limits.get(code) ?? Infinity))) reasons.add('over_limit');
  if (householdId !== null && draft.room) store(count, { action, draft, items: next, householdId, room: draft.room, current }, context);
  return { draft, action, householdId, items };
}

const changes = (action: Action): boolean => action !== 'order';

/** An answer turns a second plain entry into an addition or a replacement, and a change of nothing into an order. */
function actionOf(said: Action, current: Counted | undefined, { repeat }: Decided): Action {
  if (repeat === null || said === 'cancel' || said === 'cancel_item') return said;
  if (!current) return 'order';
  if (said === 'order') return repeat;
  return said === 'set_item' && repeat === 'add' ? 'set_item' : said;
}

function hasWhatChanges(action: Action, items: Portions, current: Counted | undefined, { reasons }: Draft): boolean {
  if (!current) return false;
  if (action !== 'set_item' && action !== 'cancel_item') return true;
  const read = !reasons.has('ambiguous_item') && !reasons.has('item_not_open') && !reasons.has('unknown_item');
  return !read || Object.keys(items).every((code) => code in current.items);
}

/** 取消鸡蛋2份 of three: how many are to stay is not said. */
const differs = (cancelled: Portions, current: Counted | undefined): boolean =>
  current !== undefined && Object.entries(cancelled).some(([code, count]) => current.items[code] !== count);

function itemsAfter(action: Action, items: Portions, before: Portions): Portions {
  if (action === 'order' || action === 'replace') return items;
  if (action === 'cancel') return {};
  const after = new Map(Object.entries(before));
  for (const [code, count] of Object.entries(items)) {
    if (action === 'add') after.set(code, (after.get(code) ?? 0) + count);
    else if (action === 'set_item') after.set(code, count);
    else after.delete(code);
  }
  return Object.fromEntries(after);
}

interface Next {
  readonly action: Action;
  readonly draft: Draft;
  readonly items: Portions;
  readonly householdId: string;
  readonly room: Room;
  readonly current: Counted | undefined;
}
/** An order without items is gone, and its gate with it. */
function store(count: Map<string, Counted>, { draft, items, householdId, room, current }: Next, context: CountContext): void {
  if (!Object.keys(items).length) {
    count.delete(householdId);
    return;
  }
  count.set(householdId, {
    householdId,
    room,
    items,
    gate: context.gate ?? current?.gate ?? null,
    placedBy: current ? current.placedBy : draft.placedBy,
    from: [...new Set([...(current?.from ?? []), context.from])],
    fingerprints: [...new Set([...(current?.fingerprints ?? []), context.fingerprint])],
  });
}
