import {
  type CellReading,
  codeColumn,
  column,
  type Complaint,
  flagColumn,
  listColumn,
  optionalTextColumn,
  type RowOf,
  type SourceTable,
  type TableDefinition,
  textColumn,
  unreadable,
  wholeNumberColumn,
  yuanColumn,
} from '@jielong/kernel';

/** Kilograms with at most three decimals, as whole grams. */
const gramsColumn = (header: string) =>
  column(
    header,
    (cell): CellReading<number> => {
      const [, kilograms, decimals = ''] = /^(\d{1,4})(?:\.(\d{1,3}))?$/.exec(cell.normalize('NFKC')) ?? [];
      if (kilograms !== undefined) return { value: Number(kilograms) * 1_000 + Number(decimals.padEnd(3, '0')) };
      return unreadable('not-a-weight', '应为重量（kg），最多三位小数', 'must be kilograms with at most three decimals');
    },
    (grams) => String(grams / 1_000),
  );

const columns = {
  code: codeColumn('编码'),
  name: textColumn('品名'),
  aliases: listColumn('别名', '|｜'),
  spec: optionalTextColumn('规格'),
  unit: textColumn('单位', 10),
  weightGrams: gramsColumn('重量kg'),
  priceFen: yuanColumn('单价元'),
  limitPerHousehold: wholeNumberColumn('每户限购', { min: 1 }),
  substitutable: flagColumn('可替换'),
  substituteCode: optionalTextColumn('替换为', 32),
  bundleCap: wholeNumberColumn('每车上限', { min: 1 }),
  supplier: optionalTextColumn('供应商', 100, { mayBeMissing: true }),
} as const;

/** The catalogue as it is imported. */
export const catalogueTable: TableDefinition<typeof columns> = {
  name: { zh: '套餐目录', en: 'catalogue' },
  columns,
  unread: [],
  key: ['code'],
};
export type CatalogueRow = RowOf<typeof columns>;

/** Where a community has one supermarket, the file needs not name it. */
export const defaultSupplier = '示范保供超市';

/** What is wrong with a row beside its cells: a substitute must stand in the same file, and be another bundle. */
export function catalogueRule(source: SourceTable): (row: CatalogueRow) => readonly Complaint<typeof columns>[] {
  const at = source.header.findIndex((header) => header.trim() === columns.code.header);
  const codes = new Set(source.rows.map(({ cells }) => cells[at]?.normalize('NFKC').trim()));
  return ({ code, substituteCode }) => {
    if (substituteCode === '' || (codes.has(substituteCode) && substituteCode !== code)) return [];
    const { unreadable: why } = unreadable(
      'unknown-substitute',
      `替换套餐 ${substituteCode} 不在本文件中，或就是它自己`,
      `the substitute ${substituteCode} is not in this file, or is the bundle itself`,
    );
    return [{ column: 'substituteCode', ...why }];
  };
}
