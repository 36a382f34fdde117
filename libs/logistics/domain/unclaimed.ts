import { roomText } from '@jielong/kernel';

export interface UnclaimedRow {
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly portions: number;
}
export interface UnclaimedPoint {
  readonly name: string;
  readonly state: 'waiting' | 'open' | 'closed' | 'cleared';
  readonly rows: readonly UnclaimedRow[];
}
export interface Unclaimed {
  readonly compoundName: string;
  readonly serviceDate: string;
  /** For people, in Asia/Shanghai; null where nobody has said. */
  readonly until: string | null;
  readonly points: readonly UnclaimedPoint[];
}

/** Ready to paste into the group chat: rooms, how many, where and until when. No names. */
export function unclaimedText({ compoundName, serviceDate, until, points }: Unclaimed): string {
  const open = points.filter(({ rows }) => rows.length > 0);
  if (points.every(({ state }) => state === 'waiting')) return `【${compoundName}】${serviceDate} 团购的货还没有到，到了再通知大家。\n`;
  if (!open.length) return `【${compoundName}】${serviceDate} 团购已全部取完，谢谢大家。\n`;
  const [households, portions] = [open.reduce((sum, { rows }) => sum + rows.length, 0), sumOf(open.flatMap(({ rows }) => rows))];
  const head = `【${compoundName}】${serviceDate} 还有 ${households} 户 ${portions} 份未取`;
  return [head, ...open.map(pointText), ...callsOf(open, until), ''].join('\n');
}

/** Ready to paste into the group chat: what has come, to which point, and until when it can be fetched. No rooms, no names. */
export function arrivedText(unclaimed: Unclaimed): string {
  const { compoundName, serviceDate, until, points } = unclaimed;
  const ready = points.filter(({ state, rows }) => state === 'open' && rows.length > 0);
  if (!ready.length) return unclaimedText(unclaimed);
  const waiting = points.filter(({ state, rows }) => state === 'waiting' && rows.length > 0);
  return [
    `【${compoundName}】${serviceDate} 团购到货，可以取了：`,
    ...ready.map(({ name, rows }) => `▍${name} ${rows.length} 户 ${sumOf(rows)} 份待取`),
    ...waiting.map(({ name }) => `▍${name} 货还未到，请再等等`),
    `请报房号或出示取货码${until === null ? '，尽快来取' : `，${until} 前来取`}。不方便的邻居请在群里说一声，安排人送。`,
    '',
  ].join('\n');
}

/** What to do, for those who can still come and for those who cannot. */
function callsOf(points: readonly UnclaimedPoint[], until: string | null): string[] {
  const over = ({ state }: UnclaimedPoint) => state === 'closed' || state === 'cleared';
  const last = until === null ? '请尽快来取' : `请于 ${until} 前来取`;
  return [
    ...(points.every(over) ? [] : [`${last}，不方便的邻居请在群里说一声，安排人送。`]),
    ...(points.some(over) ? ['取货已结束的，请联系社区处理。'] : []),
  ];
}

const sumOf = (rows: readonly UnclaimedRow[]): number => rows.reduce((sum, { portions }) => sum + portions, 0);

const pointText = ({ name, state, rows }: UnclaimedPoint): string =>
  [
    `▍${name}${state === 'open' ? '' : state === 'waiting' ? '（货还未到）' : '（取货已结束）'}`,
    ...rows.map((row) => `${roomText(row)} ${row.portions}份`),
  ].join('\n');
