import { today } from '../../../platform/dates/index.js';
import { currencyDigits, formatMoney } from '../../../platform/money/index.js';
import { GREY, grouped, Pdf } from '../../../platform/pdf/index.js';
import { documentHead } from './document-head.js';
import { workingDaysText } from '../lead-days.js';
import { selectedTotals, type SnapshotLine } from '../pricing/price-quote.js';
import type { Tier } from '../pricing/price-line.js';
import { titleOf } from '../quote-mails.js';
import type { Letterhead, QuoteWithItems } from '../quote-row.js';

type Printable = Omit<QuoteWithItems, 'letterhead'> & { letterhead: Letterhead };

const THUMBNAIL = 46;
const PAD = 7;
const SHADE = '#f3f4f6';

interface Columns {
  picture: number;
  part: { x: number; width: number };
  quantity: { x: number; width: number };
  each: { x: number; width: number };
  total: { x: number; width: number };
}

/**
 * The quote as its customer gets it, on A4. Made of the snapshot, so that it is the same whenever it is printed.
 * @param thumbnails PNG by file @param link where it can be accepted; null before it was sent
 */
export function renderQuote(
  quote: Printable,
  thumbnails: ReadonlyMap<string, Buffer>,
  link: string | null,
): Promise<Buffer> {
  const title = `Quote ${titleOf(quote)}`;
  const { letterhead } = quote;
  const printedAt = quote.sentAt ?? quote.calculatedAt ?? quote.createdAt;
  return Pdf.render(
    {
      title,
      author: letterhead.shopName,
      createdAt: printedAt,
      runningTitle: `${letterhead.shopName} · ${title}`,
      footer: letterhead.shopName,
    },
    (pdf) => {
      head(pdf, quote, today(letterhead.timezone, printedAt));
      lines(pdf, quote, thumbnails);
      totals(pdf, quote);
      closing(pdf, quote, link);
    },
  );
}

function head(pdf: Pdf, quote: Printable, date: string): void {
  const { letterhead, recipient, validUntil } = quote;
  const facts = [
    ['Number', quote.number],
    ...(quote.revision > 1 ? [['Revision', String(quote.revision)]] : []),
    ['Date', date],
    ['Valid until', validUntil ?? 'not sent yet'],
  ];
  documentHead(pdf, { letterhead, recipient, title: 'Quote', label: 'For', facts });
  if (quote.note) {
    // Paragraph by paragraph, because one that is taller than a page is cut.
    for (const paragraph of quote.note.split('\n')) pdf.text(paragraph);
    pdf.space(14);
  }
}

function columnsOf(pdf: Pdf, pictures: boolean): Columns {
  const end = pdf.left + pdf.width;
  const column = (from: number, width: number) => ({ x: end - from, width });
  const partX = pdf.left + PAD + (pictures ? THUMBNAIL + 10 : 0);
  return {
    picture: pdf.left + PAD,
    part: { x: partX, width: end - 252 - partX },
    quantity: column(246, 62),
    each: column(178, 78),
    total: column(94, 94 - PAD),
  };
}

function lines(pdf: Pdf, quote: Printable, thumbnails: ReadonlyMap<string, Buffer>): void {
  const columns = columnsOf(pdf, thumbnails.size > 0);
  const { currency } = quote;
  const heading = () => {
    const style = { size: 7.5, weight: 'bold', color: GREY } as const;
    pdf.fill(pdf.left, pdf.width, 18, SHADE);
    pdf.y += 5;
    pdf.put('Part', { ...style, x: pdf.left + PAD, width: 200 });
    pdf.put('Quantity', { ...style, ...columns.quantity, align: 'right' });
    pdf.put(`Each, ${currency}`, { ...style, ...columns.each, align: 'right' });
    pdf.put(`Total, ${currency}`, { ...style, ...columns.total, align: 'right' });
    pdf.y += 13;
  };
  pdf.keep(120);
  heading();
  for (const { position, tiers } of quote.price!.lines) {
    const line = quote.snapshot!.lines.find((one) => one.position === position)!;
    const png = thumbnails.get(line.file.id);
    const height = heightOf(pdf, columns, line, tiers, png !== undefined);
    if (pdf.y + height > pdf.bottom) {
      pdf.breakPage();
      heading();
    }
    drawLine(pdf, columns, line, tiers, currency, png);
    pdf.rule();
  }
}

/** What a line says under the part's name. */
function detailsOf({ process, material, finish }: SnapshotLine, [tier]: readonly Tier[]): string {
  const lead = tier!.leadDays === null ? null : workingDaysText(tier!.leadDays);
  return [process.name, material.name, finish?.name, lead && `lead time ${lead}`].filter(Boolean).join(' · ');
}

/** The hint of a tier, unless that quantity is offered on the paper anyway. */
function hintOf({ hint }: Tier, tiers: readonly Tier[]): Tier['hint'] {
  return tiers.some(({ quantity }) => quantity === hint?.quantity) ? null : hint;
}

const SMALL = { size: 8, color: GREY };
/** Tallest that a part's name, and what is said below it, may be: with twenty quantities and their hints a line still fits on a page. */
const MOST_WORDS = 118;

function heightOf(pdf: Pdf, { part }: Columns, line: SnapshotLine, tiers: readonly Tier[], picture: boolean): number {
  const name = Math.min(MOST_WORDS, pdf.heightOf(line.file.name, { ...part, size: 9.5, weight: 'bold' }));
  const details = Math.min(MOST_WORDS, pdf.heightOf(detailsOf(line, tiers), { ...part, ...SMALL }));
  const rows =
    tiers.length > 1 ? 3 + tiers.slice(1).length * 12 + tiers.filter((tier) => hintOf(tier, tiers)).length * 11 : 0;
  const hint = tiers.length === 1 && hintOf(tiers[0]!, tiers) ? 11 : 0;
  return Math.max(picture ? THUMBNAIL : 0, name + details + rows + hint) + 2 * PAD;
}

function drawLine(
  pdf: Pdf,
  columns: Columns,
  line: SnapshotLine,
  tiers: readonly Tier[],
  currency: string,
  png?: Buffer,
) {
  const top = pdf.y + PAD;
  const bottom = pdf.y + heightOf(pdf, columns, line, tiers, png !== undefined);
  pdf.y = top;
  if (png) pdf.image(png, columns.picture, THUMBNAIL, THUMBNAIL);
  const money = (minor: number) => grouped(formatMoney(minor, currency));
  const row = ({ quantity, unitMinor, lineMinor }: Tier, style: object) => {
    pdf.put(grouped(String(quantity)), { ...style, ...columns.quantity, align: 'right' });
    pdf.put(money(unitMinor), { ...style, ...columns.each, align: 'right' });
    pdf.put(money(lineMinor), { ...style, ...columns.total, align: 'right' });
  };
  const hint = (tier: Tier) => {
    const more = hintOf(tier, tiers);
    if (!more) return;
    const words = `${grouped(String(more.quantity))} pieces cost no more: ${money(more.lineMinor)}`;
    pdf.put(words, { ...SMALL, size: 7.5, ...columns.part });
    pdf.y += 11;
  };
  const [first, ...others] = tiers;
  row(first!, { size: 9.5, weight: 'bold' });
  pdf.y += pdf.put(line.file.name, { ...columns.part, size: 9.5, weight: 'bold' }, MOST_WORDS);
  pdf.y += pdf.put(detailsOf(line, tiers), { ...columns.part, ...SMALL }, MOST_WORDS);
  hint(first!);
  if (others.length > 0) pdf.y += 3;
  for (const tier of others) {
    pdf.put('or', { ...SMALL, ...columns.part, align: 'right' });
    row(tier, SMALL);
    pdf.y += 12;
    hint(tier);
  }
  pdf.y = bottom;
}

function totals(pdf: Pdf, { snapshot, price, currency }: Printable): void {
  const sums = selectedTotals(snapshot!, price!.lines);
  const money = (minor: number) => `${grouped(formatMoney(minor, currency))}`;
  const { taxRate } = snapshot!.book!;
  const rows: [string, string, boolean][] = [
    ...(sums.minimumOrderMinor > 0
      ? ([
          ['Parts', money(sums.linesMinor), false],
          ['Up to the least order', money(sums.minimumOrderMinor), false],
        ] as [string, string, boolean][])
      : []),
    ['Subtotal', money(sums.subtotalMinor), false],
    [`Tax ${taxRate} %`, money(sums.taxMinor), false],
    [`Total ${currency}`, money(sums.totalMinor), true],
  ];
  pdf.keep(rows.length * 17 + 20);
  pdf.space(10);
  const x = pdf.left + pdf.width - 220;
  for (const [name, value, strong] of rows) {
    if (strong) {
      pdf.rule(x, 220);
      pdf.space(5);
    }
    const style = { size: strong ? 11 : 9, weight: strong ? 'bold' : 'regular' } as const;
    pdf.put(name, { ...style, x, width: 110, color: strong ? undefined : GREY });
    pdf.y += pdf.put(value, { ...style, x: x + 110, width: 110 - PAD, align: 'right' }) + 4;
  }
  if (currencyDigits(currency) === 0) pdf.space(2);
  if (price!.lines.some(({ tiers }) => tiers.length > 1))
    pdf.text('The total is for the first quantity of each part.', { ...SMALL, size: 7.5, align: 'right' });
}

function closing(pdf: Pdf, { letterhead, validUntil }: Printable, link: string | null): void {
  if (link && validUntil) {
    pdf.space(18);
    pdf.keep(50);
    pdf.text(`Accept this quote until ${validUntil}`, { weight: 'bold' });
    pdf.space(2);
    pdf.link('Open the quote in the browser', link);
  }
  if (letterhead.terms) {
    pdf.space(18);
    pdf.keep(40);
    pdf.text('Terms', { weight: 'bold' });
    pdf.space(2);
    for (const paragraph of letterhead.terms.split('\n')) pdf.text(paragraph, { size: 8 });
  }
}
