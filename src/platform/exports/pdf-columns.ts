import { grouped } from '../pdf/grouped.js';
import { type Cell, CHARACTERS, dateText, type ExportColumn, instantOf, numberText } from './column.js';
import { offsetsOf } from './local-instant.js';

/** Most columns whose texts can still be read on a page; more make it landscape, then smaller. */
const POINTS_PER_CHARACTER = 4.4;
const LEAST_SIZE = 4.5;
const USUAL_SIZE = 8;
/** Left and right of a text, within its column. */
const SIDE_PAD = 3;

export interface PdfColumn {
  x: number;
  width: number;
  right: boolean;
  /** One line, always: numbers and dates are not wrapped, and made narrower where they do not fit. */
  single: boolean;
  /** @throws ExportError */
  text(cell: Exclude<Cell, null | undefined>): string;
}

/** How the columns share a page. */
export interface PdfLayout {
  landscape: boolean;
  /** @param wordWidth width of the widest word of a title, thousandths of its size: no title is broken within a word */
  place(left: number, width: number, wordWidth: (title: string) => number): { size: number; places: PdfColumn[] };
}

export function pdfLayout(columns: readonly ExportColumn[], timezone: string): PdfLayout {
  const characters = columns.map(
    ({ title, type, characters: own }) => own ?? Math.max(CHARACTERS[type], Math.min(title.length + 2, 24)),
  );
  const all = characters.reduce((sum, one) => sum + one, 0);
  const landscape = all * POINTS_PER_CHARACTER > 511;
  const size = Math.max(
    LEAST_SIZE,
    Math.min(USUAL_SIZE, ((landscape ? 757 : 511) / all / POINTS_PER_CHARACTER) * USUAL_SIZE),
  );
  return {
    landscape,
    place(left, width, wordWidth) {
      const words = columns.map(({ title }) => wordWidth(title) / 1_000);
      const room = width - 2 * SIDE_PAD * columns.length;
      // Where the words of all titles side by side are wider than the page, all is set smaller.
      const fitting = Math.min(size, (room * 0.999) / words.reduce((sum, one) => sum + one, 0));
      const widths = shares(
        width,
        characters,
        words.map((word) => word * fitting * 1.001 + 2 * SIDE_PAD),
      );
      let edge = left;
      const places = columns.map((column, index) => {
        const x = edge;
        edge += widths[index]!;
        return {
          x: x + SIDE_PAD,
          width: widths[index]! - 2 * SIDE_PAD,
          right: column.type === 'number' || column.type === 'decimal',
          single: column.type !== 'text',
          text: printer(column, timezone),
        };
      });
      return { size: fitting, places };
    },
  };
}

/** The width by these weights, but to each what it needs at least; the needs together are no more than the width. */
function shares(width: number, weights: readonly number[], needs: readonly number[]): number[] {
  const fixed = new Set<number>();
  for (;;) {
    const left = width - [...fixed].reduce((sum, index) => sum + needs[index]!, 0);
    const all = weights.reduce((sum, weight, index) => sum + (fixed.has(index) ? 0 : weight), 0);
    const share = (index: number) => (left * weights[index]!) / all;
    const short = weights.findIndex((_, index) => !fixed.has(index) && share(index) < needs[index]!);
    if (short < 0) return weights.map((_, index) => (fixed.has(index) ? needs[index]! : share(index)));
    fixed.add(short);
  }
}

function printer(column: ExportColumn, timezone: string): PdfColumn['text'] {
  switch (column.type) {
    case 'text':
      return (cell) => String(cell);
    case 'number':
      return (cell) => numberText(cell, column);
    case 'decimal':
      return (cell) => grouped(numberText(cell, column));
    case 'date':
      return (cell) => dateText(cell, column);
    case 'instant': {
      const offset = offsetsOf(timezone);
      return (cell) => {
        const instant = instantOf(cell, column);
        return new Date(instant.getTime() + offset(instant)).toISOString().slice(0, 16).replace('T', ' ');
      };
    }
  }
}
