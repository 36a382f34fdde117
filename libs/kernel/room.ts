/** Where a household lives inside its compound, as the lists write it: `3`, `2`, `501`. Unit is null where it was left out or there is none. */
export interface RoomReading {
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
}

const digits = '零一二三四五六七八九';
const part = '[0-9A-Z〇零一二两三四五六七八九十百]+?';
const shape = new RegExp(
  `^(${part})(?:栋|号楼|幢|座|#|-)-?(?:(${part})(?:单元|门|-)-?)?([0-9A-Z〇零一二两三四五六七八九十百]+)(?:室|房|号)?$`,
);

/** 五〇一 is 501, digit by digit; 十二 and 二十三 are numbers below a hundred. */
function arabic(text: string): string {
  const plain = text.replace(/〇/g, '零').replace(/两/g, '二');
  const tens = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(plain);
  if (tens) return String((digits.indexOf(tens[1] || '一') || 1) * 10 + Math.max(0, digits.indexOf(tens[2] || '零')));
  return plain.replace(/[零一二三四五六七八九]/g, (digit) => String(digits.indexOf(digit)));
}

/** The same part however it is written: full width, lower case, Chinese numerals, leading zeros. */
export const roomPart = (text: string): string => arabic(text.normalize('NFKC').trim().toUpperCase()).replace(/^0+(?=.)/, '');

/**
 * Reads a room in every usual way of writing it: `3栋2单元501`, `3-2-501`, `3#2-501`, `３号楼２门５０１室`, `十二栋三单元五零一`, `3-501`.
 * Undefined where it cannot be read for certain. Whether such a room exists is for the register to say.
 */
export function readRoom(text: string): RoomReading | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[—–―−‐‑‒﹣/、_]+|-+/g, '-');
  const [, building, unit, room] = shape.exec(plain) ?? [];
  if (building === undefined || room === undefined) return undefined;
  return { building: roomPart(building), unit: unit === undefined ? null : roomPart(unit), room: roomPart(room) };
}

/** For people: `3栋2单元501`, `12栋7` in villages without units. */
export const roomText = ({ building, unit, room }: RoomReading): string =>
  `${building}栋${unit === null || unit === '' ? '' : `${unit}单元`}${room}`;
