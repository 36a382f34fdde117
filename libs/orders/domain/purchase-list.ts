import { type Exported, exportedRow, type Fen, fen, sumOf, times, yuan } from '@jielong/kernel';

/** What is to be bought of one bundle. */
export interface PurchaseListLine {
  readonly supplier: string;
  readonly bundle: string;
  readonly name: string;
  readonly spec: string;
  readonly unit: string;
  readonly portions: number;
  readonly priceFen: Fen;
  readonly weightGrams: number;
  /** What may be bought where it cannot be had, and for how many portions households take it. Null: nothing. */
  readonly substitute: { readonly bundle: string; readonly name: string; readonly priceFen: number } | null;
  readonly replaceable: number;
}
export interface PricedLine extends PurchaseListLine {
  readonly moneyFen: Fen;
}
/** What one supplier is asked for. */
export interface SupplierList {
  readonly supplier: string;
  readonly lines: readonly PricedLine[];
  readonly portions: number;
  readonly moneyFen: Fen;
  readonly weightGrams: number;
}

/** The list for the purchaser: by supplier and bundle, without bundles that nobody ordered. */
export function purchaseList(lines: readonly PurchaseListLine[]): SupplierList[] {
  const ordered = lines.filter(({ portions }) => portions > 0).toSorted((a, b) => (a.bundle < b.bundle ? -1 : 1));
  const suppliers = [...new Set(ordered.map(({ supplier }) => supplier))].toSorted();
  return suppliers.map((supplier) => listOf(supplier, ordered));
}

function listOf(supplier: string, ordered: readonly PurchaseListLine[]): SupplierList {
  const lines = ordered
    .filter((line) => line.supplier === supplier)
    .map((line) => ({ ...line, moneyFen: times(line.priceFen, line.portions) }));
  return {
    supplier,
    lines,
    portions: lines.reduce((sum, { portions }) => sum + portions, 0),
    moneyFen: sumOf(lines.map(({ moneyFen }) => moneyFen)),
    weightGrams: lines.reduce((sum, { weightGrams, portions }) => sum + weightGrams * portions, 0),
  };
}

const header = ['供应商', '编码', '品名', '规格', '单位', '份数', '单价元', '金额元', '重量kg', '缺货换', '可换份数'];

/** The same for a spreadsheet: UTF-8 with BOM and CRLF, as Excel reads it; below it who took it out, and when. */
export function purchaseListCsv(lists: readonly SupplierList[], exported: Exported): string {
  const rows = lists.flatMap(({ lines }) => lines.map(rowOf));
  const total = [
    '合计',
    '',
    '',
    '',
    '',
    String(lists.reduce((sum, { portions }) => sum + portions, 0)),
    '',
    yuan(sumOf(lists.map(({ moneyFen }) => moneyFen))),
    kilograms(lists.reduce((sum, { weightGrams }) => sum + weightGrams, 0)),
    '',
    '',
  ];
  return `\ufeff${[header, ...rows, total, exportedRow(exported)].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const rowOf = ({ supplier, bundle, name, spec, unit, portions, priceFen, moneyFen, weightGrams, ...instead }: PricedLine): string[] => [
  supplier,
  bundle,
  name,
  spec,
  unit,
  String(portions),
  yuan(fen(priceFen)),
  yuan(moneyFen),
  kilograms(weightGrams * portions),
  instead.substitute && instead.replaceable > 0 ? insteadOf(instead.substitute) : '',
  instead.replaceable > 0 ? String(instead.replaceable) : '',
];
const insteadOf = ({ bundle, name, priceFen }: NonNullable<PurchaseListLine['substitute']>): string =>
  `${bundle} ${name} ${yuan(fen(priceFen))}`;
const kilograms = (grams: number): string => (grams / 1_000).toFixed(3);
/** A cell that a spreadsheet would take for a formula is text. */
const cell = (text: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
