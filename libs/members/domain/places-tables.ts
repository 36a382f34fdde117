import {
  codeColumn,
  column,
  flagColumn,
  listColumn,
  optionalColumn,
  optionalTextColumn,
  roomPart,
  textColumn,
  unreadable,
  wholeNumberColumn,
  type CellReading,
  type RowOf,
} from '@jielong/kernel';
import type { HouseholdFlag } from '@jielong/members-contract';

/** `南门：南门门房；北门：北门花坛` */
export interface PickupPointPlace {
  readonly gate: string;
  readonly name: string;
}

function pickupPoints(cell: string): CellReading<readonly PickupPointPlace[]> {
  const parts = cell.split(/[；;]/).filter((part) => part.trim() !== '');
  const places = parts.map((part) => part.split(/[：:]/).map((word) => word.trim()));
  if (places.length > 0 && places.every((words) => words.length === 2 && words.every((word) => word !== '')))
    return { value: places.map(([gate = '', name = '']) => ({ gate, name })) };
  return unreadable('not-pickup-points', '应写成“南门：南门门房；北门：北门花坛”', 'must be "gate：pickup point", several split by "；"');
}

const partShape = /^[0-9A-Z]{1,8}$/;
const strangePart = () => unreadable('unreadable-room-part', '应为数字或字母，最多 8 个', 'must be digits or letters, at most 8');
export const partColumn = (header: string) =>
  column(
    header,
    (cell): CellReading<string> => (partShape.test(roomPart(cell)) ? { value: roomPart(cell) } : strangePart()),
    (part) => part,
  );

export const compoundsTable = {
  name: { zh: '小区', en: 'compounds' },
  columns: {
    code: codeColumn('小区代码'),
    name: textColumn('小区', 50),
    gates: listColumn('大门', '、，,'),
    pickupPoints: column('自提点', pickupPoints, (places) => places.map(({ gate, name }) => `${gate}：${name}`).join('；')),
    remark: optionalTextColumn('备注', 200),
  },
  unread: ['楼栋数', '每栋单元数', '层数', '每层每单元户数', '总户室数'],
  key: ['code'],
} as const;

export const buildingsTable = {
  name: { zh: '楼栋', en: 'buildings' },
  columns: {
    compound: codeColumn('小区代码'),
    building: partColumn('楼栋'),
    /** 0 where there are none. */
    units: wholeNumberColumn('单元数', { max: 50, empty: 0, mayBeMissing: true }),
    /** 0 where nobody knows. */
    floors: wholeNumberColumn('层数', { max: 200, empty: 0, mayBeMissing: true }),
    roomsPerFloor: wholeNumberColumn('每层每单元户数', { max: 200, empty: 0, mayBeMissing: true }),
    gate: textColumn('取货大门', 50),
    pickupPoint: textColumn('自提点', 50),
    /** Empty where the community has no grids, or nobody has said. */
    grid: optionalTextColumn('网格', 50),
    remark: optionalTextColumn('备注', 200),
  },
  unread: ['小区'],
  key: ['compound', 'building'],
} as const;

export const householdsTable = {
  name: { zh: '住户', en: 'households' },
  columns: {
    compound: codeColumn('小区代码'),
    building: partColumn('楼栋'),
    unit: optionalColumn(partColumn('单元')),
    room: partColumn('房号'),
    name: optionalTextColumn('户主姓名', 50),
    phone: optionalTextColumn('手机', 30),
    residents: wholeNumberColumn('人数', { max: 100, empty: 0, mayBeMissing: true }),
    residentsOver65: wholeNumberColumn('65岁以上人数', { max: 100, empty: 0, mayBeMissing: true }),
    elderlyAlone: flagColumn('独居老人', { mayBeMissing: true }),
    disabled: flagColumn('残疾', { mayBeMissing: true }),
    pregnant: flagColumn('孕产妇', { mayBeMissing: true }),
    chronicallyIll: flagColumn('慢性病', { mayBeMissing: true }),
    isolated: flagColumn('隔离中', { mayBeMissing: true }),
    remark: optionalTextColumn('备注', 500),
  },
  unread: ['小区'],
  key: ['compound', 'building', 'unit', 'room'],
} as const;

export type CompoundRow = RowOf<typeof compoundsTable.columns>;
export type BuildingRow = RowOf<typeof buildingsTable.columns>;
export type HouseholdRow = RowOf<typeof householdsTable.columns>;

const flagCells = {
  elderlyAlone: 'elderly-alone',
  disabled: 'disabled',
  pregnant: 'pregnant',
  chronicallyIll: 'chronically-ill',
  isolated: 'isolated',
} as const satisfies Partial<Record<keyof HouseholdRow, HouseholdFlag>>;
/** The cells of a row that say its flags. */
export type FlagCells = Pick<HouseholdRow, keyof typeof flagCells>;
const flagColumns = Object.entries(flagCells) as [keyof FlagCells, HouseholdFlag][];

/** The flags of a row, in the order of the contract. */
export const flagsOf = (row: FlagCells): HouseholdFlag[] => flagColumns.flatMap(([cell, flag]) => (row[cell] ? [flag] : []));

/** The other way round: how a row would say these flags. */
export const flagCellsOf = (flags: readonly HouseholdFlag[]): FlagCells =>
  Object.fromEntries(flagColumns.map(([cell, flag]) => [cell, flags.includes(flag)])) as FlagCells;
