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
  return triangles ? ofMesh(positions, triangles, centre) : ofSurface(positions, centre);
}

/** Two loops that differ in where a corner lies: one that asks it of every corner takes three times as long. */
function ofSurface(p: Float32Array | Float64Array, [ox, oy, oz]: Vector): Measures {
  let six = 0;
  let twice = 0;
  let sx = 0;
  let sy = 0;
  let sz = 0;
  const last = p.length - 9;
  for (let a = 0; a <= last; a += 9) {
    const ax = p[a]!;
    const ay = p[a + 1]!;
    const az = p[a + 2]!;
    const ux = p[a + 3]! - ax;
    const uy = p[a + 4]! - ay;
    const uz = p[a + 5]! - az;
    const vx = p[a + 6]! - ax;
    const vy = p[a + 7]! - ay;
    const vz = p[a + 8]! - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    // a · (b × c) = a · ((b − a) × (c − a))
    six += (ax - ox) * nx + (ay - oy) * ny + (az - oz) * nz;
    twice += Math.sqrt(nx * nx + ny * ny + nz * nz);
    sx += nx;
    sy += ny;
    sz += nz;
  }
  return { signedVolume: six / 6, area: twice / 2, areaVector: Math.hypot(sx, sy, sz) / 2 };
}

function ofMesh(p: Float32Array | Float64Array, triangles: Uint32Array, [ox, oy, oz]: Vector): Measures {
  let six = 0;
  let twice = 0;
  let sx = 0;
  let sy = 0;
  let sz = 0;
  for (let i = 0; i + 2 < triangles.length; i += 3) {
    const a = 3 * triangles[i]!;
    const b = 3 * triangles[i + 1]!;
    const c = 3 * triangles[i + 2]!;
    const ax = p[a]!;
    const ay = p[a + 1]!;
    const az = p[a + 2]!;
    const ux = p[b]! - ax;
    const uy = p[b + 1]! - ay;
    const uz = p[b + 2]! - az;
    const vx = p[c]! - ax;
    const vy = p[c + 1]! - ay;
    const vz = p[c + 2]! - az;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    six += (ax - ox) * nx + (ay - oy) * ny + (az - oz) * nz;
    twice += Math.sqrt(nx * nx + ny * ny + nz * nz);
    sx += nx;
    sy += ny;
    sz += nz;
  }
  return { signedVolume: six / 6, area: twice / 2, areaVector: Math.hypot(sx, sy, sz) / 2 };
}
