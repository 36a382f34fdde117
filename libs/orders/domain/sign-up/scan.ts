import { fenOf } from './header.js';
import type { ItemWords } from './item-words.js';
import { numberOf } from './numerals.js';
import type { RegisterIndex } from './register-index.js';
import type { RoomFinder, RoomMention } from './rooms.js';
import type { Token, TokenBody } from './tokens.js';
import * as say from './vocabulary.js';

/** What the signs of an entry mean in this round. */
export interface ScanContext {
  readonly rooms: RoomFinder;
  readonly index: RegisterIndex;
  readonly words: ItemWords;
  /** Letters of the header; null: no item of the catalogue. */
  readonly letters: ReadonlyMap<string, string | null>;
  readonly compound: string;
}
interface Scan extends ScanContext {
  readonly text: string;
  readonly at: number;
  readonly last: Token | undefined;
  readonly glued: boolean;
  readonly roomSeen: boolean;
  readonly closing: ReadonlyMap<number, number>;
}
/** What begins at a place: where it ends, and what it is; no body: it says nothing. */
interface Found {
  readonly end: number;
  readonly bodies: readonly TokenBody[];
}
type Rule = (scan: Scan) => Found | null;

/** The tokens of an entry, once from left to right. What no rule knows is `unknown`, sign by sign. */
export function scan(text: string, context: ScanContext): Token[] {
  const tokens: Token[] = [];
  const closing = parentheses(text);
  let roomSeen = false;
  for (let at = 0; at < text.length;) {
    const last = tokens.at(-1);
    const glued = last !== undefined && last.end === at;
    const found = firstRule({ ...context, text, at, last, glued, roomSeen, closing });
    for (const [nth, body] of found.bodies.entries()) tokens.push({ ...body, start: at, end: found.end, glued: nth > 0 || glued });
    roomSeen ||= found.bodies.some(({ kind }) => kind === 'room');
    at = found.end;
  }
  return tokens;
}

const one = (end: number, body: TokenBody): Found => ({ end, bodies: [body] });
const matched =
  (pattern: RegExp, body: TokenBody | null): Rule =>
  ({ text, at }) => {
    const match = say.matchAt(pattern, text, at);
    return match && { end: at + match[0].length, bodies: body ? [body] : [] };
  };

/** The partner of every ( that has one, outermost only. */
function parentheses(text: string): ReadonlyMap<number, number> {
  const open: number[] = [];
  const partners = new Map<number, number>();
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') open.push(at);
    if (text[at] !== ')') continue;
    const start = open.pop();
    if (start !== undefined) partners.set(start, at);
  }
  return partners;
}

const remark: Rule = ({ text, at }) => {
  const match = say.matchAt(say.remarkWord, text, at);
  if (!match) return null;
  const said = match.groups?.['remark'] ?? '';
  return { end: at + match[0].length, bodies: said ? [{ kind: 'remark', text: said }] : [] };
};

/** （2份） is a quantity, （共3份） a total, everything else in （） a remark. */
const parenthesis: Rule = (scan) => {
  const close = scan.closing.get(scan.at);
  if (close === undefined) return null;
  const said = scan.text.slice(scan.at + 1, close).trim();
  const bodies =
    said.length <= 24 ? (amountOf(said, scan) ?? [{ kind: 'remark' as const, text: said }]) : [{ kind: 'remark' as const, text: said }];
  return { end: close + 1, bodies: said ? bodies : [] };
};

function amountOf(said: string, scan: Scan): readonly TokenBody[] | null {
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

const phone: Rule = ({ text, at }) => {
  const match = say.matchAt(say.phone, text, at);
  if (!match) return null;
  const { number, tail } = match.groups ?? {};
  return one(at + match[0].length, { kind: 'phone', tail: tail ?? (number ?? '').slice(-4) });
};

const room: Rule = ({ rooms, text, at, last, glued }) => {
  const mention = rooms.written(text, at);
  // 鸡蛋1-2: a range, where rooms are as short as that.
  if (!mention || (glued && last?.kind === 'item' && !last.letter && (mention.room ?? '').length < 3)) return null;
  return one(mention.end, { kind: 'room', mention });
};

const ownCompound: Rule = ({ text, at, compound }) =>
  compound && text.startsWith(compound, at) ? one(at + compound.length, { kind: 'filler' }) : null;

/** 代 帮 替 and a room, at once or behind the name of who lives there. */
const proxy: Rule = (scan) => {
  const { text, at, last, glued } = scan;
  const word = say.matchAt(say.proxyWord, text, at);
  if (!word) return null;
  const mention = beneficiary(scan, at + word[0].length);
  if (mention) return one(mention.end, { kind: 'proxy', mention });
  if (glued && last?.kind === 'unknown') return null;
  const harmless = say.matchAt(say.noProxy, text, at);
  if (harmless) return one(at + harmless[0].length, { kind: 'filler' });
  return /[\p{L}*]/u.test(text.charAt(at + word[0].length)) ? one(at + 1, { kind: 'proxy', mention: null }) : null;
};

const person = /[\p{Script=Han}A-Za-z*]/u;
const longestPerson = 8;

function beneficiary({ rooms, text, roomSeen }: Scan, from: number): RoomMention | null {
  for (let at = from; at <= from + longestPerson; at += 1) {
    const mention = rooms.written(text, at) ?? rooms.bare(text, at);
    if (mention) return mention;
    if (person.test(text.charAt(at))) continue;
    // 帮王奶奶 3-2-501: whose room it is, is clear only where the placer's own stands before.
    return roomSeen && text.charAt(at) === ' ' ? rooms.written(text, at + 1) : null;
  }
  return null;
}

/** 不要香菜, 少肥肉: at the beginning of a word, behind the room. */
const wish: Rule = ({ text, at, roomSeen }) => {
  if (!roomSeen || !/^[\s,;。()]?$/.test(text.charAt(at - 1))) return null;
  const match = say.matchAt(say.wish, text, at);
  return match && one(at + match[0].length, { kind: 'wish' });
};

const gateVerb = /\s?(?:取货|自提|取|拿|领)(?!不)/y;
const gate: Rule = ({ index, text, at }) => {
  const way = /(?:到|去|在|从|走|改)?/y;
  const from = at + (say.matchAt(way, text, at)?.[0].length ?? 0);
  const name = index.gates.find((known) => text.startsWith(known, from));
  if (name === undefined) return null;
  const end = from + name.length;
  const verb = say.matchAt(gateVerb, text, end);
  if (verb) return one(end + verb[0].length, { kind: 'gate', gate: name });
  return alone(text, at, end) ? one(end, { kind: 'gate', gate: name }) : null;
};
const alone = (text: string, start: number, end: number): boolean =>
  /^[\s,;。]?$/.test(text.charAt(start - 1)) && /^[\s,;。]?$/.test(text.charAt(end));

const action: Rule = ({ text, at }) => {
  for (const { pattern, action, behind } of say.actions) {
    const match = say.matchAt(pattern, text, at);
    if (match) return one(at + match[0].length, { kind: 'action', action, behind });
  }
  return null;
};

const stated: Rule = ({ text, at }) => {
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

const item: Rule = ({ words, text, at }) => {
  const found = words.at(text, at);
  return found && one(at + found.length, { kind: 'item', codes: found.codes, letter: false });
};

const quantity: Rule = (scan) => {
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

const latin: Rule = ({ text, at, letters }) => {
  const single = say.matchAt(say.letter, text, at);
  if (single) return letterAt(text, at, letters);
  const word = say.matchAt(say.latinWord, text, at);
  return word && one(at + word[0].length, { kind: 'unknown', holdsItem: false });
};

function letterAt(text: string, at: number, letters: ScanContext['letters']): Found {
  const sign = text.charAt(at);
  const counted = /[\d份个]/.test(text.charAt(at - 1)) || /^(?:\d|[xX×*]\s?\d)/.test(text.slice(at + 1, at + 4));
  const code = letters.get(sign.toUpperCase());
  if (sign === sign.toUpperCase() || counted) {
    if (code) return one(at + 1, { kind: 'item', codes: [code], letter: true });
  }
  return one(at + 1, { kind: 'unknown', holdsItem: counted });
}

const unknown: Rule = ({ text, at }) =>
  one(at + String.fromCodePoint(text.codePointAt(at) ?? 0).length, { kind: 'unknown', holdsItem: false });

/** The first rule that knows what begins here. */
const rules: readonly Rule[] = [
  matched(/\s+/uy, null),
  parenthesis,
  remark,
  phone,
  room,
  ownCompound,
  wish,
  proxy,
  gate,
  action,
  matched(say.sameAsAbove, { kind: 'same' }),
  matched(say.meToo, { kind: 'me-too' }),
  stated,
  matched(say.each, { kind: 'each' }),
  item,
  quantity,
  latin,
  matched(say.or, { kind: 'or' }),
  matched(/\+/uy, { kind: 'joiner', plus: true }),
  matched(say.joiner, { kind: 'joiner', plus: false }),
  matched(say.comma, { kind: 'comma' }),
  matched(say.filler, { kind: 'filler' }),
  matched(say.sign, null),
];
const firstRule = (scan: Scan): Found => {
  for (const rule of rules) {
    const found = rule(scan);
    if (found && found.end > scan.at) return found;
  }
  return unknown(scan) ?? { end: scan.at + 1, bodies: [] };
};
