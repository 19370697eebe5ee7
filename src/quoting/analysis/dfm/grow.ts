import type { Mesh } from '../geometry/mesh.js';

/** Two triangles whose faces differ by more than this are not one wall. */
const ALIKE = Math.cos((30 * Math.PI) / 180);
const MOST_RINGS = 8;

/**
 * Triangles found by samples, with those around them: a wall of ten thousand triangles is met by some hundreds of rays, and a viewer
 * would show it as dots. So many rings are added as lie between two samples on the average, not over an edge, and nothing that a
 * sample has cleared.
 * @param cleared triangles that were sampled and are none of these
 */
export function grown(mesh: Mesh, found: Uint32Array, cleared: Iterable<number>, samples: number): Uint32Array {
  const { positions, triangles } = mesh;
  const count = triangles.length / 3;
  // With several samples a triangle all have been met.
  if (found.length === 0 || samples === 0 || count * 4 < samples) return found;
  const rings = Math.min(MOST_RINGS, Math.ceil(Math.sqrt(count / samples)));
  const state = new Uint8Array(count);
  for (const triangle of cleared) state[triangle] = 2;
  for (const triangle of found) state[triangle] = 1;
  /** Triangle that has reached each vertex, counted from 1. */
  const reached = new Uint32Array(positions.length / 3);
  let front: number[] | Uint32Array = found;
  const all = [...found];
  for (let ring = 0; ring < rings && front.length > 0; ring++) {
    for (const triangle of front) for (let k = 0; k < 3; k++) reached[triangles[3 * triangle + k]!] ||= triangle + 1;
    const next: number[] = [];
    for (let triangle = 0; triangle < count; triangle++) {
      if (state[triangle] !== 0) continue;
      for (let k = 0; k < 3; k++) {
        const from = reached[triangles[3 * triangle + k]!]!;
        if (from === 0 || cosine(mesh, triangle, from - 1) < ALIKE) continue;
        state[triangle] = 1;
        next.push(triangle);
        break;
      }
    }
    for (const triangle of next) all.push(triangle);
    front = next;
  }
  return Uint32Array.from(all);
}

/** Of the angle between the faces of two triangles; 0 where one has no area. */
function cosine(mesh: Mesh, one: number, other: number): number {
  const [ax, ay, az] = normal(mesh, one);
  const [bx, by, bz] = normal(mesh, other);
  const lengths = Math.hypot(ax, ay, az) * Math.hypot(bx, by, bz);
  return lengths > 0 ? (ax * bx + ay * by + az * bz) / lengths : 0;
}

function normal({ positions: p, triangles: t }: Mesh, triangle: number): [number, number, number] {
  const [a, b, c] = [3 * t[3 * triangle]!, 3 * t[3 * triangle + 1]!, 3 * t[3 * triangle + 2]!];
  const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
  const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
  return [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
}
