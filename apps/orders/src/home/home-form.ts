import { DomainError } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import type { Items } from '@jielong/orders-domain';
import { parsed, ProblemError, type SentForm } from '@jielong/platform';
import { z } from 'zod';

/** What a household says on its page: this is what I want of this run, or I want nothing of it any more. */
export interface HomeForm {
  readonly answer: 'order' | 'withdraw';
  readonly run: string;
  /** Every bundle that the form has named; those that were left empty are none. */
  readonly items: Items;
  readonly remark: string;
}
const head = z.object({ answer: z.enum(['order', 'withdraw']), run: idSchema, remark: z.string().trim().max(200).default('') });
const before = 'portions|';

export const portionsName = (bundle: string): string => `${before}${bundle}`;

/** Reads a form as it was sent. Throws a 400 for what no form of ours sends, a 422 for a number that is none. */
export function readHomeForm(sent: SentForm): HomeForm {
  const named = Object.entries(sent).filter(([name]) => name.startsWith(before));
  return { ...parsed(head, sent), items: Object.fromEntries(named.map(([name, value]) => [name.slice(before.length), portionsIn(value)])) };
}

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

export const nothingFilledIn = () =>
  new DomainError('invalid', 'nothing-ordered', {
    zh: '还没有填份数。请在要的那几样下面写几份，再按“下单”。',
    en: 'No portions are filled in. Write how many you want, then press “order”.',
  });
