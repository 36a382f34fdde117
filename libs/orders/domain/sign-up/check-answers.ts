import { DomainError } from '@jielong/kernel';
import type { Decision } from './answers.js';
import { plain } from './normalise.js';
import { indexRegister } from './register-index.js';
import { resolveRoom, roomFinder } from './rooms.js';
import type { Portions, Reading, Register } from './types.js';

const mostPortions = 1_000_000;

/**
 * Refuses what no reading could take: a room nobody is registered in, a household of elsewhere, a bundle that is not open, no portions.
 * @throws DomainError `answer-room-unknown`, `answer-household-unknown`, `answer-bundle-not-open`, `answer-quantity`
 */
export function checkAnswers({ openItems }: Pick<Reading, 'openItems'>, register: Register, answers: readonly Decision[]): void {
  const open = openItems.map(({ code }) => code);
  const households = new Set(register.households.map(({ id }) => id));
  const index = indexRegister(register);
  const rooms = roomFinder(index);
  for (const answer of answers) {
    if (answer.choose === 'room') {
      const mention = rooms.written(plain(answer.room), 0);
      if (!mention || typeof resolveRoom(mention, index) === 'string')
        throw refused(
          'answer-room-unknown',
          '住户表里没有这个房号；请写全，如 3-2-501，或先登记住户',
          'no household in that room; write it as 3-2-501',
        );
    }
    if (answer.choose === 'household' && !households.has(answer.household))
      throw refused('answer-household-unknown', '没有这一户；请从给出的几户里选', 'no such household; choose one of those offered');
    if (answer.choose === 'bundle') checkBundles(open, { [answer.bundle]: 1 });
    if (answer.choose === 'edit') checkBundles(open, answer.items);
  }
}

function checkBundles(open: readonly string[], items: Portions): void {
  const named = Object.entries(items);
  if (!named.length)
    throw refused('answer-quantity', '请写明要什么、几份；不要了请答 drop', 'name bundles and portions; to order nothing answer drop');
  for (const [code, count] of named) {
    if (!open.includes(code))
      throw refused(
        'answer-bundle-not-open',
        `${code} 本次没有开团；可选 ${open.join('、')}`,
        `${code} is not open; open are ${open.join(', ')}`,
      );
    if (!Number.isInteger(count) || count < 1 || count > mostPortions)
      throw refused(
        'answer-quantity',
        `${code} 的份数要是正整数；不要了请答 drop`,
        `${code}: portions are a whole number from 1 on; to order nothing answer drop`,
      );
  }
}

const refused = (code: string, zh: string, en: string): DomainError => new DomainError('invalid', code, { zh, en });
