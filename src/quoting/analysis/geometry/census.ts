import { GrowingIndices } from '../formats/growing.js';
import type { Mesh } from './mesh.js';
import { UnionFind } from './union-find.js';

/** How the triangles of a mesh meet at its edges (rules quoting A.2.4). */
export interface EdgeCensus {
  edges: number;
  /** Edges of one triangle. */
  boundary: number;
  /** Edges of more than two triangles. */
  nonManifold: number;
  /** Edges of two triangles that run along it in the same direction: one of them is turned over. */
  inconsistent: number;
  /** Triangles without an area: corners that are one vertex, or that lie on a line. */
  degenerateTriangles: number;
  /** Triangles that meet at an edge of exactly two are in one set: a shell. */
  shells: UnionFind;
  /** A triangle for each boundary edge, and one for each edge where orientation changes. */
  boundaryTriangles: Uint32Array;
  inconsistentTriangles: Uint32Array;
}

/** More entries than this at one vertex are sorted; fewer are compared each with each. */
const FEW = 48;

/**
 * Edges are gathered at their smaller vertex by a counting sort: neighbours in the file are neighbours in memory, which a hash
 * table of edges is not. Triangles of which two corners are one vertex have no part in it: they close nothing and open nothing.
 */
export function census(mesh: Mesh): EdgeCensus {
  const { triangles } = mesh;
  const { first, other, face } = gather(mesh);
  const shells = new UnionFind(triangles.length / 3);
  const result = { edges: 0, boundary: 0, nonManifold: 0, inconsistent: 0 };
  const boundaryTriangles = new GrowingIndices();
  const inconsistentTriangles = new GrowingIndices();

  const edge = (faces: number, start: number, forward: number) => {
    result.edges++;
    const one = face[start]! >>> 1;
    if (faces === 2) {
      shells.join(one, face[start + 1]! >>> 1);
      if (forward !== 1) {
        result.inconsistent++;
        inconsistentTriangles.push(one);
      }
    } else if (faces === 1) {
      result.boundary++;
      boundaryTriangles.push(one);
    } else result.nonManifold++;
  };

  const vertices = first.length - 1;
  for (let vertex = 0; vertex < vertices; vertex++) {
    let start = first[vertex]!;
    const end = first[vertex + 1]!;
    if (end - start > FEW) sortRange(other, face, start, end);
    while (start < end) {
      const far = other[start]!;
      let forward = face[start]! & 1;
      let faces = 1;
      // Entries of the same edge are brought to the front, one after the other.
      for (let i = start + 1; i < end; i++) {
        if (other[i] !== far) {
          if (end - start > FEW) break;
          continue;
        }
        const found = face[i]!;
        other[i] = other[start + faces]!;
        face[i] = face[start + faces]!;
        other[start + faces] = far;
        face[start + faces] = found;
        forward += found & 1;
        faces++;
      }
      edge(faces, start, forward);
      start += faces;
    }
  }
  return {
    ...result,
    degenerateTriangles: degenerate(mesh),
    shells,
    boundaryTriangles: boundaryTriangles.values(),
    inconsistentTriangles: inconsistentTriangles.values(),
  };
}

/** For each vertex, from `first[v]` on, its edges to larger vertices: the other end, and triangle × 2 + direction. */
function gather({ positions, triangles }: Mesh) {
  const first = new Uint32Array(positions.length / 3 + 1);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = triangles[t]!;
    const b = triangles[t + 1]!;
    const c = triangles[t + 2]!;
    if (a === b || b === c || c === a) continue;
    first[a < b ? a : b]!++;
    first[b < c ? b : c]!++;
    first[c < a ? c : a]!++;
  }
  let sum = 0;
  for (let v = 0; v < first.length; v++) {
    sum += first[v]!;
    first[v] = sum;
  }
  const other = new Uint32Array(sum);
  const face = new Uint32Array(sum);
  for (let t = triangles.length - 3; t >= 0; t -= 3) {
    const a = triangles[t]!;
    const b = triangles[t + 1]!;
    const c = triangles[t + 2]!;
    if (a === b || b === c || c === a) continue;
    // t is three times the triangle.
    const twice = (t / 3) << 1;
    const put = (from: number, to: number) => {
      const forward = from < to;
      const at = --first[forward ? from : to]!;
      other[at] = forward ? to : from;
      face[at] = forward ? twice | 1 : twice;
    };
    put(a, b);
    put(b, c);
    put(c, a);
  }
  return { first, other, face };
}

/** Sorts both lists by `other`: at the hub of a wide fan, comparing each with each would take the square of its edges. */
function sortRange(other: Uint32Array, face: Uint32Array, start: number, end: number): void {
  const keys = new BigUint64Array(end - start);
  for (let i = start; i < end; i++) keys[i - start] = (BigInt(other[i]!) << 32n) | BigInt(face[i]!);
  keys.sort();
  for (let i = start; i < end; i++) {
    other[i] = Number(keys[i - start]! >> 32n);
    face[i] = Number(keys[i - start]! & 0xffffffffn);
  }
}

/** Height of a triangle over its longest side, as a share of it, below which it counts as a line. */
const FLAT = 1e-10;

function degenerate({ positions, triangles }: Mesh): number {
  let count = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const a = 3 * triangles[t]!;
    const b = 3 * triangles[t + 1]!;
    const c = 3 * triangles[t + 2]!;
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const long = Math.max(ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz);
    if (nx * nx + ny * ny + nz * nz <= FLAT * FLAT * long * long) count++;
  }
  return count;
}
