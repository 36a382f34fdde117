import { type Fen, fen, roomText, yuan } from '@jielong/kernel';

/** A household as a group knows it: by its room. */
export interface Neighbour {
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
}
export interface GroupRun {
  readonly compoundName: string;
  readonly serviceDate: string;
}
export interface Unpaid extends Neighbour {
  readonly owedFen: Fen;
}
export interface ShortLine extends Neighbour {
  readonly name: string;
  readonly unitOfBundle: string;
  readonly ordered: number;
  readonly allocated: number;
  /** What it gets in place of it. */
  readonly instead: { readonly name: string; readonly unit: string; readonly portions: number } | null;
}

const title = ({ compoundName, serviceDate }: GroupRun): string => `【${compoundName}】${serviceDate}`;
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Who has not paid a run, ready to paste into its group: rooms and amounts, no names. */
export function unpaidText(run: GroupRun, households: readonly Unpaid[]): string {
  if (!households.length) return text([`${title(run)} 团购款都收齐了，谢谢大家。`]);
  const total = fen(households.reduce((sum, { owedFen }) => sum + owedFen, 0));
  return text([
    `${title(run)} 还有 ${households.length} 户没有付清，共 ${yuan(total)} 元`,
    ...inOrder(households).map((household) => `${roomText(household)} ${yuan(household.owedFen)} 元`),
    '已经付过的邻居，请在群里写“房号 金额”说一声。',
  ]);
}

/** Who gets less than ordered, ready to paste: rooms and portions, no names. Undefined lines: nothing is divided yet. */
export function shortText(run: GroupRun, lines: readonly ShortLine[] | undefined): string {
  if (!lines) return text([`${title(run)} 还没有分配，请等采购登记。`]);
  if (!lines.length) return text([`${title(run)} 订的都有，没有少的。`]);
  const rooms = [...new Set(inOrder(lines).map(roomText))];
  return text([
    `${title(run)} 货不够，有 ${rooms.length} 户少了`,
    ...rooms.map(
      (room) =>
        `${room} ${lines
          .filter((line) => roomText(line) === room)
          .map(shortOf)
          .join('，')}`,
    ),
    '少的不收钱；已经付了的留作下次，要退的请说一声。',
  ]);
}

const shortOf = ({ name, unitOfBundle, ordered, allocated, instead }: ShortLine): string =>
  `${name}订 ${ordered} ${unitOfBundle}，${allocated === 0 ? '这次没有' : `有 ${allocated} ${unitOfBundle}`}${
    instead ? `，换${instead.name} ${instead.portions} ${instead.unit}` : ''
  }`;

/** As people count buildings and floors: 2 before 10. */
function inOrder<It extends Neighbour>(rooms: readonly It[]): It[] {
  const by = (a: string | null, b: string | null) => (a ?? '').localeCompare(b ?? '', 'zh', { numeric: true });
  return rooms.toSorted((a, b) => by(a.building, b.building) || by(a.unit, b.unit) || by(a.room, b.room));
}
