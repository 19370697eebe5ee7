import { type Column, GAP, type Pdf, table } from '../../platform/pdf/index.js';
import type { StatementStay, StatementView } from '../statements/statement-types.js';
import { channelName, type StayColumn, stayColumns } from './stay-columns.js';
import type { Words } from './words/words.js';

/** So many columns are read on an upright page; more turn it. */
const MOST_UPRIGHT = 8;
const SIZES = [8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5];
/** Most width that the longest word of a text may ask for, in sizes of its letters; longer ones are broken. */
const MOST_WIDTH = 9;

interface Shown {
  columns: StayColumn[];
  rows: string[][];
  foot: string[];
}

/** Whether the pages lie on their side: the table of stays has too many columns for upright ones. */
export function isLandscape(view: StatementView, words: Words): boolean {
  return paperColumns(view, words).length > MOST_UPRIGHT;
}

/** Stays, each a row, and their sums. */
export function stays(pdf: Pdf, view: StatementView, words: Words): void {
  const { labels } = words;
  pdf.keep(60);
  pdf.text(labels.stays, { size: 11, weight: 'bold' });
  pdf.space(4);
  if (view.stays.length === 0) {
    pdf.text(labels.noStays);
    pdf.space(14);
    return;
  }
  const shown = shownStays(view, words);
  const { size, columns } = fitted(pdf, shown);
  table(pdf, columns, shown.rows, { size, foot: shown.foot });
  pdf.space(14);
}

/** Upright, the channel stands below the code of the stay. */
function paperColumns(view: StatementView, words: Words): StayColumn[] {
  const all = stayColumns(view, words);
  // One share of one listing is said in the head.
  const columns = all.filter(({ name }) => name !== 'share' || view.shares.length > 1);
  const merged = columns.filter(({ name }) => name !== 'channel');
  if (merged.length > MOST_UPRIGHT) return columns;
  const [first, ...others] = merged;
  return [{ ...first!, value: (stay) => `${stay.code}\n${channelName(stay.channel)}` }, ...others];
}

function shownStays(view: StatementView, words: Words): Shown {
  const columns = paperColumns(view, words);
  const { labels } = words;
  const cell = (column: StayColumn, stay: StatementStay): string => {
    if (column.amount) return words.amount(column.amount(stay), view.currency);
    const value = column.value(stay) ?? '';
    if (column.type === 'date') return words.date(String(value));
    if (column.name === 'guest' && stay.note) return [value, stay.note].filter(Boolean).join('\n');
    return String(value);
  };
  return {
    columns,
    rows: view.stays.map((stay) => columns.map((column) => cell(column, stay))),
    foot: columns.map(({ amount }, index) => {
      if (index === 0) return labels.total;
      return amount
        ? words.amount(
            view.stays.reduce((sum, stay) => sum + amount(stay), 0),
            view.currency,
          )
        : '';
    }),
  };
}

/** The largest letters with which no amount, date or word of a title is broken, and the widths of the columns. */
function fitted(pdf: Pdf, shown: Shown): { size: number; columns: Column[] } {
  const { columns } = shown;
  let size = SIZES[0]!;
  let widths: number[] = [];
  let room = -1;
  for (size of SIZES) {
    widths = columns.map((_, index) => neededWidth(pdf, shown, index, size));
    room = pdf.width - widths.reduce((sum, one) => sum + one, 0);
    if (room >= 0) break;
  }
  return {
    size,
    columns: columns.map(({ name, title, amount }, index) => ({
      title,
      align: amount ? 'right' : 'left',
      // Who the guest was takes the room that is left.
      width: widths[index]! + (name === 'guest' ? room : 0),
    })),
  };
}

function neededWidth(pdf: Pdf, { columns, rows, foot }: Shown, index: number, size: number): number {
  const { title, type } = columns[index]!;
  const widest = (texts: readonly string[], bold = false) =>
    Math.max(0, ...[...new Set(texts)].map((text) => pdf.widthOf(text, { size, weight: bold ? 'bold' : 'regular' })));
  const cells = rows.map((row) => row[index]!);
  const isText = type === 'text';
  // PDFKit counts a line feed as a letter of the word before it.
  const feed = cells.some((text) => text.includes('\n')) ? size * 0.7 : 0;
  const own = isText
    ? Math.min(widest(cells.flatMap(wordsIn)), size * MOST_WIDTH) + feed
    : Math.max(widest(cells), widest([foot[index]!], true));
  const head = Math.max(...wordsIn(title).map((word) => pdf.widthOf(word, { size: size - 1, weight: 'bold' })));
  return Math.max(own, head, index === 0 ? widest([foot[0]!], true) : 0) + GAP + 1.5;
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
