import { DomainError } from '@jielong/kernel';
import type { ConfirmPurchase } from '@jielong/orders-contract';

type PaidFrom = ConfirmPurchase['paidFrom'] | null;

/** A person has paid in advance, and is owed it, by what people say: a service says neither that somebody has, nor that somebody who has, has not. */
export function checkAdvance({ channel, paidFrom }: Pick<ConfirmPurchase, 'channel' | 'paidFrom'>, before: PaidFrom): void {
  if (channel === 'service' && [paidFrom, before].includes('advance')) throw advanceNeedsPerson();
}

const advanceNeedsPerson = () =>
  new DomainError('forbidden', 'advance-needs-person', {
    zh: '垫付（paidFrom: advance）要由登录的人来登记或更正；API 密钥只能登记直接向供应商付款的采购，不写 paidFrom。',
    en: 'What somebody has advanced (`paidFrom: advance`) is recorded and corrected by a person who has signed in. An API key records what the supplier is owed, without `paidFrom`.',
  });
