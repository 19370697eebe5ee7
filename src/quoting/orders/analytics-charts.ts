import { GREY, type Pdf } from '../../platform/pdf/index.js';

export interface Bar {
  name: string;
  amount: number;
  /** The amount as it is printed. */
  text: string;
}

const BLUE = '#2f6fed';
const PALE = '#eef3fd';
const NAME_WIDTH = 130;
const TEXT_WIDTH = 170;
const ROW = 16;

/** Large numbers side by side, each with what it is. */
export function figures(pdf: Pdf, all: readonly { name: string; value: string }[]): void {
  const gap = 8;
  const width = (pdf.width - gap * (all.length - 1)) / all.length;
  const height = 52;
  pdf.keep(height);
  const top = pdf.y;
  for (const [index, { name, value }] of all.entries()) {
    const x = pdf.left + index * (width + gap);
    pdf.y = top;
    pdf.fill(x, width, height, PALE);
    pdf.y = top + 8;
    pdf.put(value, { x: x + 9, width: width - 18, size: 17, weight: 'bold' }, 24);
    pdf.y = top + 34;
    pdf.put(name, { x: x + 9, width: width - 12, size: 7.5, color: GREY }, 12);
  }
  pdf.y = top + height;
}

/** A bar to each name, from the left, as long as its amount. */
export function rankedBars(pdf: Pdf, bars: readonly Bar[]): void {
  const room = pdf.width - NAME_WIDTH - TEXT_WIDTH;
  const most = Math.max(...bars.map(({ amount }) => amount), 0);
  for (const { name, amount, text } of bars) {
    pdf.keep(ROW);
    const top = pdf.y;
    const length = most > 0 ? (Math.max(amount, 0) / most) * room : 0;
    pdf.y = top + 0.5;
    pdf.put(name, { width: NAME_WIDTH - 8 }, 12);
    const x = pdf.left + NAME_WIDTH;
    pdf.fill(x, room, 10, PALE);
    if (length > 0) pdf.fill(x, length, 10, BLUE);
    pdf.y = top + 1;
    pdf.put(text, { x: x + room + 8, width: TEXT_WIDTH - 8, color: GREY }, 13);
    pdf.y = top + ROW;
  }
}

/** Bars from the ground side by side, their names below; as ranked ones where they would be too narrow. */
export function barChart(pdf: Pdf, bars: readonly Bar[]): void {
  if (bars.length > 12) return rankedBars(pdf, bars);
  const height = 110;
  pdf.keep(height + 32);
  const top = pdf.y;
  const most = Math.max(...bars.map(({ amount }) => amount), 0);
  const share = Math.min(pdf.width / bars.length, 90);
  const ground = top + height + 12;
  for (const [index, { name, amount, text }] of bars.entries()) {
    const x = pdf.left + index * share;
    const tall = most > 0 ? (Math.max(amount, 0) / most) * height : 0;
    pdf.y = ground - tall;
    if (tall > 0) pdf.fill(x + share * 0.15, share * 0.7, tall, BLUE);
    pdf.y = ground - tall - 11;
    pdf.put(text, { x, width: share, size: 7, align: 'center' }, 10);
    pdf.y = ground + 4;
    pdf.put(name, { x, width: share, size: 7.5, align: 'center', color: GREY }, 12);
  }
  pdf.y = ground;
  pdf.rule();
  pdf.y = ground + 20;
}
