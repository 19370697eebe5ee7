import type { Weight } from './fonts.js';
import { pdfkit } from './libraries.js';
import { registerFonts, TextSetter } from './text-setter.js';

/** A4, in points (1/72 inch). */
const A4 = { short: 595.28, long: 841.89 };
const FOOTER_SIZE = 7.5;

export interface PageStreamOptions {
  title: string;
  author: string;
  /** Written into the file: the same content at the same instant makes the same bytes. */
  createdAt: Date;
  /** On every page, bottom left. */
  footer: string;
  landscape: boolean;
  /** How many digits the number of pages may have; only the place of the footer depends on it. */
  digits: number;
}

/** Points from the page's top left. */
export interface Place {
  x: number;
  y: number;
  size: number;
  weight?: Weight;
  color?: string;
}

/**
 * A PDF that is written page by page and handed on at once: memory holds one page. Each page says `Page n of N`, although N is
 * known only at the end: the pages refer to one object that holds the number, and which is written last.
 */
export class PageStream {
  readonly width: number;
  readonly height: number;
  readonly text: TextSetter;
  private readonly doc: PDFKit.PDFDocument;
  private readonly total: PDFKit.PDFKitReference;
  private pages = 0;
  private graphics: string[] = [];
  private texts: string[] = [];
  private color = '';

  constructor(private readonly options: PageStreamOptions) {
    const { title, author, createdAt, landscape } = options;
    [this.width, this.height] = landscape ? [A4.long, A4.short] : [A4.short, A4.long];
    this.doc = new (pdfkit())({
      size: [this.width, this.height],
      margin: 0,
      autoFirstPage: false,
      // Its cache of words would grow with the text.
      fontLayoutCache: false,
      font: '',
      lang: 'en',
      displayTitle: true,
      info: { Title: title, Author: author, Producer: 'Nightshift', Creator: 'Nightshift', CreationDate: createdAt },
    });
    registerFonts(this.doc);
    this.text = new TextSetter(this.doc);
    this.total = this.doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, -5, 60, 15] });
  }

  /** Begins a page, after the one before is done. */
  addPage(): void {
    this.finishPage();
    this.doc.addPage();
    this.pages++;
  }

  /** Writes a line, its letters' feet at y. */
  line(text: string, { x, y, size, weight = 'regular', color = '#1a1a1a' }: Place): void {
    this.inColor(color);
    this.texts.push(this.text.write(this.text.set(text, weight), size, x, y));
  }

  /** The same for a text that was measured already. */
  put(operators: string, color: string): void {
    this.inColor(color);
    this.texts.push(operators);
  }

  rect(x: number, y: number, width: number, height: number, color: string): void {
    this.graphics.push(`${rgb(color)} rg ${short(x)} ${short(y)} ${short(width)} ${short(height)} re f`);
  }

  rule(x: number, y: number, width: number, color: string): void {
    this.graphics.push(`${rgb(color)} RG 0.5 w ${short(x)} ${short(y)} m ${short(x + width)} ${short(y)} l S`);
  }

  /** What of the document is ready; undefined when nothing is. */
  take(): Buffer | undefined {
    return (this.doc.read() as Buffer | null) ?? undefined;
  }

  /** The last page and what stands at the end of the file. */
  finish(): void {
    this.finishPage();
    const { fonts, operators } = this.text.apart(this.text.set(String(this.pages), 'regular'), FOOTER_SIZE);
    Object.assign(this.total.data, { Resources: { Font: fonts } });
    // PDFKit declares neither write nor the text that end() takes.
    (this.total as unknown as { end(text: string): void }).end(`${rgb('#666666')} rg ${operators}`);
    this.doc.end();
  }

  private finishPage(): void {
    if (this.pages === 0) return;
    const grey = '#666666';
    const [left, right, y] = [42, this.width - 42, this.height - 34];
    this.rule(left, y - 14, right - left, '#bbbbbb');
    this.line(this.options.footer, { x: left, y, size: FOOTER_SIZE, color: grey });
    const digit = this.text.set('0', 'regular').width;
    const place = right - (this.options.digits * digit * FOOTER_SIZE) / 1_000;
    const number = this.text.set(`Page ${this.pages} of `, 'regular');
    this.put(this.text.write(number, FOOTER_SIZE, place - (number.width * FOOTER_SIZE) / 1_000, y), grey);
    const { xobjects } = this.doc.page as unknown as { xobjects: Record<string, object> };
    xobjects['Total'] = this.total;
    this.doc.addContent(
      `${this.graphics.join('\n')}\nBT\n${this.texts.join('')}ET\nq 1 0 0 -1 ${short(place)} ${short(y)} cm /Total Do Q`,
    );
    [this.graphics, this.texts, this.color] = [[], [], ''];
    this.doc.flushPages();
  }

  private inColor(color: string): void {
    if (color === this.color) return;
    this.texts.push(`${rgb(color)} rg\n`);
    this.color = color;
  }
}

function rgb(hex: string): string {
  return [1, 3, 5].map((from) => short(parseInt(hex.slice(from, from + 2), 16) / 255)).join(' ');
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
