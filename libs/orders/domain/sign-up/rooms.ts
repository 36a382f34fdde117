import { chineseDigits, digitsOf, numberOf } from './numerals.js';
import type { HeldReason } from './reasons.js';
import type { RegisterIndex } from './register-index.js';
import type { Room } from './types.js';
import { matchAt, notRoom, portionUnits } from './vocabulary.js';

/** Where a text names a room, as far as it does. */
export interface RoomMention {
  readonly start: number;
  readonly end: number;
  readonly building: string | null;
  /** undefined: left out. */
  readonly unit: string | undefined;
  /** null: digits run together, 32501. */
  readonly room: string | null;
  /** Nothing but digits: may be a telephone's last four. */
  readonly digitsOnly: boolean;
}
export interface RoomFinder {
  /** A building and a room, with or without a unit, that begin here. */
  written(text: string, at: number): RoomMention | null;
  /** A room number that stands alone: 501室, 五零一, 501, 32501. */
  bare(text: string, at: number): RoomMention | null;
  /** Every mention, from left to right. */
  all(text: string): readonly RoomMention[];
}

const dash = '(?:[-‐‑‒–—―−/]{1,2})';
const counted = '[一二三四五六七八九十]{1,3}';
const spoken = `[${chineseDigits}]{3,4}(?![${chineseDigits}])`;
const suffix = '(?:\\s?(?:号?[室房]|号(?!楼)))?';
const mayBegin = new RegExp(`[0-9${chineseDigits}十]`);

/** Finds rooms as this compound writes them: its building names, its shortest room number. */
export function roomFinder(index: RegisterIndex): RoomFinder {
  const named = index.namedBuildings.map((name) => name.replace(/[^\p{L}\p{N}]/gu, '\\$&')).join('|');
  const building = `(?<building>${named ? `(?:${named})|` : ''}(?<!\\d|\\d:|(?<![A-Za-z])[A-Za-z])\\d{1,3}|${counted})`;
  const number = `(?<room>\\d{${Math.max(1, index.shortestRoom)},4}(?!\\d)|${spoken})`;
  const notQuantity = index.shortestRoom < 3 ? `(?!\\s?[${portionUnits}斤枚])` : '';
  const toUnit = `\\s{0,2}(?:(?:栋|号楼|幢|#)\\s{0,2}${dash}?|${dash})\\s{0,2}`;
  const toRoom = `\\s{0,2}(?:(?:单元|门)\\s{0,2}${dash}?|${dash})\\s{0,2}`;
  const full = new RegExp(`${building}${toUnit}(?<unit>\\d{1,2}|${counted})${toRoom}${number}${notQuantity}${suffix}`, 'yu');
  const unitLeftOut = new RegExp(`${building}${toUnit}${number}${notQuantity}(?!\\s?[元块斤])${suffix}`, 'yu');
  const first = new Set([...index.namedBuildings].map((name) => name.charAt(0)));

  const written = (text: string, at: number): RoomMention | null => {
    if (!mayBegin.test(text.charAt(at)) && !first.has(text.charAt(at))) return null;
    const match = matchAt(full, text, at) ?? matchAt(unitLeftOut, text, at);
    return match && mentionOf(match, index);
  };
  return { written, bare, all: (text) => allOf(text, written) };
}

function mentionOf(match: RegExpExecArray, index: RegisterIndex): RoomMention | null {
  const { building = '', unit, room = '' } = match.groups ?? {};
  const name = index.namedBuildings.includes(building) ? building : counting(building);
  const unitNumber = unit === undefined ? undefined : counting(unit);
  if (name === null || unitNumber === null) return null;
  return {
    start: match.index,
    end: match.index + match[0].length,
    building: name,
    unit: unitNumber,
    room: digitsOf(room),
    digitsOnly: false,
  };
}

const counting = (written: string): string | null => {
  const value = numberOf(written);
  return value === null || value === 0 ? null : String(value);
};

const bareDigits = /(?<!\d|\d[.:])(?<digits>\d{3,6})(?!\d)(?<suffix>\s?号?[室房])?/y;
const bareSpoken = new RegExp(`(?<![${chineseDigits}])(?<digits>${spoken})(?<suffix>\\s?号?[室房])?`, 'y');

function bare(text: string, at: number): RoomMention | null {
  if (!mayBegin.test(text.charAt(at))) return null;
  const match = matchAt(bareDigits, text, at) ?? matchAt(bareSpoken, text, at);
  if (!match) return null;
  const { digits = '', suffix } = match.groups ?? {};
  const end = at + match[0].length;
  if (!suffix && notRoom.test(text.slice(end, end + 3))) return null;
  const room = digits.length > 4 ? null : digitsOf(digits);
  return { start: at, end, building: null, unit: undefined, room, digitsOnly: !suffix };
}

function allOf(text: string, written: RoomFinder['written']): readonly RoomMention[] {
  const found: RoomMention[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const mention = written(text, at) ?? (/[\w.:*×]/.test(text.charAt(at - 1)) ? null : bare(text, at));
    if (!mention || (mention.digitsOnly && !/^(?:\s|$|[,、和])/.test(text.slice(mention.end, mention.end + 1)))) continue;
    found.push(mention);
    at = mention.end - 1;
  }
  return found;
}

/** The room that a mention names, in the placer's building and unit if it is a bare number; or why none. */
export function resolveRoom(mention: RoomMention, index: RegisterIndex, placer?: Room | null): Room | HeldReason {
  const room = complete(mention, index, placer ?? null);
  if (!room) return 'incomplete_room';
  return index.householdsIn(room).length ? room : 'unknown_room';
}

/** Building, unit and room, if they are all said or there is only one unit. It may be unknown. */
export function complete({ building, unit, room }: RoomMention, index: RegisterIndex, placer: Room | null): Room | null {
  if (room === null) return null;
  if (building === null) return placer && { building: placer.building, unit: placer.unit, room };
  if (unit !== undefined) return { building, unit, room };
  const units = index.unitsOf(building);
  if (units === 0) return { building, unit: null, room };
  return units === 1 ? { building, unit: '1', room } : null;
}
