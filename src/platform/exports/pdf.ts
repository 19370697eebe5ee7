import { PageStream } from '../pdf/page-stream.js';
import type { SetText } from '../pdf/text-setter.js';
import { unbroken, wrap } from '../pdf/wrap.js';
import { grouped } from '../pdf/grouped.js';
import type { Cell, Ending, ExportColumn, RowBatches } from './column.js';
import { type PdfColumn, pdfLayout } from './pdf-columns.js';

export interface PdfTableOptions {
  /** IANA zone in which instants are written. */
  timezone: string;
  title: string;
  author: string;
  /** Written into the file: the same rows at the same instant make the same bytes. */
  createdAt: Date;
  /** Below the title: what the table is of. */
  facts: readonly string[];
  footer: string;
  /** How many rows there will be, if it is known; nothing but the place of the page's number depends on it. */
  rows?: number;
  /** Sums and the note stand below the last row. */
  ending?: () => Ending;
}

const SIDE = 42;
const TOP = 42;
const BOTTOM = 62;
const PAD = 3;
/** Height of a line, beside the size of its text. */
const LEADING = 1.3;
/** A text is cut after so many lines. */
const MOST_LINES = 12;
const INK = '#1a1a1a';
const GREY = '#666666';
const SHADE = '#eef1f4';
const RULE = '#d5d9de';

/**
 * A table as a PDF, in pieces as its pages are done: memory holds one page. The columns' titles stand on every page, and what
 * stands below the rows on the last one.
 * @throws ExportError for a cell that is not what its column says
 */
export async function* pdf(
  columns: readonly ExportColumn[],
  batches: RowBatches,
  options: PdfTableOptions,
): AsyncGenerator<Buffer> {
  const layout = pdfLayout(columns, options.timezone);
  const { title, author, createdAt, footer, rows = 100_000 } = options;
  const digits = String(Math.ceil(rows / 30)).length;
  const page = new PageStream({ title, author, createdAt, footer, landscape: layout.landscape, digits });
  const widest = (heading: string) =>
    Math.max(0, ...unbroken(heading).map((word) => page.text.set(word, 'bold').width));
  const { places, size } = layout.place(SIDE, page.width - 2 * SIDE, widest);
  const table = new Table(page, columns, places, size, title);
  table.begin(options.facts);
  for await (const some of batches) {
    for (const row of some) table.row(row);
    const ready = page.take();
    if (ready) yield ready;
  }
  table.end(options.ending?.() ?? {});
  page.finish();
  for (let ready = page.take(); ready; ready = page.take()) yield ready;
}

class Table {
  private y = 0;
  private readonly line: number;

  constructor(
    private readonly page: PageStream,
    private readonly columns: readonly ExportColumn[],
    private readonly places: readonly PdfColumn[],
    private readonly size: number,
    private readonly title: string,
  ) {
    this.line = size * LEADING;
  }

  begin(facts: readonly string[]): void {
    this.page.addPage();
    this.page.line(this.title, { x: SIDE, y: TOP + 16, size: 18, weight: 'bold' });
    this.y = TOP + 34;
    for (const fact of facts) {
      this.page.line(fact, { x: SIDE, y: this.y, size: 9, color: GREY });
      this.y += 13;
    }
    this.y += 4;
    this.head();
  }

  row(row: readonly Cell[]): void {
    const { page, places, size } = this;
    const lines: SetText[][] = [];
    let most = 1;
    for (let index = 0; index < places.length; index++) {
      const cell = row[index];
      if (cell === null || cell === undefined) continue;
      const own = this.lines(places[index]!, places[index]!.text(cell));
      lines[index] = own;
      if (own.length > most) most = own.length;
    }
    const height = most * this.line + 2 * PAD;
    this.keep(height);
    const feet = this.y + PAD + size;
    for (const [index, own] of lines.entries())
      for (const [n, one] of (own ?? []).entries()) this.put(one, places[index]!, feet + n * this.line);
    this.y += height;
    page.rule(SIDE, this.y, page.width - 2 * SIDE, RULE);
  }

  /** Sums, on the page of the last row if they fit there. */
  end({ totals = [], note }: Ending): void {
    const { page, size, places } = this;
    const height = this.line + 2 * PAD;
    this.keep(totals.length * height + (note ? height : 0));
    for (const { label, cells } of totals) {
      page.rect(SIDE, this.y, page.width - 2 * SIDE, height, SHADE);
      const y = this.y + PAD + size;
      page.line(label, { x: places[0]!.x, y, size, weight: 'bold' });
      for (const [index, cell] of cells.entries())
        if (index > 0 && cell !== null)
          this.put(page.text.set(grouped(cell), 'bold'), { ...places[index]!, right: true, single: true }, y);
      this.y += height;
    }
    if (note) page.line(note, { x: places[0]!.x, y: this.y + PAD + size, size, weight: 'bold' });
  }

  private keep(height: number): void {
    if (this.y + height <= this.page.height - BOTTOM) return;
    this.page.addPage();
    this.page.line(this.title, { x: SIDE, y: TOP + 6, size: 7.5, color: GREY });
    this.y = TOP + 16;
    this.head();
  }

  private head(): void {
    const { page, places, columns } = this;
    const titles = columns.map(({ title }, index) => this.lines({ ...places[index]!, single: false }, title, 'bold'));
    const height = Math.max(...titles.map(({ length }) => length)) * this.line + 2 * PAD;
    page.rect(SIDE, this.y, page.width - 2 * SIDE, height, SHADE);
    for (const [index, own] of titles.entries())
      for (const [n, one] of own.entries())
        this.put(one, places[index]!, this.y + PAD + this.size + n * this.line, GREY);
    this.y += height;
  }

  private lines({ width, single }: PdfColumn, text: string, weight: 'regular' | 'bold' = 'regular'): SetText[] {
    const setter = this.page.text;
    const one = setter.set(text, weight);
    const room = (width * 1_000) / this.size;
    if (single || (one.width <= room && !text.includes('\n'))) return [one];
    const shown = text.length > 4_000 ? text.slice(0, 4_000) : text;
    return wrap(shown, room, MOST_LINES, (line) => setter.set(line, weight).width).map((line) =>
      setter.set(line, weight),
    );
  }

  private put(text: SetText, { x, width, right }: PdfColumn, feet: number, color = INK): void {
    const { page, size } = this;
    const own = (text.width * size) / 1_000;
    // A number is never cut: one that is wider than its column is set smaller.
    const fitting = own > width + 0.01 ? Math.floor(((size * width) / own) * 100) / 100 : size;
    const taken = (text.width * fitting) / 1_000;
    page.put(page.text.write(text, fitting, right ? x + width - taken : x, feet), color);
  }
}
