import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type Cell, CHARACTERS, type Ending, type ExportColumn, type RowBatches } from './column.js';
import { cellEncoder, textCell, totalCell, xmlText } from './xlsx-cells.js';
import * as parts from './xlsx-parts.js';

/** Rows of a sheet, the header among them. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** One date for every part, in local time as zip files have it: the same rows make the same bytes, in any zone. */
const OPTIONS = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compress: true };

export interface XlsxOptions {
  /** IANA zone in which instants are written. */
  timezone: string;
  /** Name of the sheet, and with (2), (3), … of those the rows go on to when one is full. */
  sheetName: string;
  /** Sums and the note stand below the last row, in bold. */
  ending?: () => Ending;
  /** For tests. */
  rowsPerSheet?: number;
}

/**
 * An XLSX workbook as a stream that is written while the rows are read: memory does not grow with their number. It fails with
 * the error of the rows, or an ExportError for a cell that is not what its column says.
 */
export function xlsx(columns: readonly ExportColumn[], batches: RowBatches, options: XlsxOptions): Readable {
  if (columns.length > MOST_COLUMNS) throw new RangeError(`A sheet has at most ${MOST_COLUMNS} columns`);
  const zip = new ZipFile();
  // yazl types its output as the older stream interface.
  const output = zip.outputStream as Readable;
  const fail = (error: Error): void => void output.destroy(error);
  zip.on('error', fail);
  // Rows are read before anybody listens. Whoever reads later gets the error all the same; without a listener it would end the process.
  output.on('error', () => undefined);
  const sheets = new Sheets(columns, rowsOf(batches), options);
  const addSheet = (): void => {
    const sheet = Readable.from(sheets.next(), { objectMode: false });
    // yazl leaves the errors of a stream to whoever made it.
    sheet.once('error', fail);
    output.once('close', () => sheet.destroy());
    sheet.once('end', () => (sheets.done ? finish(zip, sheets.names) : addSheet()));
    zip.addReadStream(sheet, `xl/worksheets/sheet${sheets.names.length}.xml`, OPTIONS);
  };
  addSheet();
  return output;
}

function finish(zip: ZipFile, names: readonly string[]): void {
  const add = (text: string, name: string) => zip.addBuffer(Buffer.from(text), name, OPTIONS);
  add(parts.styles(), 'xl/styles.xml');
  add(parts.workbook(names.map(xmlText)), 'xl/workbook.xml');
  add(parts.workbookRelations(names.length), 'xl/_rels/workbook.xml.rels');
  add(parts.packageRelations(), '_rels/.rels');
  add(parts.contentTypes(names.length), '[Content_Types].xml');
  zip.end();
}

type Row = readonly Cell[];
type Rows = AsyncGenerator<readonly Row[], void>;

async function* rowsOf(batches: RowBatches): Rows {
  yield* batches;
}

/** Writes a row of a sheet, which are counted from 1. */
type Write = (row: Row, number: number) => string;

/** Sheets one after the other, as the rows need them. */
class Sheets {
  readonly names: string[] = [];
  done = false;
  /** Rows that were read and stand in no sheet yet. */
  private pending: readonly Row[] = [];
  private write: Write;
  private ended = false;

  constructor(
    private readonly columns: readonly ExportColumn[],
    private readonly rows: Rows,
    private readonly options: XlsxOptions,
  ) {
    this.write = rowWriter(columns, options.timezone);
  }

  /** Text of the next sheet. */
  next(): AsyncGenerator<Buffer> {
    const number = this.names.length + 1;
    this.names.push(sheetName(this.options.sheetName, number));
    return this.sheet();
  }

  private async *sheet(): AsyncGenerator<Buffer> {
    const { columns } = this;
    const head = columns.map(({ title }, index) => textCell(title, `${columnLetters(index)}1`, parts.STYLE.header));
    yield Buffer.from(`${parts.sheetHead(columns.map(widthOf))}<row r="1">${head.join('')}</row>`);
    const last = this.options.rowsPerSheet ?? MOST_ROWS;
    let written = 1;
    for (;;) {
      if (this.pending.length === 0 && !(await this.read())) break;
      if (written === last) break;
      const now = this.pending.slice(0, last - written);
      this.pending = this.pending.slice(now.length);
      let text = '';
      for (const row of now) {
        written++;
        text += `<row r="${written}">${this.write(row, written)}</row>`;
      }
      yield Buffer.from(text);
    }
    yield Buffer.from(parts.SHEET_END);
  }

  private async read(): Promise<boolean> {
    while (this.pending.length === 0) {
      const read = await this.rows.next();
      if (!read.done) this.pending = read.value;
      else if (!this.ended) {
        this.ended = true;
        this.pending = endingRows(this.options.ending?.() ?? {});
        this.write = writeEnding;
      } else {
        this.done = true;
        return false;
      }
    }
    return true;
  }
}

function rowWriter(columns: readonly ExportColumn[], timezone: string): Write {
  const encoders = columns.map((column, index) => cellEncoder(column, columnLetters(index), timezone));
  return (row, number) => {
    let text = '';
    for (let index = 0; index < encoders.length; index++) {
      const cell = row[index];
      if (cell !== null && cell !== undefined) text += encoders[index]!(cell, number);
    }
    return text;
  };
}

function endingRows({ totals = [], note }: Ending): Row[] {
  const rows: Row[] = totals.map(({ label, cells }) => [label, ...cells.slice(1)]);
  return note ? [...rows, [note]] : rows;
}

/** A line below the rows: text in the first column, numbers in the others, whatever the columns hold above. */
const writeEnding: Write = (row, number) =>
  row
    .map((cell, index) => {
      if (cell === null || cell === undefined) return '';
      const place = columnLetters(index) + number;
      return index === 0 ? textCell(String(cell), place, parts.STYLE.header) : totalCell(String(cell), place);
    })
    .join('');

/** A, B, … Z, AA: what a spreadsheet calls the column of an index. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

function widthOf({ title, type, characters }: ExportColumn): number {
  return characters ?? Math.max(CHARACTERS[type], Math.min(title.length + 2, 40));
}

/** Excel takes 31 characters at most, and none of \ / ? * [ ] : in them, nor an apostrophe at an end. */
function sheetName(name: string, number: number): string {
  const suffix = number === 1 ? '' : ` (${number})`;
  const clean = name
    .replace(/[\\/?*[\]:"]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim();
  const short = (clean || 'Sheet').slice(0, 31 - suffix.length).replace(/[\uD800-\uDBFF]$/, '');
  return short + suffix;
}
