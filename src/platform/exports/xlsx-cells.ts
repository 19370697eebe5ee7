import { type Cell, dateText, type ExportColumn, instantOf, numberText } from './column.js';
import { offsetsOf } from './local-instant.js';
import { MOST_DECIMALS, STYLE } from './xlsx-parts.js';

/** A cell holds no more characters in Excel. */
const MOST_CHARACTERS = 32_767;
/** A spreadsheet's numbers are floats: an id of more digits would lose its last ones. */
const MOST_DIGITS = 15;
const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet's calendar, counted so that every date since March 1900 is right. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

/** The element of a cell in a row, which are counted from 1. */
type Encode = (cell: Exclude<Cell, null | undefined>, row: number) => string;

/** How the cells of a column are written. Text is always inline text and never a formula. */
export function cellEncoder(column: ExportColumn, letters: string, timezone: string): Encode {
  switch (column.type) {
    case 'text':
      return (cell, row) => textCell(String(cell), letters + row);
    case 'number':
      return (cell, row) => numberCell(numberText(cell, column), letters + row, STYLE.plain);
    case 'decimal':
      return (cell, row) => decimalCell(numberText(cell, column), letters + row);
    case 'date':
      return (cell, row) =>
        `<c r="${letters}${row}" s="${STYLE.date}"><v>${serial(Date.parse(`${dateText(cell, column)}T00:00:00Z`))}</v></c>`;
    case 'instant': {
      const offset = offsetsOf(timezone);
      return (cell, row) => {
        const instant = instantOf(cell, column);
        return `<c r="${letters}${row}" s="${STYLE.instant}"><v>${serial(instant.getTime() + offset(instant))}</v></c>`;
      };
    }
  }
}

export function textCell(text: string, place: string, style: number = STYLE.plain): string {
  const fitting = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
  return `<c r="${place}"${styled(style)} t="inlineStr"><is><t xml:space="preserve">${xmlText(fitting)}</t></is></c>`;
}

/** A sum below the rows: in bold, with the decimals it is given with. */
export function totalCell(text: string, place: string): string {
  return numberCell(text, place, STYLE.totals + Math.min(decimalsOf(text), MOST_DECIMALS));
}

function decimalCell(text: string, place: string): string {
  const decimals = decimalsOf(text);
  return numberCell(text, place, decimals <= MOST_DECIMALS ? STYLE.decimals + decimals : STYLE.plain);
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function numberCell(text: string, place: string, style: number): string {
  if (text.length > MOST_DIGITS && text.replace(/[-.]/g, '').replace(/^0+/, '').length > MOST_DIGITS)
    return textCell(text, place);
  return `<c r="${place}"${styled(style)}><v>${text}</v></c>`;
}

function styled(style: number): string {
  return style === STYLE.plain ? '' : ` s="${style}"`;
}

/** Days since day 0, local time, with its fraction. */
function serial(localMs: number): number {
  return Math.round(((localMs - DAY_ZERO_MS) / DAY_MS) * 1e6) / 1e6;
}

/** Most texts hold none of these, and are looked at once. */
const SUSPECT = /_x[0-9A-Fa-f]{4}_|[&<>\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/;
const SPECIAL =
  /[&<>\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text inside an element; characters that XML 1.0 cannot hold are left out. */
export function xmlText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  // Excel reads _x0041_ as the character of that number; its underscore is written as one.
  const literal = text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return literal.replace(SPECIAL, (character) => ESCAPES[character] ?? '').replaceAll('\r', '&#13;');
}
