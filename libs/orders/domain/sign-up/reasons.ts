import type { Text } from '@jielong/kernel';

/** Why an entry is asked back; if several fit, the first of this list. */
export const heldReasons = [
  'after_cutoff',
  'other_compound',
  'question_not_order',
  'several_rooms',
  'unclear_beneficiary',
  'incomplete_room',
  'unknown_room',
  'unclear_same_as_above',
  'nothing_to_change',
  'ambiguous_item',
  'item_not_open',
  'unreadable_quantity',
  'unknown_item',
  'missing_item',
  'line_total_mismatch',
  'possible_duplicate',
  'over_limit',
  'several_households',
] as const;
export type HeldReason = (typeof heldReasons)[number];
/** `dropped`: a person answered that it is no order. */
export type Reason = HeldReason | 'chat' | 'empty' | 'dropped';

export const firstOf = (reasons: ReadonlySet<HeldReason>): HeldReason | null => heldReasons.find((reason) => reasons.has(reason)) ?? null;

/** What a person says when asking back. */
export const reasonTexts: Readonly<Record<HeldReason, Text>> = {
  after_cutoff: { zh: '写在截单之后，要团长决定收不收', en: 'written after the cut-off: somebody has to decide whether it counts' },
  other_compound: { zh: '写的是别的小区，要问清楚', en: 'names another compound' },
  question_not_order: { zh: '是在提问，不是下单，要回问', en: 'a question, not an order' },
  several_rooms: { zh: '一条写了几个房号又没写“代”，要问清各要多少', en: 'several rooms in one entry: who wants how much?' },
  unclear_beneficiary: { zh: '代谁下单没写房号，要问清楚', en: 'ordered for somebody whose room is not given' },
  incomplete_room: { zh: '房号写得不全（缺楼栋或单元，或连写），要回问', en: 'the room is incomplete: building or unit is missing' },
  unknown_room: { zh: '住户表里没有这个房号，要回问', en: 'no household is registered in this room' },
  unclear_same_as_above: {
    zh: '上一条不是有效订单，“同上”无从照抄，要回问',
    en: 'the entry above is no accepted order that could be copied',
  },
  nothing_to_change: {
    zh: '这户前面没有可改、可退的订单，要回问',
    en: 'this household has no order, or not this item, to change or cancel',
  },
  ambiguous_item: { zh: '品种说不清（一名多物，或“或者”），要回问', en: 'more than one item could be meant' },
  item_not_open: { zh: '这个品种本次没有开团，要回问', en: 'this item is not open in this round' },
  unreadable_quantity: { zh: '数量看不明白，要回问', en: 'the quantity cannot be read for certain' },
  unknown_item: { zh: '没有这个品种，要回问', en: 'something in it is no item of the catalogue' },
  missing_item: { zh: '没写要什么，要回问', en: 'does not say what is wanted' },
  line_total_mismatch: { zh: '自己写的合计和各项加起来不一致，要回问', en: 'its own total differs from the sum of its items' },
  possible_duplicate: {
    zh: '同一户又接一次，没有写改、加、取消，疑似重复，不重复计入，要回问',
    en: 'this household has an order already, and the entry does not say change, add or cancel',
  },
  over_limit: { zh: '超过每户限购，要回问', en: 'more than one household may have' },
  several_households: { zh: '这个房号住着几户，要问清是哪一户', en: 'several households live in this room: which one?' },
};
