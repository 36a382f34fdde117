import {
  codeColumn,
  column,
  flagColumn,
  listColumn,
  optionalTextColumn,
  roomPart,
  textColumn,
  unreadable,
  wholeNumberColumn,
  wordColumn,
  type CellReading,
  type RowOf,
} from '@jielong/kernel';
import type { HouseholdFlag, Role } from '@jielong/members-contract';

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
const partColumn = (header: string) =>
  column(header, (cell): CellReading<string> => (partShape.test(roomPart(cell)) ? { value: roomPart(cell) } : strangePart()));
const optionalPartColumn = (header: string) =>
  column(
    header,
    (cell): CellReading<string | null> => {
      if (cell === '') return { value: null };
      return partShape.test(roomPart(cell)) ? { value: roomPart(cell) } : strangePart();
    },
    { mayBeMissing: true },
  );

export const compoundsTable = {
  name: { zh: '小区', en: 'compounds' },
  columns: {
    code: codeColumn('小区代码'),
    name: textColumn('小区', 50),
    gates: listColumn('大门', /[、，,]/),
    pickupPoints: column('自提点', pickupPoints),
  },
  unread: ['楼栋数', '每栋单元数', '层数', '每层每单元户数', '总户室数', '备注'],
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
  },
  unread: ['小区', '备注'],
  key: ['compound', 'building'],
} as const;

export const householdsTable = {
  name: { zh: '住户', en: 'households' },
  columns: {
    compound: codeColumn('小区代码'),
    building: partColumn('楼栋'),
    unit: optionalPartColumn('单元'),
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

export const membersTable = {
  name: { zh: '党员与下沉干部', en: 'members' },
  columns: {
    code: codeColumn('编号'),
    name: textColumn('姓名', 50),
    phone: optionalTextColumn('手机', 30),
    category: optionalTextColumn('类别', 50),
  },
  unread: ['性别', '年龄', '工作单位', '支部', '小组', '职务', '居住小区代码', '居住楼栋', '技能与条件', '限制', '可用时段', '备注'],
  key: ['code'],
} as const;

export const supplyTeamsTable = {
  name: { zh: '物资保障队', en: 'supply teams' },
  columns: {
    team: textColumn('队名', 50),
    duty: wordColumn('职务', { 队长: 'captain', 副队长: 'vice-captain', 队员: 'member' } as const),
    code: codeColumn('人员编号'),
    name: textColumn('姓名', 50),
    phone: optionalTextColumn('手机', 30),
    category: optionalTextColumn('类别', 50),
    hasCart: flagColumn('有手推车', { mayBeMissing: true }),
    shift: optionalTextColumn('班次', 50),
  },
  unread: ['备注'],
  key: ['team', 'code'],
} as const;

const roleWords = {
  协调员: 'coordinator',
  会计: 'accountant',
  采购员: 'purchaser',
  卡口负责人: 'gate-captain',
  队长: 'team-captain',
  团长: 'group-buy-leader',
  楼栋长: 'building-captain',
  网格员: 'grid-worker',
} as const satisfies Record<string, Role>;

export const rolesTable = {
  name: { zh: '角色', en: 'roles' },
  columns: {
    code: codeColumn('人员编号'),
    name: textColumn('姓名', 50),
    phone: optionalTextColumn('手机', 30),
    role: wordColumn<Role>('角色', roleWords),
    scope: optionalTextColumn('范围', 100),
  },
  unread: ['备注'],
  key: ['code', 'role', 'scope'],
} as const;

export type CompoundRow = RowOf<typeof compoundsTable.columns>;
export type BuildingRow = RowOf<typeof buildingsTable.columns>;
export type HouseholdRow = RowOf<typeof householdsTable.columns>;
export type MemberRow = RowOf<typeof membersTable.columns>;
export type SupplyTeamRow = RowOf<typeof supplyTeamsTable.columns>;
export type RoleRow = RowOf<typeof rolesTable.columns>;

/** The flags of a row, in the order of the contract. */
export const flagsOf = (row: HouseholdRow): HouseholdFlag[] =>
  (
    [
      ['elderly-alone', row.elderlyAlone],
      ['disabled', row.disabled],
      ['pregnant', row.pregnant],
      ['chronically-ill', row.chronicallyIll],
      ['isolated', row.isolated],
    ] as const
  ).flatMap(([flag, has]) => (has ? [flag] : []));
