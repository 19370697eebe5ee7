import type { Affine } from './affine.js';
import { flatten, type Piece, steps } from './curves.js';

export interface Nurbs {
  degree: number;
  knots: number[];
  x: number[];
  y: number[];
  weights: number[];
}

/** Why a spline cannot be evaluated, or undefined. */
export function splineFault({ degree, knots, x, weights }: Nurbs): string | undefined {
  if (!Number.isInteger(degree) || degree < 1 || degree > 25) return 'degree';
  if (x.length <= degree || knots.length !== x.length + degree + 1) return 'knots';
  if (knots.some((k, i) => i > 0 && k < knots[i - 1]!)) return 'knots';
  if (knots[degree]! >= knots[x.length]!) return 'knots';
  if (weights.some((w) => !(w > 0))) return 'weights';
  return undefined;
}

/** A non-uniform rational B-spline, eight chords for every span between knots. */
export function spline(nurbs: Nurbs, place: Affine): Piece {
  const { degree, knots, weights } = nurbs;
  const homogeneous = nurbs.x.map((x, i) => [x * weights[i]!, nurbs.y[i]! * weights[i]!, weights[i]!]);
  const slopes = homogeneous.slice(1).map((p, i) => {
    const width = knots[i + degree + 1]! - knots[i + 1]!;
    return p.map((v, k) => (width > 0 ? (degree * (v - homogeneous[i]![k]!)) / width : 0));
  });
  const inner = knots.slice(1, -1);
  const last = nurbs.x.length;
  const spans: number[] = [];
  for (let i = degree; i < last; i++) {
    if (knots[i + 1]! > knots[i]!) spans.push(...steps(knots[i]!, knots[i + 1]!, 8).slice(spans.length > 0 ? 1 : 0));
  }
  return flatten(
    (t) => {
      const span = spanOf(knots, t, degree, last);
      const [wx, wy, w] = deBoor(homogeneous, knots, degree, span, t);
      const [sx, sy, sw] = deBoor(slopes, inner, degree - 1, span - 1, t);
      const [x, y] = [wx! / w!, wy! / w!];
      return { x, y, dx: (sx! - sw! * x) / w!, dy: (sy! - sw! * y) / w! };
    },
    spans,
    place,
  );
}

/** Index of the span that holds t: knots[i] ≤ t < knots[i+1], the last one for the end. */
function spanOf(knots: number[], t: number, degree: number, last: number): number {
  let [low, high] = [degree, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle]! <= t) low = middle;
    else high = middle;
  }
  // Repeated knots at the end make empty spans.
  while (low > degree && knots[low] === knots[low + 1]) low--;
  return low;
}

function deBoor(points: number[][], knots: number[], degree: number, span: number, t: number): number[] {
  const d = Array.from({ length: degree + 1 }, (_, i) => [...points[span - degree + i]!]);
  for (let r = 1; r <= degree; r++) {
    for (let j = degree; j >= r; j--) {
      const left = knots[span - degree + j]!;
      const share = (t - left) / (knots[span + 1 + j - r]! - left);
      for (let k = 0; k < 3; k++) d[j]![k] = (1 - share) * d[j - 1]![k]! + share * d[j]![k]!;
    }
  }
  return d[degree]!;
}
