import { Vector3 } from 'three';
import { ConvexHull } from 'three/addons/math/ConvexHull.js';
import { extremePoints } from './extreme-points.js';
import type { Vector } from './mesh.js';

export interface Hull {
  /** mm³ */
  volume: number;
  /** x, y, z of its corners. */
  corners: Float64Array;
  /** Normal and area of each direction that faces of it have, largest area first. */
  faces: { normal: Vector; area: number }[];
}

/** Directions of faces nearer than this, in 1/n of a unit, are one. */
const SAME_DIRECTION = 1e4;

/** The convex hull; null when the points lie in a plane or on a line. */
export function hullOf(positions: Float64Array): Hull | null {
  const { points, from, size } = extremePoints(positions);
  if (points.length < 4) return null;
  const { faces } = new ConvexHull().setFromPoints(points);
  const place = ({ x, y, z }: Vector3): Vector => [
    x * size[0]! + from[0]!,
    y * size[1]! + from[1]!,
    z * size[2]! + from[2]!,
  ];
  const corners = new Map<Vector3, Vector>();
  const byDirection = new Map<string, { normal: Vector; area: number }>();
  let six = 0;
  const corner = (point: Vector3) => {
    const known = corners.get(point);
    if (known) return known;
    const placed = place(point);
    corners.set(point, placed);
    return placed;
  };
  for (const face of faces) {
    const edge = face.edge;
    const a = corner(edge.vertex.point);
    const b = corner(edge.next.vertex.point);
    const c = corner(edge.next.next.vertex.point);
    const twice = cross(minus(b, a), minus(c, a));
    six += dot(minus(a, from as Vector), twice);
    const length = Math.hypot(...twice);
    if (!(length > 0)) continue;
    const normal = twice.map((value) => value / length) as Vector;
    addDirection(byDirection, normal, length / 2);
  }
  if (!(six > 0)) return null;
  const list = [...byDirection.values()].sort((a, b) => b.area - a.area);
  return { volume: six / 6, corners: Float64Array.from([...corners.values()].flat()), faces: list };
}

/** Opposite faces bound the same box, so they are one direction. */
function addDirection(known: Map<string, { normal: Vector; area: number }>, normal: Vector, area: number): void {
  const largest = normal.reduce((a, b) => (Math.abs(b) > Math.abs(a) + 1e-9 ? b : a));
  const key = normal.map((value) => Math.round(value * Math.sign(largest) * SAME_DIRECTION) + 0).join();
  const before = known.get(key);
  if (before) before.area += area;
  else known.set(key, { normal, area });
}

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
