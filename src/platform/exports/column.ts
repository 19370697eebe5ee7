/**
 * What the cells of a column are.
 *
 * - `text`: anything a person or a customer typed; guarded against being read as a formula
 * - `number`: a finite number
 * - `decimal`: a number as a decimal string, such as an amount of money: never rounded on its way
 * - `date`: a calendar date, `YYYY-MM-DD`
 * - `instant`: a moment; written as local time with its offset, in the zone of the export
 */
export type CellType = 'text' | 'number' | 'decimal' | 'date' | 'instant';

export type Cell = string | number | Date | null | undefined;

export interface ExportColumn {
  title: string;
  type: CellType;
  /** Usual length of its texts, for the width of the column. Default: by its type and title. */
  characters?: number;
}

/** Rows by the batch: whoever reads them from the database decides how many at a time. */
export type RowBatches = AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;

/** What stands below the rows. It is asked for when the last row was written, so that it may have been summed up on the way. */
export interface Ending {
  /** A line of sums: a label in the first column, values as decimal strings in others, null where there is none. */
  totals?: readonly { label: string; cells: readonly (string | null)[] }[];
  /** What a reader must know of the rows above, such as that there are more of them. */
  note?: string;
}

export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** Usual length of a cell's text, where its column does not say. */
export const CHARACTERS = { text: 24, number: 12, decimal: 14, date: 12, instant: 20 } as const;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The text of a number or decimal cell. @throws ExportError for what is no number: an export never shows NaN */
export function numberText(cell: Exclude<Cell, null | undefined>, column: ExportColumn): string {
  const text = typeof cell === 'number' && Number.isFinite(cell) ? plain(cell) : cell;
  if (typeof text === 'string' && DECIMAL.test(text)) return text;
  throw new ExportError(`${column.title}: ${String(cell)} is not a number`);
}

/** @throws ExportError */
export function dateText(cell: Exclude<Cell, null | undefined>, column: ExportColumn): string {
  if (typeof cell === 'string' && DATE.test(cell)) return cell;
  throw new ExportError(`${column.title}: ${String(cell)} is not a calendar date`);
}

/** @throws ExportError */
export function instantOf(cell: Exclude<Cell, null | undefined>, column: ExportColumn): Date {
  if (cell instanceof Date && !Number.isNaN(cell.getTime())) return cell;
  throw new ExportError(`${column.title}: ${String(cell)} is not an instant`);
}

/** Digits without an exponent: spreadsheets read 1e21 as text. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text;
}
