import type { EdgeCensus } from './census.js';
import { boxOf, type Box, centreOf, type Mesh, type Vector } from './mesh.js';

/** Triangles that hang together by edges of exactly two triangles each. */
export interface Shell {
  /** Its triangles are `order[first … first + triangles − 1]` of `Shells`. */
  first: number;
  triangles: number;
  signedVolume: number;
  area: number;
  box: Box;
  boundaryEdges: number;
  inconsistentEdges: number;
  /** Of an open shell: how far the farthest vertex lies from the plane of the largest triangle. */
  flatness: number;
}

export interface Shells {
  list: Shell[];
  /** Triangles sorted by shell. */
  order: Uint32Array;
  /** Distinct pairs of vertex and shell, for Euler's formula: shells may touch in a vertex. */
  vertices: number;
}

/** Above this many, shells are no longer told apart: a scan of loose triangles is no set of bodies. */
export const MOST_SHELLS = 10_000;

/** The shells of a mesh in the order of their first triangles; null: more than MOST_SHELLS. */
export function shellsOf(
  mesh: Mesh,
  found: EdgeCensus,
  centre: Vector = centreOf(boxOf(mesh.positions)),
): Shells | null {
  const count = mesh.triangles.length / 3;
  const shellOf = new Uint32Array(count);
  let shells = 0;
  for (let t = 0; t < count; t++) {
    const root = found.shells.root(t);
    // Roots are the smallest triangles of their sets, so they come first. A triangle without an area is in no shell's edges.
    if (root === t) {
      if (isDegenerate(mesh, t)) {
        shellOf[t] = NONE;
        continue;
      }
      shellOf[t] = shells++;
    } else shellOf[t] = shellOf[root]!;
  }
  if (shells > MOST_SHELLS) return null;
  const order = sorted(shellOf, shells);
  const boundaryEdges = countBy(found.boundaryTriangles, shellOf, shells);
  const inconsistentEdges = countBy(found.inconsistentTriangles, shellOf, shells);
  const list: Shell[] = [];
  for (let s = 0; s < shells; s++) {
    const [first, end] = [order.starts[s]!, order.starts[s + 1]!];
    const { plane, ...measured } = measureShell(mesh, order.triangles, first, end, centre);
    list.push({
      first,
      triangles: end - first,
      ...measured,
      boundaryEdges: boundaryEdges[s]!,
      inconsistentEdges: inconsistentEdges[s]!,
      flatness: boundaryEdges[s]! > 0 ? distanceFrom(plane, mesh, order.triangles.subarray(first, end), centre) : 0,
    });
  }
  return { list, order: order.triangles, vertices: vertexPairs(mesh, shellOf, shells) };
}

function countBy(members: Uint32Array, shellOf: Uint32Array, shells: number): Uint32Array {
  const counts = new Uint32Array(shells);
  for (const triangle of members) counts[shellOf[triangle]!]!++;
  return counts;
}

const NONE = 0xffffffff;

function isDegenerate({ triangles }: Mesh, t: number): boolean {
  const [a, b, c] = [triangles[3 * t]!, triangles[3 * t + 1]!, triangles[3 * t + 2]!];
  return a === b || b === c || c === a;
}

function sorted(shellOf: Uint32Array, shells: number) {
  const starts = new Uint32Array(shells + 1);
  let members = 0;
  for (const shell of shellOf) {
    if (shell === NONE) continue;
    members++;
    starts[shell + 1]!++;
  }
  for (let s = 0; s < shells; s++) starts[s + 1]! += starts[s]!;
  const next = starts.slice();
  const triangles = new Uint32Array(members);
  for (let t = 0; t < shellOf.length; t++) {
    const shell = shellOf[t]!;
    if (shell !== NONE) triangles[next[shell]!++] = t;
  }
  return { starts, triangles };
}

function measureShell({ positions, triangles }: Mesh, order: Uint32Array, first: number, end: number, centre: Vector) {
  const [ox, oy, oz] = centre;
  let six = 0;
  let twice = 0;
  // The largest triangle names the plane that a flat shell would lie in.
  let largest = 0;
  const plane: Plane = { x: 0, y: 0, z: 0, d: 0 };
  let [x0, y0, z0, x1, y1, z1] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = first; i < end; i++) {
    const t = 3 * order[i]!;
    const a = 3 * triangles[t]!;
    const b = 3 * triangles[t + 1]!;
    const c = 3 * triangles[t + 2]!;
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
    six += ax * nx + ay * ny + az * nz;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    twice += length;
    if (length > largest) {
      largest = length;
      plane.x = nx / length;
      plane.y = ny / length;
      plane.z = nz / length;
      plane.d = plane.x * ax + plane.y * ay + plane.z * az;
    }
    for (let k = 0; k < 3; k++) {
      const at = 3 * triangles[t + k]!;
      const x = positions[at]!;
      const y = positions[at + 1]!;
      const z = positions[at + 2]!;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
      if (z < z0) z0 = z;
      if (z > z1) z1 = z;
    }
  }
  const box: Box = { min: [x0, y0, z0], max: [x1, y1, z1] };
  return { signedVolume: six / 6, area: twice / 2, box, plane };
}

/** How far the farthest vertex lies from a plane. */
function distanceFrom(plane: Plane, { positions, triangles }: Mesh, order: Uint32Array, centre: Vector): number {
  let farthest = 0;
  for (const triangle of order) {
    for (let k = 0; k < 3; k++) {
      const at = 3 * triangles[3 * triangle + k]!;
      const x = positions[at]! - centre[0];
      const y = positions[at + 1]! - centre[1];
      const z = positions[at + 2]! - centre[2];
      farthest = Math.max(farthest, Math.abs(plane.x * x + plane.y * y + plane.z * z - plane.d));
    }
  }
  return farthest;
}

interface Plane {
  x: number;
  y: number;
  z: number;
  d: number;
}

function vertexPairs({ positions, triangles }: Mesh, shellOf: Uint32Array, shells: number): number {
  const seen = new Uint32Array(positions.length / 3).fill(NONE);
  const further = new Set<number>();
  let pairs = 0;
  for (let t = 0; t < shellOf.length; t++) {
    const shell = shellOf[t]!;
    if (shell === NONE) continue;
    for (let k = 3 * t; k < 3 * t + 3; k++) {
      const vertex = triangles[k]!;
      if (seen[vertex] === shell) continue;
      if (seen[vertex] === NONE) {
        seen[vertex] = shell;
        pairs++;
      } else further.add(vertex * shells + shell);
    }
  }
  return pairs + further.size;
}
