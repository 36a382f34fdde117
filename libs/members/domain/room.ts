import { DomainError, readRoom, type RoomReading, type Text } from '@jielong/kernel';
import type { MembersErrorCode } from './errors.js';

/** Reads a room in every usual way of writing it; refuses with 422 `unreadable-room`, which says what is missing. `unit` is null where it was left out. */
export function parseRoom(text: string): RoomReading {
  const reading = readRoom(text);
  if (reading) return reading;
  throw new DomainError<MembersErrorCode>('invalid', 'unreadable-room', whyNot(text));
}

/** The commonest mistakes, each with what to do; the first that fits. */
function whyNot(text: string): Text {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  if (plain === '') return says('没有写房号', 'No room is given');
  if (/^[0-9零〇一二三四五六七八九十]+(室|房|号)?$/.test(plain)) return says('缺少楼栋', 'The building is missing');
  if (/(栋|号楼|幢|座|#|-)$/.test(plain)) return says('缺少房号', 'The building is there, but no room');
  if (/(单元|门)$/.test(plain)) return says('缺少房号', 'Building and unit are there, but no room');
  return says('看不懂这个房号', 'The room cannot be read');
}

const says = (zh: string, en: string): Text => ({
  zh: `${zh}。请写成 3栋2单元501、3-2-501 或（没有单元的）3栋501。`,
  en: `${en}. Write 3栋2单元501, 3-2-501, or 3栋501 where there are no units.`,
});
