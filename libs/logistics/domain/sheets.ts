import { hashOf } from '@jielong/kernel';

export type SheetKind = 'pickup' | 'to-door';

/** What one household still has to get, as a list at a gate says it: the way it is delivered, never why. */
export interface SheetRow {
  readonly building: string;
  /** null in villages without units. */
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly code: string;
  readonly fulfilment: string;
  /** Portions still to be handed out, by the name of the bundle. */
  readonly left: Readonly<Record<string, number>>;
  /** Portions it has got. */
  readonly handedOut: number;
}
export interface SheetPoint {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}
/** Everything a sheet says. Texts are Chinese: it is read at a gate. */
export interface Sheet {
  readonly kind: SheetKind;
  readonly runId: string;
  /** The version of the allocation that is in effect. */
  readonly version: number;
  readonly compoundName: string;
  /** `2026-11-25`. */
  readonly serviceDate: string;
  readonly points: readonly SheetPoint[];
}
/** One page of A4: rows of one building at one point. */
export interface SheetPage {
  /** Eight characters by which a page is named when it is typed back; the same whenever this page of this version is printed. */
  readonly code: string;
  readonly pointName: string;
  readonly building: string;
  readonly number: number;
  readonly of: number;
  readonly rows: readonly SheetRow[];
}

const rowsOnPage = 24;
/** Without 0, O, 1, I, which look alike on paper. */
const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

function pageCode(page: Readonly<Record<string, string | number>>): string {
  let rest = BigInt(`0x${hashOf(page)}`);
  return Array.from({ length: 8 }, () => {
    const letter = letters[Number(rest % 32n)] ?? '';
    rest /= 32n;
    return letter;
  }).join('');
}

const numeric = new Intl.Collator('zh-CN', { numeric: true });
const byPlace = (a: SheetRow, b: SheetRow): number =>
  numeric.compare(a.building, b.building) || numeric.compare(a.unit ?? '', b.unit ?? '') || numeric.compare(a.room, b.room);

/** Pages by point and building, a new page for each building, in the order in which one walks past the doors. */
export function pagesOf({ kind, runId, version, points }: Sheet): SheetPage[] {
  const pages = points.flatMap(({ name, rows }) =>
    buildingsOf(rows).flatMap(({ building, rows: own }) => slices(own).map((slice) => ({ pointName: name, building, rows: slice }))),
  );
  return pages.map((page, i) => ({
    ...page,
    code: pageCode({ kind, runId, version, point: page.pointName, page: i + 1 }),
    number: i + 1,
    of: pages.length,
  }));
}

function buildingsOf(rows: readonly SheetRow[]): { building: string; rows: SheetRow[] }[] {
  const buildings = new Map<string, SheetRow[]>();
  for (const row of rows.toSorted(byPlace)) buildings.set(row.building, [...(buildings.get(row.building) ?? []), row]);
  return [...buildings].map(([building, own]) => ({ building, rows: own }));
}

const slices = (rows: readonly SheetRow[]): SheetRow[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsOnPage) }, (_, i) => rows.slice(i * rowsOnPage, (i + 1) * rowsOnPage));

export const sheetTitles = { pickup: '取货清单', 'to-door': '送货清单' } as const satisfies Record<SheetKind, string>;

const ways: Readonly<Record<string, string>> = { 'to-door': '送货上门', 'left-at-door': '放门口', 'drop-at-building': '送到楼下' };
/** How it is delivered, in Chinese. */
export const wayText = (fulfilment: string): string => ways[fulfilment] ?? '自提';

/** `蔬菜包×2、鸡蛋×1`; `已领完` where nothing is left. */
export const leftText = (left: SheetRow['left']): string =>
  Object.entries(left)
    .filter(([, portions]) => portions > 0)
    .map(([bundle, portions]) => `${bundle}×${portions}`)
    .join('、') || '已领完';

export const portionsLeft = ({ left }: SheetRow): number => Object.values(left).reduce((sum, portions) => sum + portions, 0);

/** `2单元501`; `12` in villages without units. */
export const doorText = ({ unit, room }: SheetRow): string => (unit === null || unit === '' ? room : `${unit}单元${room}`);
