import type { ChainOrder, Line, LineOrder, LineStatus, Notice, OpenItem, Reading, Totals } from './types.js';

type Snaked<Key extends string> = Key extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snaked<Tail>}`
  : Key;
/** The same members, in snake_case. */
type SnakeCased<Value> = Value extends object ? { readonly [Key in keyof Value & string as Snaked<Key>]: Value[Key] } : Value;

/** A reading in the shape of `samples/signups/*.expected.json`: the one place with snake_case in JSON. */
export interface ReadingSnapshot {
  readonly compound: string;
  readonly compound_name: string;
  readonly run_date: string;
  readonly open_items: readonly SnakeCased<OpenItem>[];
  readonly totals: SnakeCased<Omit<Totals, 'perItem'>> & {
    readonly per_item: Readonly<Record<string, { portions: number; money_fen: number }>>;
  };
  readonly notices: readonly (Notice extends infer Each ? SnakeCased<Each> : never)[];
  readonly orders: readonly SnakeCased<Omit<ChainOrder, 'householdId' | 'fingerprints'>>[];
  readonly lines: readonly LineSnapshot[];
}
interface LineSnapshot {
  readonly line: number;
  readonly entry: number;
  readonly serial: string | null;
  readonly text: string;
  readonly status: LineStatus;
  readonly reason: string | null;
  readonly reason_text: string | null;
  readonly orders: readonly SnakeCased<Omit<LineOrder, 'householdId'>>[];
}

/** What `jielong sign-up preview --json` prints: exactly the members of the expected files, nothing of ours besides. */
export function snapshotOf(reading: Reading): ReadingSnapshot {
  return {
    compound: reading.compound,
    compound_name: reading.compoundName,
    run_date: reading.serviceDate,
    open_items: reading.openItems.map(({ code, letter, name, priceFen }) => ({ code, letter, name, price_fen: priceFen })),
    totals: totals(reading.totals),
    notices: reading.notices.map(notice),
    orders: reading.orders.map(({ room, items, portions, moneyFen, gate, placedBy, from }) => {
      return { room, items, portions, money_fen: moneyFen, gate, placed_by: placedBy, from };
    }),
    lines: reading.lines.map(line),
  };
}

const totals = ({ perItem, ...sums }: Totals): ReadingSnapshot['totals'] => ({
  entries: sums.entries,
  accepted_entries: sums.acceptedEntries,
  held_entries: sums.heldEntries,
  households: sums.households,
  portions: sums.portions,
  money_fen: sums.moneyFen,
  per_item: Object.fromEntries(Object.entries(perItem).map(([code, { portions, moneyFen }]) => [code, { portions, money_fen: moneyFen }])),
  per_gate: sums.perGate,
  held_by_reason: sums.heldByReason,
});

function notice(said: Notice): ReadingSnapshot['notices'][number] {
  if (said.kind !== 'price_mismatch') return said;
  return { kind: said.kind, item: said.item, stated_fen: said.statedFen, catalogue_fen: said.catalogueFen };
}

const line = ({ line, entry, serial, text, status, reason, reasonText, orders }: Line): LineSnapshot => ({
  line,
  entry,
  serial,
  text,
  status,
  reason,
  reason_text: reasonText,
  orders: orders.map(({ action, room, placedBy, name, items, remarks, phoneTail, gate }) => {
    return { action, room, placed_by: placedBy, name, items, remarks, phone_tail: phoneTail, gate };
  }),
});
