import { FACES, type Weight } from './fonts.js';
import { pdfkit } from './libraries.js';
import { MixedText, needsOtherFonts } from './mixed-text.js';
import { printable } from './printable.js';
import { registerFonts } from './text-setter.js';

/** Upright, in points (1/72 inch). */
const PAPERS = { a4: { width: 595.28, height: 841.89 }, letter: { width: 612, height: 792 } };
export type Paper = keyof typeof PAPERS;
const MARGIN = { side: 42, top: 42, bottom: 62 };
/** Room under the running title of the second page and those after it. */
const TITLE_ROOM = 24;

const INK = '#1a1a1a';
export const GREY = '#666666';
export const LINE = '#bbbbbb';
const BLUE = '#1f4fd8';

export interface PdfOptions {
  title: string;
  author: string;
  /** Written into the file: the same content at the same instant makes the same bytes. */
  createdAt: Date;
  /** On every page but the first, top left. */
  runningTitle: string;
  /** On every page, bottom left; the page's number stands beside it. */
  footer: string;
  /** Default: A4, upright. */
  paper?: Paper;
  landscape?: boolean;
  /** BCP 47, of the words in it. Default: English. */
  lang?: string;
  /** How a page names its number; default: `Page 1 of 2`. */
  pageOf?: (page: number, pages: number) => string;
  /** Large and pale across every page: `DRAFT`. */
  watermark?: string;
}

export interface TextStyle {
  /** Left edge and width in points; default: between the margins. */
  x?: number;
  width?: number;
  size?: number;
  weight?: Weight;
  color?: string;
  align?: 'left' | 'right' | 'center';
}

/**
 * A document that is written from top to bottom, for invoices and reports: texts, rules and tables (table.ts), a new page
 * when one is full, a running title and `page x of y` on each. Coordinates are points from the top left of the page.
 */
export class Pdf {
  readonly left = MARGIN.side;
  readonly width: number;
  /** Where the next thing is written. */
  y = MARGIN.top;

  private readonly mixed: MixedText;

  private constructor(
    private readonly doc: PDFKit.PDFDocument,
    private readonly page: { width: number; height: number },
  ) {
    this.width = page.width - 2 * MARGIN.side;
    this.mixed = new MixedText(doc);
  }

  /** Draws a document and answers its bytes. It is made in memory: meant for up to some hundred pages. */
  static async render(options: PdfOptions, draw: (pdf: Pdf) => void): Promise<Buffer> {
    const { title, author, createdAt, paper = 'a4', landscape = false, lang = 'en' } = options;
    const { width, height } = PAPERS[paper];
    const page = landscape ? { width: height, height: width } : { width, height };
    const doc = new (pdfkit())({
      size: [page.width, page.height],
      // Ours to keep: PDFKit would begin a page of its own where a footer is written.
      margin: 0,
      bufferPages: true,
      font: '',
      lang,
      displayTitle: true,
      info: { Title: title, Author: author, Producer: 'Nightshift', Creator: 'Nightshift', CreationDate: createdAt },
    });
    registerFonts(doc);
    const bytes = collect(doc);
    const pdf = new Pdf(doc, page);
    draw(pdf);
    pdf.finish(options);
    doc.end();
    return bytes;
  }

  /** Lowest y anything but the footer is written at. */
  get bottom(): number {
    return this.page.height - MARGIN.bottom;
  }

  /** Height there is to write on, on a new page. */
  get room(): number {
    return this.bottom - MARGIN.top - TITLE_ROOM;
  }

  /** Goes on at the top of a new page. */
  breakPage(): void {
    this.doc.addPage();
    this.y = MARGIN.top + TITLE_ROOM;
  }

  /** Begins a new page unless so much fits on this one: keeps together what belongs together. */
  keep(height: number): void {
    if (this.y + height > this.bottom) this.breakPage();
  }

  space(height: number): void {
    this.y += height;
  }

  /** A thin line across, or from x over a width. */
  rule(x = this.left, width = this.width, color = LINE): void {
    this.doc
      .moveTo(x, this.y)
      .lineTo(x + width, this.y)
      .lineWidth(0.5)
      .stroke(color);
  }

  /** A filled box behind what is written next. */
  fill(x: number, width: number, height: number, color: string): void {
    this.doc.rect(x, this.y, width, height).fill(color);
  }

  /** Width of the text in one line. */
  widthOf(text: string, style: TextStyle = {}): number {
    const { size, weight } = this.whole(style);
    const shown = printable(text, weight);
    if (!needsOtherFonts(shown, weight)) return this.styled(style).widthOfString(shown);
    return this.mixed.lines(shown, { width: Infinity, size, weight })[0]!.width * (size / 1_000);
  }

  /** Height the text takes, wrapped to its width. */
  heightOf(text: string, style: TextStyle = {}): number {
    const { size, weight, width } = this.whole(style);
    const shown = printable(text || ' ', weight);
    if (!needsOtherFonts(shown, weight)) return this.styled(style).heightOfString(shown, { width });
    const { length } = this.mixed.lines(shown, { width, size, weight });
    return length * this.styled(style).currentLineHeight(true);
  }

  /** Writes at y without moving it; what is taller than `height` ends in an ellipsis. Answers the height taken. */
  put(text: string, style: TextStyle = {}, height = this.bottom - this.y): number {
    const { x, width, align, size, weight } = this.whole(style);
    const taken = Math.min(this.heightOf(text, style), height);
    const shown = printable(text, weight);
    if (needsOtherFonts(shown, weight)) {
      const lineHeight = this.styled(style).currentLineHeight(true);
      // Heights that callers have added up miss a whole line by less than a hundredth.
      const most = Math.max(1, Math.floor(height / lineHeight + 0.01));
      const lines = this.mixed.lines(shown, { width, size, weight, most });
      this.styled(style);
      this.mixed.write(lines, { x, y: this.y, width, size, weight, align, lineHeight });
    } else this.styled(style).text(shown, x, this.y, { width, align, height, ellipsis: true });
    return taken;
  }

  /** Writes a paragraph and goes on below it, on a new page if it does not fit. */
  text(text: string, style: TextStyle = {}): void {
    this.keep(Math.min(this.heightOf(text, style), this.room));
    this.y += this.put(text, style);
  }

  /** Draws a PNG or JPEG inside a box at y, centred, without moving it. */
  image(bytes: Buffer, x: number, width: number, height: number): void {
    this.doc.image(bytes, x, this.y, { fit: [width, height], align: 'center', valign: 'center' });
  }

  /** A line of text that opens an address. */
  link(text: string, url: string, style: TextStyle = {}): void {
    const blue = { color: BLUE, ...style };
    const { x, width, weight } = this.whole(blue);
    const height = this.heightOf(text, blue);
    this.keep(height);
    const shown = printable(text, weight);
    if (needsOtherFonts(shown, weight)) {
      this.put(shown, blue, height);
      this.doc.link(x, this.y, width, height, url);
    } else this.styled(blue).text(shown, x, this.y, { link: url, underline: true, lineBreak: false });
    this.y += height;
  }

  /** Draws parts side by side from the same y, each with its own, and goes on below the tallest. */
  sideBySide(...parts: (() => void)[]): void {
    const top = this.y;
    const ends = parts.map((part) => {
      this.y = top;
      part();
      return this.y;
    });
    this.y = Math.max(...ends);
  }

  private whole(style: TextStyle) {
    const { x = this.left, width = this.width, size = 9, weight = 'regular', align = 'left' } = style;
    return { x, width, size, weight, align } satisfies TextStyle;
  }

  private styled({ size = 9, weight = 'regular', color = INK }: TextStyle): PDFKit.PDFDocument {
    return this.doc.font(`${FACES[0]} ${weight}`).fontSize(size).fillColor(color);
  }

  /** Titles and numbers of the pages, when it is known how many there are. */
  private finish({ runningTitle, footer, pageOf = englishPage, watermark }: PdfOptions): void {
    const small: TextStyle = { size: 7.5, color: GREY };
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      if (watermark) this.mark(watermark);
      if (page > 0) {
        this.y = MARGIN.top;
        this.put(runningTitle, small, 12);
      }
      this.y = this.page.height - MARGIN.bottom + 14;
      this.rule();
      this.y += 6;
      this.put(footer, { ...small, width: this.width - 90 }, 34);
      this.put(pageOf(page + 1, count), { ...small, align: 'right' }, 12);
    }
  }

  /** Over what is written, so that no filled box hides it, and so pale that all can be read. */
  private mark(text: string): void {
    const { width, height } = this.page;
    const size = Math.min(width, height) / Math.max(4, text.length * 0.75);
    this.doc.save();
    this.doc.rotate(-35, { origin: [width / 2, height / 2] }).fillOpacity(0.09);
    this.y = height / 2 - size * 0.7;
    this.put(text, { x: 0, width, size, weight: 'bold', align: 'center', color: '#b00020' }, size * 2);
    this.doc.restore();
  }
}

function englishPage(page: number, pages: number): string {
  return `Page ${page} of ${pages}`;
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}
