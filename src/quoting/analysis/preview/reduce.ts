import { bounds } from '../dfm/orientation.js';
import type { Mesh } from '../geometry/mesh.js';

export interface Reduced extends Mesh {
  /** Triangle of the original that each triangle comes from. */
  origin: Uint32Array;
  /** Vertex of this mesh that each vertex of the original has become. */
  vertexOf: Uint32Array;
}

/**
 * A coarser mesh of at most `limit` triangles, to be looked at, not measured: vertices of one cell of a grid become one, and triangles
 * that collapse are left out.
 */
export function reduce(mesh: Mesh, limit: number): Reduced {
  const { min, max } = bounds(mesh);
  const size = [0, 1, 2].map((k) => Math.max(max[k]! - min[k]!, 1e-12));
  // A surface of this area in cells of this side has about two triangles a cell.
  let cell = Math.sqrt((2 * areaOf(mesh)) / limit) || Math.max(...size) / 1000;
  // Keys are products of three counts: a grid of more cells than integers would mix them up.
  cell = Math.max(cell, Math.max(...size) / 200_000);
  for (;;) {
    const reduced = cluster(mesh, cell, min);
    if (reduced.origin.length <= limit) return reduced;
    cell *= 1.3;
  }
}

function cluster({ positions: p, triangles: t }: Mesh, cell: number, min: number[]): Reduced {
  const cells = new CellTable(p.length / 3);
  const cellOf = new Uint32Array(p.length / 3);
  for (let v = 0; v < cellOf.length; v++) {
    const x = Math.floor((p[3 * v]! - min[0]!) / cell);
    const y = Math.floor((p[3 * v + 1]! - min[1]!) / cell);
    const z = Math.floor((p[3 * v + 2]! - min[2]!) / cell);
    cellOf[v] = cells.indexOf(x + 200_001 * (y + 200_001 * z));
  }
  // A cell's vertex is the first of its vertices: a corner stays where it is more often than with a mean.
  const positions = new Float64Array(3 * cells.count);
  for (let v = cellOf.length - 1; v >= 0; v--) {
    positions[3 * cellOf[v]!] = p[3 * v]!;
    positions[3 * cellOf[v]! + 1] = p[3 * v + 1]!;
    positions[3 * cellOf[v]! + 2] = p[3 * v + 2]!;
  }
  let kept = 0;
  const collapsed = (i: number) => {
    const [a, b, c] = [cellOf[t[i]!]!, cellOf[t[i + 1]!]!, cellOf[t[i + 2]!]!];
    return a === b || b === c || a === c;
  };
  for (let i = 0; i < t.length; i += 3) if (!collapsed(i)) kept++;
  const triangles = new Uint32Array(3 * kept);
  const origin = new Uint32Array(kept);
  let at = 0;
  for (let i = 0; i < t.length; i += 3) {
    if (collapsed(i)) continue;
    for (let k = 0; k < 3; k++) triangles[3 * at + k] = cellOf[t[i + k]!]!;
    origin[at++] = i / 3;
  }
  return { positions, triangles, origin, vertexOf: cellOf };
}

/** Numbers the cells in the order they are met, by a table with open addressing: a Map of millions of numbers takes five times the memory. */
class CellTable {
  count = 0;
  private readonly keys: Float64Array;
  private readonly numbers: Uint32Array;
  private readonly mask: number;

  constructor(most: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(8, 1.5 * most)));
    this.keys = new Float64Array(slots).fill(-1);
    this.numbers = new Uint32Array(slots);
    this.mask = slots - 1;
  }

  indexOf(key: number): number {
    let slot =
      (Math.imul(key % 4_294_967_296, 0x9e3779b1) ^ Math.imul(Math.floor(key / 4_294_967_296), 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & this.mask;
    while (this.keys[slot] !== -1) {
      if (this.keys[slot] === key) return this.numbers[slot]!;
      slot = (slot + 1) & this.mask;
    }
    this.keys[slot] = key;
    this.numbers[slot] = this.count;
    return this.count++;
  }
}

function areaOf({ positions: p, triangles: t }: Mesh): number {
  let twice = 0;
  for (let i = 0; i < t.length; i += 3) {
    const [a, b, c] = [3 * t[i]!, 3 * t[i + 1]!, 3 * t[i + 2]!];
    const ux = p[b]! - p[a]!;
    const uy = p[b + 1]! - p[a + 1]!;
    const uz = p[b + 2]! - p[a + 2]!;
    const vx = p[c]! - p[a]!;
    const vy = p[c + 1]! - p[a + 1]!;
    const vz = p[c + 2]! - p[a + 2]!;
    twice += Math.sqrt((uy * vz - uz * vy) ** 2 + (uz * vx - ux * vz) ** 2 + (ux * vy - uy * vx) ** 2);
  }
  return twice / 2;
}
