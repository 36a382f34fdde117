import type { Increment } from '../increments.js';
import { type Items, wanted } from '../demand.js';
import type { CountedOrder } from './types.js';

/** One thing that an entry says for a household. */
export interface Said extends CountedOrder {
  readonly fingerprint: string;
  readonly firstSeenAt: string;
}
/** Portions that came with an entry. */
export interface Coming extends Increment {
  readonly fingerprint: string;
}
/** A household's order after some entries. */
export interface Folded {
  readonly items: Items;
  readonly gate: string | null;
  readonly placedBy: string | null;
  readonly remarks: readonly string[];
  /** First sight of the entry with which the order began. */
  readonly firstSeenAt: string | null;
  /** By bundle: what came, each at its entry's first sight. */
  readonly coming: Readonly<Record<string, readonly Coming[]>>;
}

export const nothing: Folded = { items: {}, gate: null, placedBy: null, remarks: [], firstSeenAt: null, coming: {} };
const isNothing = ({ items }: Folded): boolean => Object.keys(items).length === 0;

/** What a household's entries come to, in the order of the text; undefined where one of them changes what is not there. */
export function folded(saids: readonly Said[]): Folded | undefined {
  let state: Folded = nothing;
  for (const said of saids) {
    const next = after(state, said);
    if (!next) return undefined;
    state = next;
  }
  return state;
}

function after(state: Folded, said: Said): Folded | undefined {
  const begins = said.action === 'order' || (said.action === 'add' && isNothing(state));
  if (!begins && (isNothing(state) || !hasItems(state, said))) return undefined;
  const items = itemsAfter(state.items, said);
  if (Object.keys(items).length === 0) return nothing;
  const before = begins ? nothing : state;
  return {
    items,
    gate: said.gate ?? before.gate,
    placedBy: before.firstSeenAt === null ? said.placedBy : before.placedBy,
    remarks: [...before.remarks, ...said.remarks],
    firstSeenAt: before.firstSeenAt ?? said.firstSeenAt,
    coming: comingAfter(state, items, said),
  };
}

/** Changing or cancelling an item asks for that item. */
const hasItems = ({ items }: Folded, { action, items: named }: Said): boolean =>
  (action !== 'set_item' && action !== 'cancel_item') || Object.keys(named).every((bundle) => (items[bundle] ?? 0) > 0);

function itemsAfter(before: Items, { action, items }: Said): Items {
  switch (action) {
    case 'order':
    case 'replace':
      return wanted(items);
    case 'add':
      return wanted(Object.fromEntries(union(before, items).map((bundle) => [bundle, (before[bundle] ?? 0) + (items[bundle] ?? 0)])));
    case 'set_item':
      return wanted({ ...before, ...items });
    case 'cancel_item':
      return Object.fromEntries(Object.entries(before).filter(([bundle]) => !(bundle in items)));
    case 'cancel':
      return {};
  }
}

const comingAfter = (state: Folded, items: Items, { fingerprint, firstSeenAt: seenAt }: Said): Folded['coming'] =>
  Object.fromEntries(
    Object.entries(items).map(([bundle, portions]) => {
      const more = portions - (state.items[bundle] ?? 0);
      const before = state.coming[bundle] ?? [];
      return [bundle, more > 0 ? [...before, { portions: more, seenAt, fingerprint }] : before];
    }),
  );

const union = (a: Items, b: Items): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];
