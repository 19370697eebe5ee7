import type { Mesh } from '../geometry/mesh.js';
import { orientation } from './orientation.js';
import type { Rays } from './rays.js';

/** Edges looked at; a sculpture has hundreds of thousands, and is not milled with square corners. */
const MAX_EDGES = 2000;
/** Two faces that meet at less than this, as a hollow, are a corner: facets of a fillet meet at far less. */
const SHARP = Math.cos((50 * Math.PI) / 180);

export interface SharpCorners {
  count: number;
  triangles: Uint32Array;
}

/**
 * Inner corners that a round tool cannot cut. An edge can be cut sharp when a tool can come from a direction square to the edge in which
 * both faces lie open: the foot of a wall, the inside of a bracket. The upright corners of a pocket are seen along their edge only.
 */
export function sharpCorners(mesh: Mesh, rays: Rays): SharpCorners {
  const edges = hollowEdges(mesh);
  const step = Math.max(1, edges.length / MAX_EDGES);
  const found = new Set<number>();
  let [looked, count] = [0, 0];
  for (let i = 0; i < edges.length; i += step) {
    const edge = edges[Math.floor(i)]!;
    looked++;
    if (canBeCut(mesh, rays, edge)) continue;
    count++;
    for (const triangle of edge.triangles) found.add(triangle);
  }
  return { count: looked === 0 ? 0 : Math.round((count * edges.length) / looked), triangles: Uint32Array.from(found) };
}

interface Edge {
  a: number;
  b: number;
  triangles: [number, number];
  normals: [Vector, Vector];
}

type Vector = [number, number, number];

function hollowEdges({ positions: p, triangles: t }: Mesh): Edge[] {
  const sign = orientation({ positions: p, triangles: t });
  const vertices = p.length / 3;
  // The half edge a→b of one triangle waits for the half edge b→a of its neighbour.
  const waiting = new Map<number, number>();
  const edges: Edge[] = [];
  for (let i = 0; i < t.length; i += 3) {
    for (let k = 0; k < 3; k++) {
      const [a, b] = [t[i + k]!, t[i + ((k + 1) % 3)]!];
      const other = waiting.get(b * vertices + a);
      if (other === undefined) {
        waiting.set(a * vertices + b, i / 3);
        continue;
      }
      waiting.delete(b * vertices + a);
      const normals: [Vector, Vector] = [normal(p, t, i, sign), normal(p, t, 3 * other, sign)];
      if (dot(normals[0], normals[1]) >= SHARP) continue;
      // Hollow: the far corner of the neighbour lies above the plane of this triangle.
      const far = [0, 1, 2].map((n) => t[3 * other + n]!).find((v) => v !== a && v !== b);
      if (far === undefined || dot(normals[0], between(p, a, far)) <= 0) continue;
      edges.push({ a, b, triangles: [i / 3, other], normals });
    }
  }
  return edges;
}

function canBeCut({ positions: p }: Mesh, rays: Rays, { a, b, normals }: Edge): boolean {
  const along = unit(between(p, a, b));
  const middle = [0, 1, 2].map((k) => (p[3 * a + k]! + p[3 * b + k]!) / 2) as Vector;
  const [n, m] = normals;
  // The end of the tool cuts the one face, its side the other.
  for (const direction of [n, m]) {
    if (Math.abs(dot(direction, along)) > 0.02 || dot(direction, n) < -0.02 || dot(direction, m) < -0.02) continue;
    // A little off the corner, so that the ray runs beside the walls and not in them.
    const off = 1e-3 * rays.diagonal;
    const from = [0, 1, 2].map((k) => middle[k]! + off * (n[k]! + m[k]!)) as Vector;
    if (!rays.first(...from, ...direction)) return true;
  }
  return false;
}

const between = (p: Float64Array, a: number, b: number): Vector => [
  p[3 * b]! - p[3 * a]!,
  p[3 * b + 1]! - p[3 * a + 1]!,
  p[3 * b + 2]! - p[3 * a + 2]!,
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function unit(v: Vector): Vector {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}

function normal(p: Float64Array, t: Uint32Array, i: number, sign: number): Vector {
  const [u, v] = [between(p, t[i]!, t[i + 1]!), between(p, t[i]!, t[i + 2]!)];
  return unit([
    sign * (u[1] * v[2] - u[2] * v[1]),
    sign * (u[2] * v[0] - u[0] * v[2]),
    sign * (u[0] * v[1] - u[1] * v[0]),
  ]);
}
