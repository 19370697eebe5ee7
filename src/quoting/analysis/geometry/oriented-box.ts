import type { Extent } from '../part-analysis.js';
import { type Hull, cross, dot } from './hull.js';
import { boxOf, sizeOf, type Vector } from './mesh.js';

export interface OrientedBox {
  /** Sides in ascending order. */
  extent: Extent;
  /** The directions of the sides, in the same order. */
  axes: [Vector, Vector, Vector];
}

/** Faces of the hull that are tried for a side of the box, largest first, and corners that they are tried on. */
const MOST_FACES = 200;
const MOST_CORNERS = 1000;

/**
 * The smallest box that has a side on a face of the hull: for each face, the smallest rectangle around the corners seen from
 * there, which has a side on an edge (rules quoting A.2.8). Never larger than the box along the axes.
 * @param hull null for a part without thickness: it gets the box along the axes
 */
export function orientedBox(positions: Float64Array, hull: Hull | null): OrientedBox {
  const straight = sizeOf(boxOf(positions));
  let best = { axes: [X, Y, Z] as [Vector, Vector, Vector], volume: volumeOf(straight) };
  const few = thinned(hull?.corners ?? new Float64Array(0));
  for (const { normal } of hull?.faces.slice(0, MOST_FACES) ?? []) {
    const found = rectangleSeenFrom(normal, few);
    if (found.volume < best.volume * (1 - 1e-9)) best = found;
  }
  // A few corners named the directions; all vertices tell how long the sides are.
  let sides = best.axes.map((axis) => reach(positions, axis)) as Vector;
  if (volumeOf(sides) > volumeOf(straight)) {
    best.axes = [X, Y, Z];
    sides = straight;
  }
  const order = [0, 1, 2].sort((a, b) => sides[a]! - sides[b]!);
  const [x, y, z] = order.map((k) => sides[k]!) as Vector;
  return { extent: { x, y, z }, axes: order.map((k) => best.axes[k]!) as [Vector, Vector, Vector] };
}

const X: Vector = [1, 0, 0];
const Y: Vector = [0, 1, 0];
const Z: Vector = [0, 0, 1];

function volumeOf([x, y, z]: Vector): number {
  return x * y * z;
}

function reach(points: Float64Array, [x, y, z]: Vector): number {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    const at = points[i]! * x + points[i + 1]! * y + points[i + 2]! * z;
    if (at < least) least = at;
    if (at > most) most = at;
  }
  return most - least;
}

function thinned(corners: Float64Array): Float64Array {
  const count = corners.length / 3;
  if (count <= MOST_CORNERS) return corners;
  const few = new Float64Array(3 * MOST_CORNERS);
  for (let i = 0; i < MOST_CORNERS; i++) {
    const from = 3 * Math.floor((i * count) / MOST_CORNERS);
    few.set(corners.subarray(from, from + 3), 3 * i);
  }
  return few;
}

function rectangleSeenFrom(normal: Vector, corners: Float64Array): { axes: [Vector, Vector, Vector]; volume: number } {
  const helper = Math.abs(normal[0]) < 0.6 ? X : Y;
  const u = unit(cross(normal, helper));
  const v = cross(normal, u);
  const outline = convexOutline(corners, u, v);
  let best = { area: Infinity, cos: 1, sin: 0 };
  for (let i = 0; i < outline.length; i += 2) {
    const next = (i + 2) % outline.length;
    const [dx, dy] = [outline[next]! - outline[i]!, outline[next + 1]! - outline[i + 1]!];
    const length = Math.hypot(dx, dy);
    if (!(length > 0)) continue;
    const [cos, sin] = [dx / length, dy / length];
    const area = spreadOf(outline, cos, sin) * spreadOf(outline, -sin, cos);
    if (area < best.area) best = { area, cos, sin };
  }
  const along = combine(u, best.cos, v, best.sin);
  return { axes: [along, cross(normal, along), normal], volume: best.area * reach(corners, normal) };
}

function unit(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector));
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

function combine(u: Vector, a: number, v: Vector, b: number): Vector {
  return [u[0] * a + v[0] * b, u[1] * a + v[1] * b, u[2] * a + v[2] * b];
}

function spreadOf(outline: Float64Array, x: number, y: number): number {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < outline.length; i += 2) {
    const at = outline[i]! * x + outline[i + 1]! * y;
    if (at < least) least = at;
    if (at > most) most = at;
  }
  return most - least;
}

/** Andrew's monotone chain over the corners seen along u and v: x, y of each corner of the outline. */
function convexOutline(corners: Float64Array, u: Vector, v: Vector): Float64Array {
  const count = corners.length / 3;
  const [xs, ys] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const point: Vector = [corners[3 * i]!, corners[3 * i + 1]!, corners[3 * i + 2]!];
    xs[i] = dot(point, u);
    ys[i] = dot(point, v);
  }
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => xs[a]! - xs[b]! || ys[a]! - ys[b]!);
  const chain = (sequence: number[]) => {
    const kept: number[] = [];
    for (const point of sequence) {
      while (kept.length >= 2 && !turnsLeft(kept.at(-2)!, kept.at(-1)!, point)) kept.pop();
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  const turnsLeft = (a: number, b: number, c: number) =>
    (xs[b]! - xs[a]!) * (ys[c]! - ys[a]!) - (ys[b]! - ys[a]!) * (xs[c]! - xs[a]!) > 0;
  const around = [...chain(order), ...chain(order.reverse())];
  return Float64Array.from(around.flatMap((i) => [xs[i]!, ys[i]!]));
}
