import {
  type Cell,
  dateText,
  type Ending,
  type ExportColumn,
  instantOf,
  numberText,
  type RowBatches,
} from './column.js';
import { guarded } from './formula-guard.js';
import { isoWithOffset, offsetsOf } from './local-instant.js';

export interface CsvOptions {
  /** IANA zone in which instants are written. */
  timezone: string;
  delimiter?: ',' | ';' | '\t';
  /** Excel takes a file without a byte order mark for the local code page. Default: with. */
  byteOrderMark?: boolean;
  /** Of this the note alone is written, as a last line of one field: sums among the rows would be taken for rows. */
  ending?: () => Ending;
}

type Encode = (cell: Exclude<Cell, null | undefined>) => string;

/**
 * A CSV file (RFC 4180: CRLF, quotes doubled, UTF-8), in pieces as large as the batches of rows; the header always. A null is
 * an empty field, an empty text is `""`. Numbers have a point and no grouping. Text that a spreadsheet would run as a formula
 * begins with an apostrophe.
 * @throws ExportError for a cell that is not what its column says
 */
export async function* csv(
  columns: readonly ExportColumn[],
  batches: RowBatches,
  { timezone, delimiter = ',', byteOrderMark = true, ending }: CsvOptions,
): AsyncGenerator<string> {
  const text = textField(delimiter);
  const encoders = columns.map((column) => encoder(column, text, timezone));
  const plain = plainLine(columns, delimiter);
  yield (byteOrderMark ? '\uFEFF' : '') + columns.map(({ title }) => text(title)).join(delimiter) + '\r\n';
  for await (const rows of batches) {
    let piece = '';
    for (const row of rows) {
      if (plain && row.length === columns.length) {
        const line = row.join(delimiter);
        if (plain.test(line)) {
          piece += line + '\r\n';
          continue;
        }
      }
      for (let index = 0; index < encoders.length; index++) {
        const cell = row[index];
        if (index > 0) piece += delimiter;
        if (cell !== null && cell !== undefined) piece += encoders[index]!(cell);
      }
      piece += '\r\n';
    }
    if (piece !== '') yield piece;
  }
  const note = ending?.().note;
  if (note) yield text(note) + '\r\n';
}

/** A text that needs no quotes and no apostrophe. */
function plainText(delimiter: string): string {
  return `[^\\s"=+\\-@＝＋－＠${delimiter}](?:[^"\\r\\n${delimiter}]*[^\\s"${delimiter}])?`;
}

/** A field of text: in quotes where it needs them, and with an apostrophe where a spreadsheet would run it. */
export function textField(delimiter: string): (value: string) => string {
  const plain = new RegExp(`^${plainText(delimiter)}$`);
  return (value) => (plain.test(value) ? value : `"${guarded(value).replaceAll('"', '""')}"`);
}

/**
 * A whole row whose cells need nothing, as most do: looking at it once takes half the time of looking at each cell. No part
 * matches the delimiter, so that a cell with one in it is not taken for two. Not for tables with instants, which are written otherwise.
 */
function plainLine(columns: readonly ExportColumn[], delimiter: string): RegExp | undefined {
  if (columns.some(({ type }) => type === 'instant')) return undefined;
  const parts = { text: plainText(delimiter), number: '-?\\d+(?:\\.\\d+)?', date: '\\d{4}-\\d{2}-\\d{2}' };
  const cells = columns.map(({ type }) => (type === 'text' || type === 'date' ? parts[type] : parts.number));
  return new RegExp(`^${cells.join(delimiter)}$`);
}

function encoder(column: ExportColumn, text: (value: string) => string, timezone: string): Encode {
  switch (column.type) {
    case 'text':
      return (cell) => text(String(cell));
    case 'number':
    case 'decimal':
      return (cell) => numberText(cell, column);
    case 'date':
      return (cell) => dateText(cell, column);
    case 'instant': {
      const offset = offsetsOf(timezone);
      return (cell) => {
        const instant = instantOf(cell, column);
        return isoWithOffset(instant, offset(instant));
      };
    }
  }
}
