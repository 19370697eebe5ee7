import { Readable } from 'node:stream';
import type { RequestContext } from '../tenancy/context.js';
import { textField } from './csv.js';
import { readsAsFormula } from './formula-guard.js';

const PAGE = 1_000;

/**
 * Columns that stand before those of the file itself. Their titles are in no file of anybody else, so that a mended file may have them
 * when it is sent again: they are no columns of it.
 */
const MARKS = ['Nightshift line', 'Nightshift outcome', 'Nightshift reason', 'Nightshift message'];
const NAMES = new Set(MARKS.map((title) => title.toLowerCase()));

/** A row of a file that is to be mended. */
export interface MendRow {
  /** Line of the file on which it began. */
  line: number;
  outcome: string;
  /** Why, as codes, and in words. */
  reason: string;
  message: string;
  /** As they stood in the file; null: they are not kept. */
  cells: readonly string[] | null;
}

export interface MendFile {
  /** Titles of the file's columns. */
  header: readonly string[];
  delimiter?: string;
  /** So many rows after a line, in the order of lines. */
  after: (line: number, limit: number) => Promise<MendRow[]>;
}

/**
 * Rows of an imported file as a CSV file with its own columns, and before them where each stood and what is wrong with it. Mended in a
 * spreadsheet it is imported as the file itself was. A row has as many cells as it had, so that one with too many or too few stays one.
 */
export function mendFile(context: RequestContext, { header, delimiter = ',', after }: MendFile): Readable {
  const { tenantId } = context;
  const cell = cellOf(delimiter);
  const line = (cells: readonly string[]) => cells.map(cell).join(delimiter) + '\r\n';
  async function* pieces() {
    yield `\uFEFF${line([...MARKS, ...header])}`;
    for (let from = 0; ;) {
      const at = from;
      // A stream is read outside the request's context.
      const page = await context.asTenant(tenantId, () => after(at, PAGE));
      if (page.length > 0)
        yield page
          .map((row) => line([String(row.line), row.outcome, row.reason, row.message, ...(row.cells ?? [])]))
          .join('');
      if (page.length < PAGE) return;
      from = page.at(-1)!.line;
    }
  }
  return Readable.from(pieces(), { highWaterMark: 1 });
}

/** Where a header has the columns of a file that was made to be mended. */
export function marksOf(header: readonly string[]): number[] {
  return header.flatMap((title, at) => (NAMES.has(title.replaceAll('\uFEFF', '').trim().toLowerCase()) ? [at] : []));
}

/** The cells of the file itself, as it was before it was written to be mended. Without marks: all as they are. */
export function withoutMarks(fields: readonly string[], marks: readonly number[]): readonly string[] {
  if (marks.length === 0) return fields;
  return fields.filter((_, at) => !marks.includes(at)).map(unguarded);
}

/** Nothing that a spreadsheet runs: an apostrophe would keep amounts from being read as such. */
const AMOUNT = /^[+-]?[\d.,]*%?$/;

function cellOf(delimiter: string): (value: string) => string {
  const text = textField(delimiter);
  return (value) => {
    if (!AMOUNT.test(value)) return text(value);
    return value.includes(delimiter) ? `"${value}"` : value;
  };
}

/** Without the apostrophe that kept a spreadsheet from running the text. */
function unguarded(cell: string): string {
  return cell.startsWith("'") && readsAsFormula(cell.slice(1)) ? cell.slice(1) : cell;
}
