import { ShapeUtils, Vector2 } from 'three';
import type { GrowingFloats } from './growing.js';

/**
 * Triangles of a polygon that turn as it does. A fan for convex ones; one that is dented is cut along its ears, because triangles of
 * a fan would lie outside of it, and its area would come out too large.
 */
export function splitPolygon(positions: GrowingFloats, polygon: number[]): number[] {
  if (polygon.length === 3) return polygon;
  const normal = normalOf(positions, polygon);
  const fan = fanOf(polygon);
  if (isConvex(positions, fan, normal)) return fan;
  const flat = flatten(positions, polygon, normal);
  const cut = ShapeUtils.triangulateShape(flat, []);
  // Nothing that could be cut: a polygon that crosses itself, or is a line.
  if (cut.length !== polygon.length - 2) return fan;
  return cut.flatMap((corners) => corners.map((corner) => polygon[corner]!));
}

function fanOf(polygon: number[]): number[] {
  const triangles: number[] = [];
  for (let i = 1; i + 1 < polygon.length; i++) triangles.push(polygon[0]!, polygon[i]!, polygon[i + 1]!);
  return triangles;
}

/** Newell's: twice the polygon's area vector, right for dented ones too. */
function normalOf(positions: GrowingFloats, polygon: number[]): [number, number, number] {
  let [x, y, z] = [0, 0, 0];
  for (let i = 0; i < polygon.length; i++) {
    const a = 3 * polygon[i]!;
    const b = 3 * polygon[(i + 1) % polygon.length]!;
    const [ax, ay, az] = [positions.get(a), positions.get(a + 1), positions.get(a + 2)];
    const [bx, by, bz] = [positions.get(b), positions.get(b + 1), positions.get(b + 2)];
    x += (ay - by) * (az + bz);
    y += (az - bz) * (ax + bx);
    z += (ax - bx) * (ay + by);
  }
  return [x, y, z];
}

/** Whether every triangle of the fan turns the way the whole polygon does. */
function isConvex(positions: GrowingFloats, fan: number[], [nx, ny, nz]: [number, number, number]): boolean {
  for (let i = 0; i < fan.length; i += 3) {
    const [a, b, c] = [3 * fan[i]!, 3 * fan[i + 1]!, 3 * fan[i + 2]!];
    const edge = (to: number) =>
      [0, 1, 2].map((k) => positions.get(to + k) - positions.get(a + k)) as [number, number, number];
    const [ux, uy, uz] = edge(b);
    const [vx, vy, vz] = edge(c);
    if ((uy * vz - uz * vy) * nx + (uz * vx - ux * vz) * ny + (ux * vy - uy * vx) * nz < 0) return false;
  }
  return true;
}

/** The polygon seen along its normal's largest axis, turned so that it still runs the same way. */
function flatten(positions: GrowingFloats, polygon: number[], normal: [number, number, number]): Vector2[] {
  const size = normal.map(Math.abs);
  const axis = size.indexOf(Math.max(...size));
  const [u, v] = normal[axis]! < 0 ? [(axis + 2) % 3, (axis + 1) % 3] : [(axis + 1) % 3, (axis + 2) % 3];
  return polygon.map((vertex) => new Vector2(positions.get(3 * vertex + u), positions.get(3 * vertex + v)));
}
