import { plain } from './normalise.js';
import type { Register, Room } from './types.js';

/** The register as an entry asks it. */
export interface RegisterIndex {
  /** Units of a building: 0 without units, undefined if there is no such building. */
  unitsOf(building: string): number | undefined;
  gateOf(room: Room): string;
  /** Ids of the households of a room; none: nobody is registered there. */
  householdsIn(room: Room): readonly string[];
  /** Full rooms that share building and room number: what an incomplete one may mean. */
  likely(building: string | null, room: string): readonly string[];
  readonly gates: readonly string[];
  /** Buildings whose name is no number. */
  readonly namedBuildings: readonly string[];
  readonly shortestRoom: number;
}

/** `3-2-501`, or `3-501` where there are no units: how a room is written in what we answer. */
export const roomLabel = ({ building, unit, room }: Room): string => [building, unit, room].filter((part) => part !== null).join('-');

const withoutZeros = (part: string): string => part.replace(/^0+(?=\d)/, '');
const likelyAtMost = 12;

/** Looks rooms up by their parts, written with or without leading zeros. */
export function indexRegister(register: Register): RegisterIndex {
  const units = new Map(register.buildings.map(({ building, units }) => [withoutZeros(plain(building)), units]));
  const gates = new Map(register.buildings.map(({ building, gate }) => [withoutZeros(plain(building)), gate]));
  const households = new Map<string, string[]>();
  const byNumber = new Map<string, Room[]>();
  for (const { id, ...written } of register.households) {
    const room = keyed(written);
    append(households, roomLabel(room), id);
    append(byNumber, room.room, room);
  }
  return {
    unitsOf: (building) => units.get(building),
    gateOf: ({ building }) => gates.get(building) ?? '',
    householdsIn: (room) => households.get(roomLabel(keyed(room))) ?? [],
    likely: (building, room) =>
      [
        ...new Set(
          (byNumber.get(room) ?? []).filter((known) => building === null || known.building === building).map((known) => roomLabel(known)),
        ),
      ].slice(0, likelyAtMost),
    gates: [...new Set([...gates.values(), ...(register.gates ?? [])].map(plain))].filter(Boolean).sort((a, b) => b.length - a.length),
    namedBuildings: [...units.keys()].filter((building) => !/^\d+$/.test(building)).sort((a, b) => b.length - a.length),
    shortestRoom: register.households.reduce((shortest, { room }) => (/^\d+$/.test(room) ? Math.min(shortest, room.length) : shortest), 3),
  };
}

const keyed = ({ building, unit, room }: Room): Room => ({
  building: withoutZeros(plain(building)),
  unit: unit === null ? null : withoutZeros(plain(unit)),
  room: plain(room),
});

const append = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
};
