import { DomainError, hashOf } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { longestRemark } from '@jielong/orders-contract/schemas';
import type { Items } from '@jielong/orders-domain';
import { parsed, ProblemError, type SentForm } from '@jielong/platform';
import { z } from 'zod';

/** What a household says on its page, of itself or of one for which it orders: this is what I want of this run, or I want nothing of it any more. */
export interface HomeForm {
  readonly answer: 'order' | 'withdraw';
  readonly run: string;
  /** Every bundle that the form has named; those that were left empty are none. */
  readonly items: Items;
  readonly remark: string;
  /** Of the order that the form was made of. */
  readonly revision: string;
}
const text = z.string().trim().default('');
const head = z.object({ answer: z.enum(['order', 'withdraw']), run: idSchema, remark: text, revision: text });
const whose = z.object({ answer: z.string().optional(), for: idSchema.optional() });

/** Which household a form is of, where it is not the own one, and whether its page is only to be shown. */
export function readWhose(sent: SentForm): { readonly household: string | undefined; readonly isLook: boolean } {
  const { answer, for: household } = parsed(whose, sent);
  return { household, isLook: answer === 'look' };
}
const before = 'portions|';

export const portionsName = (bundle: string): string => `${before}${bundle}`;

/** Reads a form as it was sent. Throws a 400 for what no form of ours sends, a 422 for a number that is none. */
export function readHomeForm(sent: SentForm): HomeForm {
  const named = Object.entries(sent).filter(([name]) => name.startsWith(before));
  const said = parsed(head, sent);
  if (said.remark.length > longestRemark) throw remarkTooLong();
  return { ...said, items: Object.fromEntries(named.map(([name, value]) => [name.slice(before.length), portionsIn(value)])) };
}

/** What a page shows of an order, and its form would write over. */
export interface Shown {
  readonly id: string;
  readonly items: Items;
  readonly remark: string;
}
/** Tells what was shown from what is there now; empty where there is no order. */
export const revisionOf = (order: Shown | undefined): string => (order === undefined ? '' : hashOf(order));

function portionsIn(value: string): number {
  const digits = value.normalize('NFKC').trim();
  if (digits === '') return 0;
  if (!/^\d{1,4}$/.test(digits)) throw notPortions(value);
  return Number(digits);
}

const notPortions = (value: string) =>
  new ProblemError(422, 'not-a-count', {
    zh: `“${value}”不是份数。请写整数，例如 2；不要的留空。`,
    en: `“${value}” is not a number of portions. Write a whole number, such as 2; leave empty what you do not want.`,
  });

const remarkTooLong = () =>
  new ProblemError(422, 'remark-too-long', {
    zh: `备注最多写 ${longestRemark} 个字，请写短一些。`,
    en: `A remark has ${longestRemark} characters at most. Make it shorter.`,
  });

/** Somebody has changed the order since the page was opened: what it says now is shown, and nothing was written over it. */
export const changedSince = () =>
  new DomainError('conflict', changed, {
    zh: '你打开这一页以后，这一单改过了。刚才填的没有记下；现在的订单见下面，要改请照它重新填一次。',
    en: 'This order has changed since you opened the page. What you filled in was not written down: see the order below, and fill in again what you want.',
  });
const changed = 'changed-since';
/** Whether what was typed belongs to an order that is another one now. */
export const isChangedSince = ({ code }: { readonly code: string }): boolean => code === changed;

export const nothingFilledIn = () =>
  new DomainError('invalid', 'nothing-ordered', {
    zh: '还没有填份数。请在要的那几样下面写几份，再按“下单”。',
    en: 'No portions are filled in. Write how many you want, then press “order”.',
  });
