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
  yield (byteOrderMark ? '\uFEFF' : '') + columns.map(({ title }) => text(title)).join(delimiter) + '\r\n';
  for await (const rows of batches) {
    let piece = '';
    for (const row of rows) {
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

/** A text as a field: most need nothing, and are looked at once. */
function textField(delimiter: string): (value: string) => string {
  const plain = new RegExp(`^[^\\s"=+\\-@＝＋－＠${delimiter}](?:[^"\\r\\n${delimiter}]*[^\\s"${delimiter}])?$`);
  return (value) => (plain.test(value) ? value : `"${guarded(value).replaceAll('"', '""')}"`);
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
