import { chineseNumerals } from './numerals.js';
import { amountOf, quantity, stated } from './scan-amounts.js';
import { gate, ownCompound, proxy, room } from './scan-places.js';
import { type Found, matched, one, type Rule, type Scan, type ScanContext } from './scan-rule.js';
import type { Token, TokenBody } from './tokens.js';
import * as say from './vocabulary.js';

/** The tokens of an entry, once from left to right. What no rule knows is `unknown`, sign by sign. */
export function scan(text: string, context: ScanContext): Token[] {
  const tokens: Token[] = [];
  const { rooms, index, words, letters, compound } = context;
  const closing = parentheses(text);
  let roomSeen = false;
  for (let at = 0; at < text.length;) {
    const last = tokens.at(-1);
    const glued = last?.end === at;
    const found = firstRule({ rooms, index, words, letters, compound, text, at, last, glued, roomSeen, closing });
    for (const [nth, body] of found.bodies.entries()) tokens.push({ ...body, start: at, end: found.end, glued: nth > 0 || glued });
    roomSeen ||= found.bodies.some(({ kind }) => kind === 'room');
    at = found.end;
  }
  return tokens;
}

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

const remark: Rule = (scan) => {
  const match = say.matchAt(say.remarkWord, scan.text, scan.at);
  return match && { end: scan.at + match[0].length, bodies: remarked(match.groups?.['remark'] ?? '', scan) };
};

/** A remark that says a gate, says it as well. */
function remarked(said: string, scan: Scan): readonly TokenBody[] {
  if (!said) return [];
  const found = gate({ ...scan, text: said, at: 0 });
  return [{ kind: 'remark', text: said }, ...(found?.end === said.length ? found.bodies : [])];
}

/** （2份） is a quantity, （共3份） a total, everything else in （） a remark. */
const parenthesis: Rule = (scan) => {
  const close = scan.closing.get(scan.at);
  if (close === undefined) return null;
  const said = scan.text.slice(scan.at + 1, close).trim();
  const amount = said.length <= longestAmount ? amountOf(said, scan) : null;
  return { end: close + 1, bodies: amount ?? remarked(said, scan) };
};
const longestAmount = 24;

const phone: Rule = ({ text, at }) => {
  const match = say.matchAt(say.phone, text, at);
  if (!match) return null;
  const { number, tail } = match.groups ?? {};
  return one(at + match[0].length, { kind: 'phone', tail: tail ?? (number ?? '').slice(-4) });
};

/** 不要香菜, 少肥肉: at the beginning of a word, behind the room. */
const wish: Rule = ({ text, at, roomSeen }) => {
  if (!roomSeen || !/^[\s,;。()]?$/.test(text.charAt(at - 1))) return null;
  const match = say.matchAt(say.wish, text, at);
  return match && one(at + match[0].length, { kind: 'wish' });
};

const action: Rule = ({ text, at }) => {
  for (const { pattern, action, behind } of say.actions) {
    const match = say.matchAt(pattern, text, at);
    if (match) return one(at + match[0].length, { kind: 'action', action, behind });
  }
  return null;
};

const item: Rule = ({ words, text, at }) => {
  const found = words.at(text, at);
  return found && one(at + found.length, { kind: 'item', codes: found.codes, letter: false });
};

const latin: Rule = ({ text, at, letters }) => {
  if (!/[A-Za-z]/.test(text.charAt(at))) return null;
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

const unknown = ({ text, at }: Scan): Found =>
  one(at + String.fromCodePoint(text.codePointAt(at) ?? 0).length, { kind: 'unknown', holdsItem: false });

const digits = '0123456789';
/** What may begin at a place, by its first sign ('': any): the first rule that knows it says what it is. */
const rules: readonly (readonly [firsts: string, rule: Rule])[] = [
  ['', matched(/\s+/uy, null)],
  ['(', parenthesis],
  ['备', remark],
  [`+联手电尾后1`, phone],
  ['', room],
  ['', ownCompound],
  ['不少别多', wish],
  ['代帮替', proxy],
  ['', gate],
  ['改更换再加追取退撤不', action],
  ['同跟和', matched(say.sameAsAbove, { kind: 'same' })],
  ['我', matched(say.meToo, { kind: 'me-too' })],
  [`一总共合¥${digits}`, stated],
  ['各每', matched(say.each, { kind: 'each' })],
  ['', item],
  [`x×*X✕:半几若数些点适多随${digits}${chineseNumerals}`, quantity],
  ['', latin],
  ['或还/', matched(say.or, { kind: 'or' })],
  ['+', matched(/\+/uy, { kind: 'joiner', plus: true })],
  ['、&和跟与以', matched(say.joiner, { kind: 'joiner', plus: false })],
  [',;。!?', matched(say.comma, { kind: 'comma' })],
  ['', matched(say.filler, { kind: 'filler' })],
  ['', matched(say.sign, null)],
];
function firstRule(scan: Scan): Found {
  const sign = scan.text.charAt(scan.at);
  for (const [firsts, rule] of rules) {
    const found = !firsts || firsts.includes(sign) ? rule(scan) : null;
    if (found && found.end > scan.at) return found;
  }
  return unknown(scan);
}
