import type { RoomMention } from './rooms.js';
import { one, type Rule, type Scan } from './scan-rule.js';
import * as say from './vocabulary.js';

export const room: Rule = ({ rooms, text, at, last, glued }) => {
  const mention = rooms.written(text, at);
  // 鸡蛋1-2: a range, where rooms are as short as that.
  if (!mention || (glued && last?.kind === 'item' && !last.letter && (mention.room ?? '').length < 3)) return null;
  return one(mention.end, { kind: 'room', mention });
};

export const ownCompound: Rule = ({ text, at, compound }) =>
  compound && text.startsWith(compound, at) ? one(at + compound.length, { kind: 'filler' }) : null;

/** 代 帮 替 and a room, at once or behind the name of who lives there. */
export const proxy: Rule = (scan) => {
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

const gateVerb = /\s?(?:取货|自提|取|拿|领)(?!不)/y;
export const gate: Rule = ({ index, text, at }) => {
  const from = at + ('到去在从走改'.includes(text.charAt(at)) ? 1 : 0);
  const name = index.gates.find((known) => text.startsWith(known, from));
  if (name === undefined || /[不别没非][到去在从走改]?$/.test(text.slice(Math.max(0, at - 2), at))) return null;
  const end = from + name.length;
  const verb = say.matchAt(gateVerb, text, end);
  if (verb) return one(end + verb[0].length, { kind: 'gate', gate: name });
  return alone(text, at, end) ? one(end, { kind: 'gate', gate: name }) : null;
};
const alone = (text: string, start: number, end: number): boolean =>
  /^[\s,;。]?$/.test(text.charAt(start - 1)) && /^[\s,;。]?$/.test(text.charAt(end));
