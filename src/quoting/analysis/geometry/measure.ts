import type { Vector } from './mesh.js';

export interface Measures {
  /** Sum over the tetrahedra from one point: negative when the triangles face inwards. */
  signedVolume: number;
  area: number;
  /** Length of the sum of the triangles' area vectors: 0 for any closed surface. */
  areaVector: number;
}

/**
 * Volume and area as they are, in the unit of the positions (rules quoting A.2.3). A point on or in the body is the
 * origin, because far from one the tetrahedra are large and cancel each other but for their rounding.
 * @param centre that point; left out, the first vertex
 * @param triangles null: each three vertices in a row are a triangle
 */
export function measure(
  positions: Float32Array | Float64Array,
  triangles: Uint32Array | null,
  centre: Vector = [positions[0] ?? 0, positions[1] ?? 0, positions[2] ?? 0],
): Measures {
  const [ox, oy, oz] = centre;
  const corners = triangles ? triangles.length : positions.length / 3;
  let six = 0;
  let twice = 0;
  let [sx, sy, sz] = [0, 0, 0];
  for (let i = 0; i + 2 < corners; i += 3) {
    const a = 3 * (triangles ? triangles[i]! : i);
    const b = 3 * (triangles ? triangles[i + 1]! : i + 1);
    const c = 3 * (triangles ? triangles[i + 2]! : i + 2);
    const ax = positions[a]! - ox;
    const ay = positions[a + 1]! - oy;
    const az = positions[a + 2]! - oz;
    const ux = positions[b]! - ox - ax;
    const uy = positions[b + 1]! - oy - ay;
    const uz = positions[b + 2]! - oz - az;
    const vx = positions[c]! - ox - ax;
    const vy = positions[c + 1]! - oy - ay;
    const vz = positions[c + 2]! - oz - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    // a · (b × c) = a · ((b − a) × (c − a))
    six += ax * nx + ay * ny + az * nz;
    twice += Math.sqrt(nx * nx + ny * ny + nz * nz);
    sx += nx;
    sy += ny;
    sz += nz;
  }
  return { signedVolume: six / 6, area: twice / 2, areaVector: Math.hypot(sx, sy, sz) / 2 };
}
