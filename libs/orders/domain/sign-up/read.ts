import { DomainError } from '@jielong/kernel';
import { type Answer, decisions } from './answers.js';
import type { Count } from './counting.js';
import { type EntryContext, readEntries } from './entries.js';
import { checkCompound, checkLength, headerOf, noItems, openItems } from './header.js';
import { indexItemWords } from './item-words.js';
import { sectionsOf } from './lines.js';
import { plain } from './normalise.js';
import { indexRegister, type RegisterIndex, roomLabel } from './register-index.js';
import { roomFinder } from './rooms.js';
import { noticesOf, totalsOf } from './totals.js';
import type { ChainOrder, OpenItem, Reading, Register, Room, Round } from './types.js';

/**
 * Reads a sign-up text from its beginning: what is clearly written is counted, the rest is held for a person, nothing is guessed.
 * `answers` are what persons have said to held entries, by fingerprint.
 * @throws DomainError `text-too-long`, `empty-text`, `no-items-in-header`, `no-entries`, `other-compound-text`, `unknown-compound`
 */
export function read(text: string, round: Round, register: Register, answers: readonly Answer[] = []): Reading {
  checkLength(text);
  const index = indexRegister(register);
  const words = indexItemWords(round.itemWords);
  const signs = { index, words, rooms: roomFinder(index) };
  const sections = sectionsOf(text, { ...signs, catalogue: round.itemWords });
  const header = headerOf(sections.header, words, round.itemWords);
  const compoundName = checkCompound(header, round, register);
  if (!header.items.length) throw noItems();
  if (!sections.pieces.some(({ kind }) => kind === 'entry')) throw noEntries();
  const open = openItems(header, round);
  const context: EntryContext = {
    ...signs,
    letters: new Map(header.items.map(({ letter, code }) => [letter, code])),
    compound: plain(compoundName),
    otherCompounds: register.compounds.filter(({ code }) => code !== round.compound).map(({ name }) => plain(name)),
    prices: new Map(open.map(({ code, priceFen }) => [code, priceFen])),
    limits: new Map(round.openBundles.map(({ code, limitPerHousehold }) => [code, limitPerHousehold])),
    decided: decisions(answers),
  };
  const { lines, count } = readEntries(sections.pieces, context);
  const orders = chainOrders(count, index, open);
  const totals = totalsOf(lines, orders, open);
  const notices = noticesOf(header, sections.statedTotals, context, round, open, totals);
  return { compound: round.compound, compoundName, serviceDate: round.serviceDate, openItems: open, totals, notices, orders, lines };
}

/** What is left per household, by building, unit, room; items as the header lists them. */
function chainOrders(count: Count, index: RegisterIndex, open: readonly OpenItem[]): readonly ChainOrder[] {
  return [...count.values()]
    .sort((a, b) => inOrder(a.room, b.room) || (a.householdId < b.householdId ? -1 : 1))
    .map(({ householdId, room, items, gate, placedBy, from, fingerprints }) => {
      const listed = open.filter(({ code }) => items[code] !== undefined);
      const each = listed.map(({ code, priceFen }) => ({ code, priceFen, portions: items[code] ?? 0 }));
      return {
        householdId,
        room: roomLabel(room),
        items: Object.fromEntries(each.map(({ code, portions }) => [code, portions])),
        portions: each.reduce((sum, { portions }) => sum + portions, 0),
        moneyFen: each.reduce((sum, { portions, priceFen }) => sum + portions * priceFen, 0),
        gate: gate ?? index.gateOf(room),
        placedBy,
        from,
        fingerprints,
      };
    });
}

const inOrder = (a: Room, b: Room): number =>
  byNumber(a.building, b.building) || byNumber(a.unit ?? '', b.unit ?? '') || byNumber(a.room, b.room);

/** Numbers by size, before names by their signs. */
const byNumber = (a: string, b: string): number => {
  const [first, second] = [Number.parseInt(a, 10), Number.parseInt(b, 10)];
  const known = Number(Number.isNaN(first)) - Number(Number.isNaN(second));
  return known || first - second || 0 || (a < b ? -1 : Number(a > b));
};

const noEntries = (): DomainError =>
  new DomainError('invalid', 'no-entries', {
    zh: '表头下面没有一条接龙；请把整段接龙贴全，每条要有序号或房号',
    en: 'There is no entry below the header; paste the whole chain. An entry has a serial or a room.',
  });
