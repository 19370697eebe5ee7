/** Triangles that share their vertices. Lengths are millimetres. */
export interface Mesh {
  /** x, y, z of each vertex. */
  positions: Float64Array;
  /** Three vertices of each triangle, counter-clockwise seen from outside. */
  triangles: Uint32Array;
}

export type Vector = [number, number, number];

/** A box along the axes. */
export interface Box {
  min: Vector;
  max: Vector;
}

export function boxOf(positions: Float32Array | Float64Array): Box {
  let [x0, y0, z0, x1, y1, z1] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 3) {
    const x = positions[i]!;
    const y = positions[i + 1]!;
    const z = positions[i + 2]!;
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
    if (z < z0) z0 = z;
    if (z > z1) z1 = z;
  }
  return { min: [x0, y0, z0], max: [x1, y1, z1] };
}

export function sizeOf({ min, max }: Box): Vector {
  return [max[0] - min[0], max[1] - min[1], max[2] - min[2]];
}

export function centreOf({ min, max }: Box): Vector {
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
}

export function diagonalOf(box: Box): number {
  return Math.hypot(...sizeOf(box));
}
