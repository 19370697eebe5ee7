import { grouped } from '../pdf/grouped.js';
import { type Cell, CHARACTERS, dateText, type ExportColumn, instantOf, numberText } from './column.js';
import { offsetsOf } from './local-instant.js';

/** Most columns whose texts can still be read on a page; more make it landscape, then smaller. */
const POINTS_PER_CHARACTER = 4.4;
const LEAST_SIZE = 4.5;
const USUAL_SIZE = 8;

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
  size: number;
  place(left: number, width: number): PdfColumn[];
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
    size,
    place(left, width) {
      let edge = left;
      return columns.map((column, index) => {
        const own = (width * characters[index]!) / all;
        const x = edge;
        edge += own;
        return {
          x: x + 3,
          width: own - 6,
          right: column.type === 'number' || column.type === 'decimal',
          single: column.type !== 'text',
          text: printer(column, timezone),
        };
      });
    },
  };
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
