import type { Choice } from './answers.js';
import { editedByDefault } from './drafts.js';
import type { EntryCount } from './counting.js';
import type { EntryParts } from './entry.js';
import type { HeldReason } from './reasons.js';
import type { RegisterIndex } from './register-index.js';

interface Held {
  readonly parts: EntryParts;
  readonly counted: EntryCount;
  readonly index: RegisterIndex;
}
type Offer = (held: Held) => readonly Choice[];

const accept: Offer = () => [{ choose: 'accept' }];
const room: Offer = ({ parts, index }) => {
  const mentions = parts.segments.flatMap((segment) => segment.mentions);
  const rooms = mentions.flatMap(({ building, room }) => (room === null ? [] : index.likely(building, room)));
  return [{ choose: 'room', rooms: [...new Set(rooms)] }];
};
const edit: Offer = ({ counted: { orders } }) => {
  const at = editedByDefault(orders.map(({ draft }) => draft));
  const order = orders[at];
  return order ? [{ choose: 'edit', order: at + 1, items: order.items }] : [];
};
const bundle: Offer = (held) => {
  const bundles = [...new Set(held.counted.orders.flatMap(({ draft }) => draft.alternatives))];
  return [...(bundles.length ? [{ choose: 'bundle' as const, bundles }] : []), ...edit(held)];
};
const household: Offer = ({ counted, index }) => {
  const open = counted.orders.find(({ householdId, draft }) => householdId === null && draft.room);
  return open?.draft.room ? [{ choose: 'household', households: index.householdsIn(open.draft.room) }] : [];
};
const repeat: Offer = () => [{ choose: 'add' }, { choose: 'replace' }];
/** A change that finds nothing to change may be an order: if it names items. */
const anew: Offer = ({ counted: { orders } }) =>
  orders.some(({ items }) => Object.values(items).some((count) => count > 0)) ? [{ choose: 'add' }] : [];

const offers: Readonly<Record<HeldReason, Offer>> = {
  after_cutoff: accept,
  other_compound: room,
  question_not_order: accept,
  several_rooms: room,
  unclear_beneficiary: room,
  incomplete_room: room,
  unknown_room: room,
  unclear_same_as_above: edit,
  nothing_to_change: anew,
  ambiguous_item: bundle,
  item_not_open: edit,
  unreadable_quantity: edit,
  unknown_item: edit,
  missing_item: edit,
  line_total_mismatch: (held) => [...accept(held), ...edit(held)],
  possible_duplicate: repeat,
  over_limit: edit,
  several_households: household,
};

/** What a person may answer to the reason an entry is held for. Any entry may be dropped. */
export const choicesFor = (reason: HeldReason, held: Held): readonly Choice[] => [...offers[reason](held), { choose: 'drop' }];
