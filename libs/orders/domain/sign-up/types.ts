import type { Answer, Choice } from './answers.js';
import type { Reason } from './reasons.js';

/** What the text is read for. Prices are those frozen at opening. */
export interface Round {
  /** Code of the compound. */
  readonly compound: string;
  /** `2026-11-25`; dates in the text are not read. */
  readonly serviceDate: string;
  readonly openBundles: readonly RoundBundle[];
  /** Everything the catalogue knows, open or not. */
  readonly itemWords: readonly ItemWord[];
}
export interface RoundBundle {
  readonly code: string;
  readonly name: string;
  readonly priceFen: number;
  /** 每户限购, additions counted together; null: none. */
  readonly limitPerHousehold: number | null;
  /** 每车上限; null: none. */
  readonly bundleCap: number | null;
}
/** 品名 and 别名 of one bundle of the catalogue. */
export interface ItemWord {
  readonly code: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** Who lives where: buildings and households of the run's compound, the names of all compounds. */
export interface Register {
  readonly compounds: readonly { readonly code: string; readonly name: string }[];
  /** `units` 0: houses without units. `gate`: the one its residents use. */
  readonly buildings: readonly { readonly building: string; readonly units: number; readonly gate: string }[];
  readonly households: readonly { readonly id: string; readonly building: string; readonly unit: string | null; readonly room: string }[];
  /** Gates that no building names, if there are any. */
  readonly gates?: readonly string[];
}

export interface Room {
  readonly building: string;
  /** null where there are no units. */
  readonly unit: string | null;
  readonly room: string;
}
/** Portions by bundle code. */
export type Portions = Readonly<Record<string, number>>;

export type Action = 'order' | 'replace' | 'set_item' | 'add' | 'cancel' | 'cancel_item';
export type LineStatus = 'accepted' | 'held' | 'ignored';

/** What one accepted entry says for one household. */
export interface LineOrder {
  readonly action: Action;
  readonly householdId: string;
  readonly room: string;
  /** A room; the name written where a helper gave no room; null where nothing is. */
  readonly placedBy: string | null;
  readonly name: string | null;
  readonly items: Portions;
  readonly remarks: readonly string[];
  readonly phoneTail: string | null;
  /** Only if the entry says one. */
  readonly gate: string | null;
}
/** An entry, or a line that is none. Header, example, cut-off, total and continuation lines are not among them. */
export interface Line {
  /** 1-based, in the text. */
  readonly line: number;
  /** 1, or 2 … on a shared line. */
  readonly entry: number;
  readonly serial: string | null;
  /** As written. */
  readonly text: string;
  readonly fingerprint: string;
  /** 1 for the first of equal texts. */
  readonly occurrence: number;
  readonly status: LineStatus;
  readonly reason: Reason | null;
  readonly reasonText: string | null;
  readonly reasonTextEn: string | null;
  readonly orders: readonly LineOrder[];
  /** What a person may answer to a held entry. */
  readonly choices: readonly Choice[];
  /** What has been answered to this entry, and was taken. */
  readonly answers: readonly Answer[];
}
/** What is left of a household's entries at the end. */
export interface ChainOrder {
  readonly householdId: string;
  readonly room: string;
  readonly items: Portions;
  readonly portions: number;
  readonly moneyFen: number;
  readonly gate: string;
  readonly placedBy: string | null;
  /** `line.entry` of everything that shaped it since its last plain order. */
  readonly from: readonly string[];
  /** The fingerprints of the same entries. */
  readonly fingerprints: readonly string[];
}
export interface OpenItem {
  readonly code: string;
  readonly letter: string;
  readonly name: string;
  readonly priceFen: number;
}
export type Notice =
  | { readonly kind: 'price_mismatch'; readonly item: string; readonly statedFen: number; readonly catalogueFen: number }
  | { readonly kind: 'stated_total_mismatch'; readonly item: string; readonly stated: number; readonly read: number }
  | { readonly kind: 'over_cap'; readonly item: string; readonly read: number; readonly cap: number };
export interface Totals {
  /** Without the ignored. */
  readonly entries: number;
  readonly acceptedEntries: number;
  readonly heldEntries: number;
  readonly households: number;
  readonly portions: number;
  readonly moneyFen: number;
  readonly perItem: Readonly<Record<string, { readonly portions: number; readonly moneyFen: number }>>;
  readonly perGate: Portions;
  readonly heldByReason: Readonly<Record<string, number>>;
}
export interface Reading {
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  readonly openItems: readonly OpenItem[];
  readonly totals: Totals;
  readonly notices: readonly Notice[];
  readonly orders: readonly ChainOrder[];
  readonly lines: readonly Line[];
}
