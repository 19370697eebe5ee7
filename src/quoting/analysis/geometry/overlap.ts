import { type Box, centreOf, diagonalOf, type Mesh, type Vector } from './mesh.js';
import type { Nesting } from './nesting.js';
import type { Shells } from './shells.js';

export interface Overlap {
  /** Undefined: it could not be told, because the library is not there, or the mesh is too large or flawed for it. */
  overlaps: boolean | undefined;
  /** Of all bodies together, what they share counted once; null: nothing overlaps, or it could not be told. */
  unitedVolume: number | null;
}

const NOTHING: Overlap = { overlaps: false, unitedVolume: null };
const UNKNOWN: Overlap = { overlaps: undefined, unitedVolume: null };
/** A union of more triangles than these would take longer than it is worth. */
const MOST_TRIANGLES = 600_000;
/** Of the smaller body: what overlaps by less is rounding. */
const LEAST_SHARE = 1e-6;

/**
 * Whether bodies take the same room (rules quoting A.2.6). Only those whose boxes do are looked at; for them the union is made by
 * manifold-3d, which is an optional dependency.
 */
export async function overlapOf(mesh: Mesh, shells: Shells, nesting: Nesting): Promise<Overlap> {
  const near = neighbours(shells, nesting);
  if (near.length === 0) return NOTHING;
  const count = near.reduce((sum, body) => sum + trianglesOf(shells, body), 0);
  if (count > MOST_TRIANGLES) return UNKNOWN;
  try {
    return await unite(mesh, shells, nesting, near);
  } catch {
    // The library is missing, or holds the mesh for no manifold: then nobody knows, and a person looks.
    return UNKNOWN;
  }
}

type Body = Nesting['bodies'][number];

/** Bodies whose boxes reach into another one's. */
function neighbours(shells: Shells, { bodies }: Nesting): Body[] {
  const box = (body: Body) => shells.list[body.shell]!.box;
  const sorted = [...bodies].sort((a, b) => box(a).min[0] - box(b).min[0]);
  const near = new Set<Body>();
  for (let i = 0; i < sorted.length; i++) {
    const one = box(sorted[i]!);
    for (let j = i + 1; j < sorted.length && box(sorted[j]!).min[0] < one.max[0]; j++) {
      if (!meet(one, box(sorted[j]!))) continue;
      near.add(sorted[i]!);
      near.add(sorted[j]!);
    }
  }
  return [...near];
}

function meet(one: Box, other: Box): boolean {
  const slack = 1e-6 * Math.max(diagonalOf(one), diagonalOf(other));
  return one.min.every((_, k) => one.min[k]! < other.max[k]! - slack && other.min[k]! < one.max[k]! - slack);
}

function trianglesOf(shells: Shells, { shell, cavities }: Body): number {
  return [shell, ...cavities].reduce((sum, index) => sum + shells.list[index]!.triangles, 0);
}

async function unite(mesh: Mesh, shells: Shells, nesting: Nesting, near: Body[]): Promise<Overlap> {
  const { default: load } = await import('manifold-3d');
  const library = await load();
  library.setup();
  // The library computes in float32: far from the origin little would be left of a small part.
  const centre = centreOf(shells.list[near[0]!.shell]!.box);
  const solids = near.map((body) => {
    const { vertices, corners } = extract(mesh, shells, body, nesting.inverted, centre);
    return new library.Manifold(new library.Mesh({ numProp: 3, vertProperties: vertices, triVerts: corners }));
  });
  const union = library.Manifold.union(solids);
  const volumes = solids.map((solid) => solid.volume());
  const shared = volumes.reduce((sum, volume) => sum + volume, 0) - union.volume();
  for (const solid of [...solids, union]) solid.delete();
  if (shared <= LEAST_SHARE * Math.min(...volumes)) return NOTHING;
  const summed = nesting.bodies.reduce((sum, body) => sum + volumeOf(shells, body), 0);
  return { overlaps: true, unitedVolume: Math.abs(summed) - shared };
}

function volumeOf(shells: Shells, { shell, cavities }: Body): number {
  return [shell, ...cavities].reduce((sum, index) => sum + shells.list[index]!.signedVolume, 0);
}

/** One body's triangles with their own vertices, about the centre. */
function extract(mesh: Mesh, shells: Shells, { shell, cavities }: Body, inverted: boolean, centre: Vector) {
  const corners: number[] = [];
  const vertices: number[] = [];
  const known = new Map<number, number>();
  const vertexOf = (vertex: number) => {
    const before = known.get(vertex);
    if (before !== undefined) return before;
    const added = known.size;
    known.set(vertex, added);
    for (let k = 0; k < 3; k++) vertices.push(mesh.positions[3 * vertex + k]! - centre[k]!);
    return added;
  };
  for (const index of [shell, ...cavities]) {
    const { first, triangles } = shells.list[index]!;
    for (let i = first; i < first + triangles; i++) {
      const t = 3 * shells.order[i]!;
      const [a, b, c] = [0, 1, 2].map((k) => vertexOf(mesh.triangles[t + k]!)) as [number, number, number];
      corners.push(a, inverted ? c : b, inverted ? b : c);
    }
  }
  return { vertices: new Float32Array(vertices), corners: new Uint32Array(corners) };
}
