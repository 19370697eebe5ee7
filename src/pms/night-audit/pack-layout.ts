import { type Column, type Pdf, table, type TableStyle } from '../../platform/pdf/index.js';

export const HALF = 262;
export const RIGHT = 'right' as const;
/** Between two sections; narrow, so that a quiet day fits on one page. */
export const AIR = 6;
const SMALL: TableStyle = { size: 7.2, pad: 1.1 };

export function rows(pdf: Pdf, columns: readonly Column[], cells: readonly string[][], style: TableStyle = {}): void {
  table(pdf, columns, cells, { ...SMALL, ...style });
}

/** Height of a heading and a table of so many rows, each of one line, with its head. */
export function heightOf(count: number): number {
  return 14 + AIR + (count + 1) * 12.2;
}

export function heading(pdf: Pdf, title: string, x = pdf.left): void {
  // Room for the head of its table and a row or two.
  pdf.keep(56);
  pdf.text(title, { x, size: 8.5, weight: 'bold' });
  pdf.space(2);
}

/** `no-show-check` and `ARRIVALS_DUE` as words. */
export function wordsOf(name: string): string {
  const words = name.toLowerCase().replaceAll(/[-_]/g, ' ').replace('no show', 'no-show');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The hotel's local date and time. */
export function minute(instant: string, timeZone: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}
