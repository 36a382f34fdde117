import { fenOf } from './header.js';
import { numberOf } from './numerals.js';
import { type Found, one, type Rule, type Scan } from './scan-rule.js';
import type { Token, TokenBody } from './tokens.js';
import * as say from './vocabulary.js';

export const stated: Rule = ({ text, at }) => {
  const total = say.matchAt(say.total, text, at);
  if (total) return one(at + total[0].length, totalOf(total.groups?.['amount'] ?? '', /[元块]/.test(total.groups?.['unit'] ?? '')));
  const money = say.matchAt(say.money, text, at);
  return money && one(at + money[0].length, totalOf(money.groups?.['sign'] ?? money.groups?.['amount'] ?? '', true));
};

/** A number that cannot be read matches nothing. */
const totalOf = (amount: string, isMoney: boolean): TokenBody => {
  const value = /^\d{1,9}\.\d+$/.test(amount) ? null : numberOf(amount);
  if (!isMoney) return { kind: 'total', portions: value ?? -1, fen: null };
  const fen = /^\d{1,7}\.\d{1,2}$/.test(amount) ? fenOf(amount) : value === null ? -1 : value * 100;
  return { kind: 'total', portions: null, fen };
};

export const quantity: Rule = (scan) => {
  const { text, at, last, glued } = scan;
  const behindItem = glued && (last?.kind === 'item' || last?.kind === 'each' || last?.kind === 'action');
  const vague = behindItem ? say.matchAt(say.vagueAmount, text, at) : null;
  if (vague) return one(at + vague[0].length, { kind: 'quantity', count: null, behind: true, bare: false, chinese: true });
  const match = say.matchAt(say.quantity, text, at);
  return match && quantityOf(match, scan, behindItem);
};

function quantityOf(match: RegExpExecArray, { words, text, at, last, rooms, glued }: Scan, behindItem: boolean): Found | null {
  const { operator, number = '', vague, word, more, unit, other, rest } = match.groups ?? {};
  // 张* 3-2-501: the sign of a masked name multiplies nothing.
  if (operator !== undefined && rooms.written(text, at + operator.length)) return null;
  if (operator !== undefined && /[:\s]/.test(operator) && last?.kind !== 'item') return null;
  if (word !== undefined && !unit && !other && !(behindItem && word !== '数') && word !== '若干') return null;
  const plainNumber = !operator && !vague && !more && !unit && !other && !rest && word === undefined;
  if (plainNumber && !behindItem) {
    const mention = rooms.bare(text, at);
    if (mention && (!glued || last?.kind !== 'quantity')) return one(mention.end, { kind: 'room', mention });
  }
  const count = vague || more || other || rest || word !== undefined ? null : numberOf(number);
  const readable = count !== null && count > 0 && !number.includes('.');
  const end = at + match[0].length;
  // 2包菜: the sign of a unit may begin the word of an item.
  const unitAt = end - (unit?.length ?? 0);
  const joined = unit && !rest ? words.at(text, unitAt) : null;
  return one(joined && joined.length > 1 ? unitAt : end, {
    kind: 'quantity',
    count: readable ? count : null,
    behind: operator !== undefined,
    bare: plainNumber,
    chinese: !/\d/.test(number),
  });
}

export function amountOf(said: string, scan: Scan): readonly TokenBody[] | null {
  if (!said) return null;
  const inside = { ...scan, text: said, at: 0, last: undefined, glued: false };
  const total = stated(inside);
  if (total?.end === said.length) return total.bodies;
  const every = say.matchAt(say.each, said, 0)?.[0].length ?? 0;
  const amount = quantity({ ...inside, at: every, last: itemBefore, glued: true });
  if (amount?.end !== said.length) return null;
  const bodies = amount.bodies.map((body) => ({ ...body, behind: true }));
  return every ? [{ kind: 'each' }, ...bodies] : bodies;
}
const itemBefore: Token = { kind: 'item', codes: [], letter: false, start: 0, end: 0, glued: false };
