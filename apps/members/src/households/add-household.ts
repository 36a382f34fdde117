import { randomUUID } from 'node:crypto';
import { DomainError, type RoomReading } from '@jielong/kernel';
import type { AddHousehold } from '@jielong/members-contract/schemas';
import { isUnit, maskedName, parseRoom, type MembersErrorCode } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { compoundOf } from '../compounds/compounds.js';
import { chosen } from './chosen-flags.js';
import { writeContacts } from './contacts.rows.js';
import { writeCare } from './held-household.js';
import type { Household } from './household-columns.js';
import { readHousehold } from './read-household.js';

/** Another household of a room, or the first, provisional until a list has it or a person confirms it. */
export async function addHousehold(tx: EntityManager, body: AddHousehold): Promise<Household> {
  const { code } = await compoundOf(tx, body.compound);
  const id = await insertHousehold(tx, { compound: code, ...(await knownRoom(tx, code, parseRoom(body.room))) }, body);
  await audit(tx, { action: 'addHousehold', subjectKind: 'household', subjectId: id });
  return readHousehold(tx, id);
}

type Room = RoomReading & { readonly compound: string };
type Newcomer = Pick<AddHousehold, 'name' | 'phone' | 'flags'>;

/** One more household in a room; its building is held. Its flags count as set by a person. */
export async function insertHousehold(tx: EntityManager, { compound, building, unit, room }: Room, newcomer: Newcomer): Promise<string> {
  const { name, phone, flags } = newcomer;
  const id = randomUUID();
  await tx.query(
    `INSERT INTO households (household_id, compound, building, unit, room, ordinal, provisional, masked_name, residents, residents_over_65,
       listed_flags, priority, usual_fulfilment)
       SELECT $1, $2, $3, $4, $5, coalesce(max(ordinal), 0) + 1, true, $6, 0, 0, '', false, 'pick-up'
         FROM households WHERE (compound, building, unit, room) = ($2, $3, $4, $5)`,
    [id, compound, building, unit ?? '', room, maskedName(name)],
  );
  await writeCare(tx, { id, listedFlags: [], chosenFulfilment: null, ...(await chosen(tx, flags.length > 0 ? flags : null)) });
  await writeContacts(tx, [{ id, name, phone, remark: '' }]);
  return id;
}

/** Whether the building has this unit; a unit left out is the only one there is. Holds the building, so that two who add go one after the other. */
export async function knownRoom(tx: EntityManager, compound: string, reading: RoomReading): Promise<RoomReading> {
  const [building] = await tx.query<{ units: number }[]>(
    'SELECT units FROM buildings WHERE compound = $1 AND building = $2 AND ended_at IS NULL FOR UPDATE',
    [compound, reading.building],
  );
  if (!building) throw unknownBuilding(compound, reading.building);
  const room = reading.unit === null && building.units === 1 ? { ...reading, unit: '1' } : reading;
  if (!isUnit(room.unit, building.units)) throw unknownUnit(reading.building, building.units);
  return room;
}

const unknownBuilding = (compound: string, building: string) =>
  new DomainError<MembersErrorCode>('invalid', 'unknown-building', {
    zh: `${compound} 没有 ${building} 栋。全部楼栋见 GET /api/compounds/${compound}。`,
    en: `${compound} has no building ${building}; \`GET /api/compounds/${compound}\` lists them.`,
  });
const unknownUnit = (building: string, units: number) =>
  new DomainError<MembersErrorCode>(
    'invalid',
    'unknown-unit',
    units === 0
      ? { zh: `${building} 栋没有单元，请不要写单元。`, en: `Building ${building} has no units: leave the unit out.` }
      : { zh: `请写明单元：${building} 栋有 1 到 ${units} 单元。`, en: `Name the unit: building ${building} has units 1 to ${units}.` },
  );
