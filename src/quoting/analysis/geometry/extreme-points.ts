import { Vector3 } from 'three';
import { ConvexHull } from 'three/addons/math/ConvexHull.js';
import { boxOf, sizeOf } from './mesh.js';

/** So many points a convex hull is made of at most. */
const MOST_POINTS = 6000;
/** Directions from the centre are told apart by the sides of a cube, each of so many by so many squares. */
const SQUARES = 32;
/** Of the box: what sticks out of the inner hull by less is within it. */
const SLACK = 1e-9;

/**
 * The points that a convex hull can have for corners, about the centre of their box and divided by its sides. Those within the hull of
 * the extremes in 26 directions are left out without loss. Where very many stay, as of a fine ball, the farthest of each
 * direction stands for its neighbours: the hull's volume is then too small by less than two thousandths.
 */
export function extremePoints(positions: Float64Array): { points: Vector3[]; from: number[]; size: number[] } {
  const box = boxOf(positions);
  const size = sizeOf(box).map((side) => side || 1);
  const from = [0, 1, 2].map((k) => (box.min[k]! + box.max[k]!) / 2);
  const scaled = new Float64Array(positions.length);
  for (let k = 0; k < 3; k++) {
    const [middle, side] = [from[k]!, size[k]!];
    for (let i = k; i < positions.length; i += 3) scaled[i] = (positions[i]! - middle) / side;
  }
  const corners = inDirections(scaled);
  const kept = [...corners, ...beyond(scaled, corners)];
  const chosen = kept.length <= MOST_POINTS ? kept : [...corners, ...farthestByDirection(scaled, kept)];
  const points = [...new Set(chosen)].map((at) => new Vector3(scaled[at], scaled[at + 1], scaled[at + 2]));
  return { points, from, size };
}

/** Where the farthest points along faces, edges and corners of a cube are in the list. */
function inDirections(scaled: Float64Array): number[] {
  const found = new Set<number>();
  for (let n = 0; n < 27; n++) {
    const [dx, dy, dz] = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1] as [number, number, number];
    let farthest = -Infinity;
    let at = 0;
    for (let i = 0; i < scaled.length; i += 3) {
      const reach = dx * scaled[i]! + dy * scaled[i + 1]! + dz * scaled[i + 2]!;
      if (reach > farthest) {
        farthest = reach;
        at = i;
      }
    }
    found.add(at);
  }
  return [...found];
}

/** The points that lie beyond the hull of the corners. */
function beyond(scaled: Float64Array, corners: number[]): number[] {
  const planes = planesOf(corners.map((at) => new Vector3(scaled[at], scaled[at + 1], scaled[at + 2])));
  const kept: number[] = [];
  for (let i = 0; i < scaled.length; i += 3) {
    const x = scaled[i]!;
    const y = scaled[i + 1]!;
    const z = scaled[i + 2]!;
    for (let p = 0; p < planes.length; p += 4) {
      if (planes[p]! * x + planes[p + 1]! * y + planes[p + 2]! * z > planes[p + 3]!) {
        kept.push(i);
        break;
      }
    }
  }
  return kept;
}

/** x, y, z of the normal and the distance of each face; one that everything is beyond, if the corners enclose nothing. */
function planesOf(corners: Vector3[]): Float64Array {
  const faces = corners.length < 4 ? [] : new ConvexHull().setFromPoints(corners).faces;
  const planes = faces.flatMap(({ normal, constant }) => [normal.x, normal.y, normal.z, constant + SLACK]);
  const encloses = faces.length >= 4 && planes.every(Number.isFinite);
  return Float64Array.from(encloses ? planes : [0, 0, 0, -1]);
}

function farthestByDirection(scaled: Float64Array, kept: number[]): number[] {
  const best = new Map<number, number>();
  const reach = (at: number) => scaled[at]! ** 2 + scaled[at + 1]! ** 2 + scaled[at + 2]! ** 2;
  for (const at of kept) {
    const point = [scaled[at]!, scaled[at + 1]!, scaled[at + 2]!];
    const size = point.map(Math.abs);
    const longest = Math.max(...size);
    const axis = size.indexOf(longest);
    const square = (k: number) => Math.min(SQUARES - 1, Math.floor(((point[k]! / longest + 1) / 2) * SQUARES));
    const side = 2 * axis + (point[axis]! < 0 ? 1 : 0);
    const bin = (side * SQUARES + square((axis + 1) % 3)) * SQUARES + square((axis + 2) % 3);
    const before = best.get(bin);
    if (before === undefined || reach(at) > reach(before)) best.set(bin, at);
  }
  return [...best.values()];
}
