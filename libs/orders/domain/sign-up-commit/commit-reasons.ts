import type { Text } from '@jielong/kernel';
import type { CommitChoice, CommitReason, CountedOrder } from './types.js';

/** What a person says when asking back about an entry that can be read. */
export const commitReasonTexts: Readonly<Record<CommitReason, Text>> = {
  vanished: {
    zh: '上次有这一条，这次的文本里没有了：退单还是漏贴？订单先保留，要回问',
    en: 'this entry stood in the text before and is gone: cancelled, or not copied? its order stays for now',
  },
  nothing_to_change: {
    zh: '它要改的那一条还没有算数，要回问',
    en: 'what it changes does not count yet',
  },
  possible_duplicate: {
    zh: '这一户在接龙之外另有订单，或订单在接龙之外改过，要回问是加还是换',
    en: 'this household has an order by another way, or its order was changed by one: add to it, or replace it?',
  },
  over_limit: {
    zh: '连同这一户已有的订单超过每户限购，要回问',
    en: 'together with its other order, more than one household may have',
  },
  sold_out: {
    zh: '剩下的份数不够这一条，要回问',
    en: 'not enough is left for it',
  },
};

/** What a person may answer to an entry that is asked back at a commit. */
export function commitChoicesFor(reason: CommitReason, orders: readonly CountedOrder[]): readonly CommitChoice[] {
  const edits = orders.map(({ items }, i): CommitChoice => ({ choose: 'edit', order: i + 1, items }));
  const offers: Readonly<Record<CommitReason, readonly CommitChoice[]>> = {
    vanished: [{ choose: 'keep' }],
    nothing_to_change: edits,
    possible_duplicate: [{ choose: 'add' }, { choose: 'replace' }],
    over_limit: edits,
    sold_out: edits,
  };
  return [...offers[reason], { choose: 'drop' }];
}
