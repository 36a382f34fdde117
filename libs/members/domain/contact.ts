import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from './errors.js';

/** What somebody is called by, `张`: as much as lists show. Empty where no name is known. */
export const surnameOf = (name: string): string => [...name.trim()][0] ?? '';

const dialled = (phone: string): string => phone.normalize('NFKC').replace(/[^\d+]/g, '');
/** `0001`: by what neighbours tell telephones apart. Empty where there is no whole number. */
export const phoneTail = (phone: string): string => (/\d{7}/.test(dialled(phone)) ? dialled(phone).slice(-4) : '');
/** `tel:19900000001`, to be dialled; null where there is no number. */
export const callTo = (phone: string): string | null => (/\d{3}/.test(dialled(phone)) ? `tel:${dialled(phone)}` : null);

/** An order that waits for its household at a point that is open. */
export interface WaitingOrder {
  readonly orderId: string;
  readonly runId: string;
  readonly fulfilment: string;
}

/** What handing it over takes by the table of permissions: whoever may record that may call. */
export const handingOver = ({ fulfilment }: Pick<WaitingOrder, 'fulfilment'>): 'pickups.record' | 'deliveries.record' =>
  fulfilment === 'pick-up' ? 'pickups.record' : 'deliveries.record';

export const noOpenStep = () =>
  new DomainError<MembersErrorCode>('forbidden', 'no-open-step', {
    zh: '这一户现在没有等你发放或送达的东西，不能直接联系。确有需要，请写明原因查看完整信息（jielong reveal household <户> --reason <原因>，每天有上限），或请协调员、负责人代为联系。',
    en: 'Nothing of this household waits for you to hand it out or bring it, so that you cannot call it just so. Where you have to, see it in full for a reason (`jielong reveal household <household> --reason <why>`, so many a day), or ask the coordinator or the captain to call.',
  });
