import { GREY, type Pdf, type TextStyle } from './pdf.js';
import { unbroken } from './wrap.js';

export interface Column {
  title: string;
  /** Points; a column without takes what is left, shared with the others without. */
  width?: number;
  align?: 'left' | 'right';
}

export interface TableStyle {
  size?: number;
  /** Left edge and width; default: between the margins. */
  x?: number;
  width?: number;
  /** Room above and below the text of a row, points. Default: 3.5. */
  pad?: number;
  /** A last row of sums, shaded and bold; on the page of the row above it. */
  foot?: string[];
}

/** Room between two columns. */
export const GAP = 8;
const PAD = 3.5;
/** Least width of a column without a width of its own, when others are made wider. */
const LEAST_OPEN = 60;
const SHADE = '#f0f0f0';

/**
 * A table whose cells wrap and whose head is repeated on every page it goes on to. A row stays on one page; one that is
 * taller than a page is cut with an ellipsis.
 */
export function table(pdf: Pdf, columns: readonly Column[], rows: readonly string[][], style: TableStyle = {}): void {
  const { size = 8.5, x = pdf.left, width = pdf.width, pad = PAD, foot } = style;
  const head = columns.map(({ title }) => title);
  const usual: TextStyle = { size: size - 1, weight: 'bold', color: GREY };
  const words = head.map((title) => Math.max(0, ...unbroken(title).map((word) => pdf.widthOf(word, usual))));
  const cells = placed(columns, x, width, words);
  // Smaller where there is no room for a whole word, because a word that is broken in its middle is read as two.
  const smaller = Math.min(1, ...cells.map((cell, index) => cell.width / (words[index]! * 1.01 || cell.width)));
  const headStyle: TextStyle = { ...usual, size: (size - 1) * smaller };
  const headHeight = heightOf(pdf, cells, head, headStyle);
  const drawHead = () => {
    pdf.fill(x, width, headHeight + 2 * pad, SHADE);
    pdf.y += pad;
    draw(pdf, cells, head, headStyle);
    pdf.y += headHeight + pad;
  };
  const tallest = pdf.room - headHeight - 4 * pad;
  const heightOfRow = (row: string[]) => Math.min(heightOf(pdf, cells, row, { size }), tallest);
  const footStyle: TextStyle = { size, weight: 'bold' };
  const footHeight = foot ? heightOf(pdf, cells, foot, footStyle) : 0;
  const single = foot && rows.length === 1 ? footHeight + 2 * pad : 0;
  pdf.keep(headHeight + 4 * pad + (rows[0] ? heightOfRow(rows[0]) : 0) + single);
  drawHead();
  for (const [index, row] of rows.entries()) {
    const height = heightOfRow(row);
    const below = foot && index === rows.length - 1 ? footHeight + 2 * pad : 0;
    if (pdf.y + height + 2 * pad + below > pdf.bottom) {
      pdf.breakPage();
      drawHead();
    }
    pdf.y += pad;
    draw(pdf, cells, row, { size }, height);
    pdf.y += height + pad;
    pdf.rule(x, width);
  }
  if (foot) {
    pdf.fill(x, width, footHeight + 2 * pad, SHADE);
    pdf.y += pad;
    draw(pdf, cells, foot, footStyle);
    pdf.y += footHeight + pad;
  }
}

interface Place {
  x: number;
  width: number;
  align: 'left' | 'right';
}

/** A column is at least as wide as the longest word of its title, if the columns without a width have room for that. */
function placed(all: readonly Column[], x: number, width: number, words: readonly number[]): Place[] {
  const needs = words.map((word) => word * 1.01 + GAP);
  const wide = all.map((column, index) =>
    column.width === undefined ? column : { ...column, width: Math.max(column.width, needs[index]!) },
  );
  const least = wide.reduce((sum, column, index) => sum + (column.width ?? Math.max(needs[index]!, LEAST_OPEN)), 0);
  const columns = least > width ? all : wide;
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0);
  const open = columns.filter((column) => column.width === undefined).length;
  const share = open === 0 ? 0 : (width - fixed) / open;
  let edge = x;
  return columns.map((column) => {
    const own = column.width ?? share;
    const place = { x: edge + GAP / 2, width: own - GAP, align: column.align ?? 'left' } as const;
    edge += own;
    return place;
  });
}

function heightOf(pdf: Pdf, cells: readonly Place[], row: readonly string[], style: TextStyle): number {
  return Math.max(...cells.map(({ width }, index) => pdf.heightOf(row[index] ?? '', { ...style, width })));
}

function draw(pdf: Pdf, cells: readonly Place[], row: readonly string[], style: TextStyle, height?: number): void {
  for (const [index, place] of cells.entries()) pdf.put(row[index] ?? '', { ...style, ...place }, height);
}
