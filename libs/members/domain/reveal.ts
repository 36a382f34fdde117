import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from './errors.js';

/** What a person has revealed on a day: of how many households and people, and whether this one is among them. */
export interface RevealedToday {
  readonly subjects: number;
  readonly isAmongThem: boolean;
}

/** Refuses one household or person more than a day allows; to look again at one of the same day counts once. */
export function checkReveal({ subjects, isAmongThem }: RevealedToday, limit: number): void {
  if (!isAmongThem && subjects >= limit) throw usedUp(limit);
}

const usedUp = (limit: number) =>
  new DomainError<MembersErrorCode>(
    'forbidden',
    'reveals-used-up',
    {
      zh: `今天已查看 ${limit} 户或人的完整信息，到了每日上限。请明天再查看，或请协调员代查。`,
      en: `You have seen the full data of ${limit} households or people today, which is the limit. Ask the coordinator, or go on tomorrow.`,
    },
    { limit },
  );

/** `138****0001`, however it is written; of a number that is not a mobile telephone's, its last two digits. Empty where there is none. */
export function maskedPhone(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '');
  if (digits === '') return phone.trim() === '' ? '' : '****';
  if (digits.length >= 11) return `${digits.slice(-11, -8)}****${digits.slice(-4)}`;
  return digits.length >= 7 ? `****${digits.slice(-2)}` : '****';
}
