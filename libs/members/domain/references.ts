import type { Rule, Unreadable } from '@jielong/kernel';
import { wholeCommunity } from '@jielong/members-contract';
import type { rolesTable, SupplyTeamRow } from './people-tables.js';
import type { BuildingRow, buildingsTable, CompoundRow, compoundsTable, householdsTable } from './places-tables.js';

export const complaint = <K extends string>(column: K, code: string, zh: string, en: string): Unreadable & { readonly column: K } => ({
  column,
  code,
  message: { zh, en },
});

/** A compound has gates, and every pickup point stands at one of them. Sign-up texts know compounds by name: no two have the same. */
export function compoundRule(): Rule<typeof compoundsTable.columns> {
  const names = new Set<string>();
  return ({ name, gates, pickupPoints }) => {
    const strange = pickupPoints.find(({ gate }) => !gates.includes(gate));
    const sameName = names.has(name);
    const places = new Set(pickupPoints.map((point) => `${point.gate}：${point.name}`));
    names.add(name);
    return [
      ...(sameName ? [complaint('name', 'repeated-name', `小区名“${name}”重复`, `another compound is called ${name} too`)] : []),
      ...(gates.length === 0 ? [complaint('gates', 'no-gate', '至少要有一个大门', 'there must be a gate')] : []),
      ...(new Set(gates).size < gates.length ? [complaint('gates', 'repeated-gate', '大门重复', 'a gate occurs twice')] : []),
      ...(places.size < pickupPoints.length
        ? [complaint('pickupPoints', 'repeated-pickup-point', '自提点重复', 'a pickup point occurs twice')]
        : []),
      ...(strange
        ? [complaint('pickupPoints', 'unknown-gate', `大门里没有“${strange.gate}”`, `${strange.gate} is none of the gates`)]
        : []),
    ];
  };
}

export const unknownCompoundIn = <K extends string>(column: K, code: string) =>
  complaint(column, 'unknown-compound', `没有代码为“${code}”的小区`, `there is no compound ${code}`);
const unknownCompound = (code: string) => unknownCompoundIn('compound', code);
export const unknownBuilding = <K extends string>(column: K, compound: string, building: string) =>
  complaint(column, 'unknown-building', `${compound} 没有 ${building} 栋`, `${compound} has no building ${building}`);

/** A building stands in a known compound, and its residents use one of that compound's pickup points. */
export function buildingRule(compounds: readonly CompoundRow[]): Rule<typeof buildingsTable.columns> {
  const known = new Map(compounds.map((compound) => [compound.code, compound]));
  return ({ compound: code, gate, pickupPoint }) => {
    const compound = known.get(code);
    if (!compound) return [unknownCompound(code)];
    if (!compound.gates.includes(gate))
      return [complaint('gate', 'unknown-gate', `${compound.name}没有“${gate}”`, `${compound.name} has no gate ${gate}`)];
    const isThere = compound.pickupPoints.some((point) => point.gate === gate && point.name === pickupPoint);
    const zh = `${compound.name}${gate}没有自提点“${pickupPoint}”`;
    return isThere ? [] : [complaint('pickupPoint', 'unknown-pickup-point', zh, `there is no pickup point ${pickupPoint} at ${gate}`)];
  };
}

/** A household lives in a known building, in one of its units, or in none where there are none. */
export function householdRule(buildings: readonly BuildingRow[]): Rule<typeof householdsTable.columns> {
  const compounds = new Set(buildings.map(({ compound }) => compound));
  const known = new Map(buildings.map((row) => [`${row.compound} ${row.building}`, row.units]));
  return ({ compound, building, unit }) => {
    const units = known.get(`${compound} ${building}`);
    if (!compounds.has(compound)) return [unknownCompound(compound)];
    if (units === undefined) return [unknownBuilding('building', compound, building)];
    return isUnit(unit, units) ? [] : [unknownUnit(building, units)];
  };
}

/** Whether a building with so many units has this one; null is the right unit where there are none. */
export const isUnit = (unit: string | null, units: number): boolean =>
  unit === null ? units === 0 : /^[1-9]\d?$/.test(unit) && Number(unit) <= units;

const unknownUnit = (building: string, units: number) =>
  units === 0
    ? complaint('unit', 'unknown-unit', `${building} 栋没有单元，此格应留空`, `building ${building} has no units: leave it empty`)
    : complaint('unit', 'unknown-unit', `${building} 栋的单元应为 1 到 ${units}`, `the units of building ${building} are 1 to ${units}`);

/** Whatever a role covers is known: a gate, a team, a compound, a building (`LT-7`), a grid. Other scopes are free text. */
export function roleRule(
  compounds: readonly CompoundRow[],
  buildings: readonly BuildingRow[],
  teams: readonly SupplyTeamRow[],
): Rule<typeof rolesTable.columns> {
  const known = scopesOf(compounds, buildings, teams);
  return ({ role, scope }) =>
    known[role]?.has(scope) === false
      ? [
          complaint(
            'scope',
            'unknown-scope',
            `没有“${scope}”这个大门、队伍、小区、楼栋（如 LT-7）或网格；协调员和会计写“社区”`,
            `there is no gate, team, compound, building (such as LT-7) or grid ${scope}; coordinators and accountants are for 社区`,
          ),
        ]
      : [];
}

function scopesOf(
  compounds: readonly CompoundRow[],
  buildings: readonly BuildingRow[],
  teams: readonly SupplyTeamRow[],
): Readonly<Record<string, ReadonlySet<string>>> {
  const codes = compounds.map(({ code }) => code);
  const gates = new Set(compounds.flatMap(({ name, gates: own }) => own.map((gate) => `${name}${gate}`)));
  const numbers = buildings.map(({ compound, building }) => `${compound}-${building}`);
  return {
    coordinator: wholeCommunity,
    operator: wholeCommunity,
    accountant: wholeCommunity,
    'gate-captain': gates,
    'gate-volunteer': gates,
    'team-captain': new Set(teams.map(({ team }) => team)),
    'group-buy-leader': new Set(codes),
    'building-captain': new Set([...codes, ...numbers]),
    'grid-worker': new Set([...codes, ...numbers, ...buildings.map(({ grid }) => grid).filter((grid) => grid !== '')]),
  };
}

interface Named {
  readonly code: string;
  readonly name: string;
  readonly phone: string;
  readonly category?: string;
}

/** Who stands behind the codes of several lists: what the first list says of a person holds. */
export interface KnownPeople {
  /** A later list may leave name and phone empty, and must not contradict. */
  readonly rule: (row: Named) => ReturnType<typeof differs>[];
  readonly complete: <R extends Named>(row: R) => R;
}

/** `lists` in their order; whoever is new in a row is known from then on. */
export function knownPeople(...lists: readonly (readonly Named[])[]): KnownPeople {
  const known = new Map<string, Named>();
  const meet = (row: Named): Named => known.get(row.code) ?? (known.set(row.code, row), row);
  lists.flat().forEach(meet);
  return {
    rule: (row) => {
      const person = meet(row);
      if (row.name !== '' && person.name !== row.name) return [differs('name', row.code, '姓名', 'name')];
      return row.phone !== '' && person.phone !== row.phone ? [differs('phone', row.code, '手机', 'phone')] : [];
    },
    complete: (row) => {
      const { name, phone, category } = known.get(row.code) ?? row;
      return { ...row, name, phone, ...(row.category === undefined ? {} : { category: category ?? row.category }) };
    },
  };
}

const differs = (column: 'name' | 'phone', code: string, zh: string, en: string) =>
  complaint(column, 'person-differs', `${code} 的${zh}与前面名单里的不同`, `${code} has another ${en} in a list before`);
