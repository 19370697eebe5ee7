import { boxOf, type Contour } from '../drawing/contours.js';
import { Canvas } from './canvas.js';

const FILL = 0.92;
const MATERIAL = [206, 216, 226] as const;
const CUT = [40, 58, 84] as const;
/** An open contour cannot be cut out: drawn in red. */
const OPEN = [200, 40, 40] as const;
/** Stamps of the pen, so that a drawing of a million lines does not take minutes. */
const MAX_STAMPS = 20_000_000;

/** A drawing: the sheet that is left filled lightly, contours dark, open contours red. */
export function sheetPicture(contours: Contour[], side: number): Buffer {
  const canvas = new Canvas(side);
  const { size } = canvas;
  let box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { points } of contours) {
    const b = boxOf(points);
    box = [Math.min(box[0], b[0]), Math.min(box[1], b[1]), Math.max(box[2], b[2]), Math.max(box[3], b[3])];
  }
  const extent = Math.max(box[2] - box[0], box[3] - box[1]);
  if (!(extent > 0) || !Number.isFinite(extent)) return canvas.png();
  const scale = (FILL * size) / extent;
  const lines = contours.map(({ points, closed }) => ({
    closed,
    points: points.map((v, i) =>
      i % 2 === 0 ? (v - (box[0] + box[2]) / 2) * scale + size / 2 : ((box[1] + box[3]) / 2 - v) * scale + size / 2,
    ),
  }));
  fillEvenOdd(
    canvas,
    lines.filter((l) => l.closed).map((l) => l.points),
  );
  let stamps = 0;
  for (const { points, closed } of lines) {
    for (let i = 2; i < points.length && stamps < MAX_STAMPS; i += 2) {
      stamps += stroke(canvas, points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!, closed ? CUT : OPEN);
    }
  }
  return canvas.png();
}

/** Fills what lies within an odd number of contours, row by row. */
function fillEvenOdd(canvas: Canvas, polygons: Float64Array[]): void {
  const { size } = canvas;
  const crossings: number[][] = Array.from({ length: size }, () => []);
  for (const p of polygons) {
    for (let i = 2; i < p.length; i += 2) {
      const [x0, y0, x1, y1] =
        p[i - 1]! <= p[i + 1]! ? [p[i - 2]!, p[i - 1]!, p[i]!, p[i + 1]!] : [p[i]!, p[i + 1]!, p[i - 2]!, p[i - 1]!];
      for (let y = Math.max(0, Math.ceil(y0 - 0.5)); y < Math.min(size, Math.ceil(y1 - 0.5)); y++) {
        crossings[y]!.push(x0 + ((y + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
      }
    }
  }
  crossings.forEach((row, y) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      for (let x = Math.max(0, Math.ceil(row[i]! - 0.5)); x < Math.min(size, row[i + 1]! - 0.5); x++)
        canvas.set(y * size + x, ...MATERIAL);
    }
  });
}

/** A line, three sub-pixels wide: one pixel of the picture. @returns stamps set */
function stroke(
  canvas: Canvas,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  colour: readonly [number, number, number],
): number {
  const { size } = canvas;
  const count = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
  for (let k = 0; k <= count; k++) {
    const [cx, cy] = [Math.floor(x0 + ((x1 - x0) * k) / count), Math.floor(y0 + ((y1 - y0) * k) / count)];
    for (let j = -1; j <= 1; j++) {
      for (let i = -1; i <= 1; i++) {
        const [x, y] = [cx + i, cy + j];
        if (x >= 0 && y >= 0 && x < size && y < size) canvas.set(y * size + x, ...colour);
      }
    }
  }
  return count;
}
