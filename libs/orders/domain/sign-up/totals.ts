import { normalise } from './normalise.js';
import { amountsOf } from './quantities.js';
import { scan } from './scan.js';
import type { ScanContext } from './scan-rule.js';
import { isKind } from './tokens.js';
import type { ChainOrder, Line, Notice, OpenItem, Portions, Round, Totals } from './types.js';
import type { Header } from './header.js';
import { joinWords } from './words.js';

/** Sums over what is counted, and over all entries. */
export function totalsOf(lines: readonly Line[], orders: readonly ChainOrder[], open: readonly OpenItem[]): Totals {
  const entries = lines.filter(({ status }) => status !== 'ignored');
  const held = entries.filter(({ status }) => status === 'held');
  const perItem = open.map(({ code, priceFen }) => {
    const portions = sum(orders.map(({ items }) => items[code] ?? 0));
    return [code, { portions, moneyFen: portions * priceFen }] as const;
  });
  return {
    entries: entries.length,
    acceptedEntries: entries.length - held.length,
    heldEntries: held.length,
    households: orders.length,
    portions: sum(orders.map(({ portions }) => portions)),
    moneyFen: sum(orders.map(({ moneyFen }) => moneyFen)),
    perItem: Object.fromEntries(perItem),
    perGate: tally(orders.map(({ gate, portions }) => [gate, portions])),
    heldByReason: tally(held.flatMap(({ reason }) => (reason ? [[reason, 1]] : []))),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function tally(counts: readonly (readonly [string, number])[]): Portions {
  const totals = new Map<string, number>();
  for (const [key, count] of counts) totals.set(key, (totals.get(key) ?? 0) + count);
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a person should look at, although it changes nothing. */
export function noticesOf(
  header: Header,
  stated: readonly string[],
  context: ScanContext,
  round: Round,
  open: readonly OpenItem[],
  { perItem }: Totals,
): readonly Notice[] {
  const isOpen = new Set(open.map(({ code }) => code));
  const read = (code: string): number => perItem[code]?.portions ?? 0;
  const prices = header.items.flatMap(({ code, statedFen }): readonly Notice[] => {
    const catalogueFen = open.find((item) => item.code === code)?.priceFen;
    if (code === null || statedFen === null || catalogueFen === undefined || statedFen === catalogueFen) return [];
    return [{ kind: 'price_mismatch', item: code, statedFen, catalogueFen }];
  });
  const totals = [...statedTotals(stated, context, isOpen)].flatMap(([item, count]): readonly Notice[] =>
    count === read(item) ? [] : [{ kind: 'stated_total_mismatch', item, stated: count, read: read(item) }],
  );
  const caps = round.openBundles.flatMap(({ code, bundleCap }): readonly Notice[] =>
    bundleCap !== null && read(code) > bundleCap ? [{ kind: 'over_cap', item: code, read: read(code), cap: bundleCap }] : [],
  );
  return [...prices, ...totals, ...caps];
}

/** 合计：蔬菜包10份 肉类包18份. What cannot be read of it states nothing. */
function statedTotals(lines: readonly string[], context: ScanContext, isOpen: ReadonlySet<string>): ReadonlyMap<string, number> {
  const stated = new Map<string, number>();
  for (const line of lines) {
    const tokens = joinWords(scan(normalise(line).text, context)).filter(isKind('item', 'unknown', 'quantity', 'comma', 'joiner', 'each'));
    for (const { codes, count } of amountsOf(tokens).mentions) {
      const [code, ...others] = codes.filter((code) => codes.length === 1 || isOpen.has(code));
      if (code !== undefined && !others.length && typeof count === 'number') stated.set(code, count);
    }
  }
  return stated;
}
