import type { Affine } from './affine.js';

/** A piece of a line that is cut in one go. Lengths are those of the plane it was placed in. */
export interface Piece {
  /** x, y of each point; a curve is replaced by chords for drawing, chaining and containment. */
  points: number[];
  /** True length of the curve, not of its chords. */
  length: number;
  /** Area between the curve and its chords, signed: added to the polygon of the points it gives the true area. */
  excess: number;
}

/** Position and derivative at t, without placement. */
export type Curve = (t: number) => { x: number; y: number; dx: number; dy: number };

/** Five-point Gauss–Legendre: exact for polynomials to degree nine, and to 1e-12 for five degrees of an arc. */
const nodes = [0, -0.5384693101056831, 0.5384693101056831, -0.906179845938664, 0.906179845938664];
const weights = [0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891];

/** Cuts a curve into chords between the values of t, with its true length and area. */
export function flatten(curve: Curve, steps: number[], place: Affine): Piece {
  const piece: Piece = { points: [], length: 0, excess: 0 };
  const at = (t: number) => {
    const { x, y, dx, dy } = curve(t);
    return {
      x: place.a * x + place.c * y + place.e,
      y: place.b * x + place.d * y + place.f,
      dx: place.a * dx + place.c * dy,
      dy: place.b * dx + place.d * dy,
    };
  };
  let start = at(steps[0]!);
  piece.points.push(start.x, start.y);
  for (let i = 1; i < steps.length; i++) {
    const half = (steps[i]! - steps[i - 1]!) / 2;
    const middle = (steps[i]! + steps[i - 1]!) / 2;
    for (let k = 0; k < nodes.length; k++) {
      const p = at(middle + half * nodes[k]!);
      piece.length += weights[k]! * Math.abs(half) * Math.hypot(p.dx, p.dy);
      piece.excess += (weights[k]! * half * ((p.x - start.x) * p.dy - (p.y - start.y) * p.dx)) / 2;
    }
    const end = at(steps[i]!);
    piece.points.push(end.x, end.y);
    start = end;
  }
  return piece;
}

/** Equal steps from `from` to `to`. */
export function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count + 1 }, (_, i) => (i === count ? to : from + ((to - from) * i) / count));
}

const chord = Math.PI / 36;

/** An arc from one angle over a sweep, radians, counter-clockwise when positive. */
export function arc(cx: number, cy: number, r: number, from: number, sweep: number, place: Affine): Piece {
  const curve: Curve = (t) => {
    const [cos, sin] = [Math.cos(t), Math.sin(t)];
    return { x: cx + r * cos, y: cy + r * sin, dx: -r * sin, dy: r * cos };
  };
  const piece = flatten(
    curve,
    steps(from, from + sweep, Math.max(1, Math.ceil(Math.abs(sweep) / chord - 1e-9))),
    place,
  );
  if (Math.abs(sweep) >= 2 * Math.PI - 1e-12) closeExactly(piece);
  return piece;
}

/** An ellipse about a centre, with its half axes as vectors, between two parameters. */
export function ellipse(
  centre: [number, number],
  major: [number, number],
  minor: [number, number],
  from: number,
  sweep: number,
  place: Affine,
): Piece {
  const curve: Curve = (t) => {
    const [cos, sin] = [Math.cos(t), Math.sin(t)];
    return {
      x: centre[0] + major[0] * cos + minor[0] * sin,
      y: centre[1] + major[1] * cos + minor[1] * sin,
      dx: -major[0] * sin + minor[0] * cos,
      dy: -major[1] * sin + minor[1] * cos,
    };
  };
  const count = Math.max(1, Math.ceil((Math.abs(sweep) * 180) / Math.PI - 1e-9));
  const piece = flatten(curve, steps(from, from + sweep, count), place);
  if (Math.abs(sweep) >= 2 * Math.PI - 1e-12) closeExactly(piece);
  return piece;
}

/** Sines of 0 and of 2π differ in the last digit: the last point of a full turn is its first. */
function closeExactly(piece: Piece): void {
  piece.points.splice(-2, 2, piece.points[0]!, piece.points[1]!);
}

/** A straight piece through points, in the entity's own coordinates. */
export function straight(points: number[], place: Affine): Piece {
  const piece: Piece = { points: [], length: 0, excess: 0 };
  for (let i = 0; i < points.length; i += 2) {
    const x = place.a * points[i]! + place.c * points[i + 1]! + place.e;
    const y = place.b * points[i]! + place.d * points[i + 1]! + place.f;
    if (i > 0) piece.length += Math.hypot(x - piece.points.at(-2)!, y - piece.points.at(-1)!);
    piece.points.push(x, y);
  }
  return piece;
}

/** Puts a piece behind another that ends where it begins. */
export function append(piece: Piece, next: Piece): void {
  for (let i = 2; i < next.points.length; i++) piece.points.push(next.points[i]!);
  piece.length += next.length;
  piece.excess += next.excess;
}
