/** A spreadsheet runs a cell that begins so. One that has its apostrophe already gets another, so that each is taken away once. */
const looksLikeFormula = /^'*[=+\-@\t\r]/;
const isNeutral = /^'+[=+\-@\t\r]/;

/** A cell for a spreadsheet, which never runs it. */
export const neutral = (cell: string): string => (looksLikeFormula.test(cell) ? `'${cell}` : cell);

/** The cell as it was before it was made neutral. */
export const plainCell = (cell: string): string => (isNeutral.test(cell) ? cell.slice(1) : cell);
