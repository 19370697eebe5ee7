import { boxOf, diagonalOf, type Mesh } from './mesh.js';

/** Of the diagonal: what lies nearer together is one vertex (rules quoting A.2.4). */
export const WELD_TOLERANCE = 1e-6;

/** Cells are wider than the tolerance, so that a vertex seldom has to look into neighbouring ones. */
const TOLERANCES_A_CELL = 8;
/** A vertex nearer to the side of its cell than this share of the cell may have its twin on the other side. */
const NEAR_SIDE = 1.01 / TOLERANCES_A_CELL;

/**
 * Makes one vertex of those that lie within the tolerance, and multiplies all by `scale`. The first of them keeps its exact
 * place, so nothing moves by more than the tolerance. Triangles that lose a corner stay: the census counts them.
 * @param triangles null: each three vertices in a row are a triangle
 */
export function weld(
  positions: Float32Array | Float64Array,
  triangles: Uint32Array | null,
  scale = 1,
  tolerance = WELD_TOLERANCE,
): Mesh {
  const welded = new Welding(positions, tolerance);
  for (let i = 0; i < 3 * welded.given; i += 3) welded.add(positions[i]!, positions[i + 1]!, positions[i + 2]!);
  const vertexOf = welded.vertexOf;
  const kept = welded.kept.slice(0, 3 * welded.count);
  if (scale !== 1) for (let i = 0; i < kept.length; i++) kept[i]! *= scale;
  if (!triangles) return { positions: kept, triangles: vertexOf };
  const corners = new Uint32Array(triangles.length);
  for (let i = 0; i < corners.length; i++) corners[i] = vertexOf[triangles[i]!]!;
  return { positions: kept, triangles: corners };
}

/** A hash table of cells in typed arrays: each entry is a kept vertex, found by the cell it lies in. */
class Welding {
  readonly given: number;
  /** For each given vertex, the kept one that it is. */
  readonly vertexOf: Uint32Array;
  kept: Float64Array;
  count = 0;

  private added = 0;
  /** Vertex + 1; 0: free. */
  private table: Uint32Array;
  private mask: number;
  private readonly perCell: number;
  private readonly reach: number;
  private readonly x0: number;
  private readonly y0: number;
  private readonly z0: number;

  constructor(positions: Float32Array | Float64Array, tolerance: number) {
    this.given = Math.floor(positions.length / 3);
    this.vertexOf = new Uint32Array(this.given);
    this.kept = new Float64Array(3 * Math.max(16, Math.ceil(this.given / 5)));
    let slots = 64;
    while (slots < this.given / 3) slots *= 2;
    this.table = new Uint32Array(slots);
    this.mask = slots - 1;
    const box = boxOf(positions);
    const distance = this.given > 0 ? diagonalOf(box) * tolerance : 0;
    const cell = distance > 0 ? TOLERANCES_A_CELL * distance : 1;
    this.perCell = 1 / cell;
    this.reach = distance * distance;
    // Faces of parts lie at round coordinates: shifted cells keep those away from the sides of cells.
    this.x0 = box.min[0] - 1.37 * cell;
    this.y0 = box.min[1] - 1.41 * cell;
    this.z0 = box.min[2] - 1.43 * cell;
  }

  add(x: number, y: number, z: number): void {
    const gx = (x - this.x0) * this.perCell;
    const gy = (y - this.y0) * this.perCell;
    const gz = (z - this.z0) * this.perCell;
    // All are above 0, and below 2^31 for any tolerance that float64 can tell.
    const cx = gx | 0;
    const cy = gy | 0;
    const cz = gz | 0;
    let found = this.find(hash(cx, cy, cz) & this.mask, x, y, z);
    if (found === 0) {
      const nx = side(gx - cx);
      const ny = side(gy - cy);
      const nz = side(gz - cz);
      if (nx !== 0 || ny !== 0 || nz !== 0) found = this.findAround(cx, cy, cz, nx, ny, nz, x, y, z);
      if (found === 0) found = this.keep(hash(cx, cy, cz), x, y, z);
    }
    this.vertexOf[this.added++] = found - 1;
  }

  /** @returns vertex + 1 of the first in the row of this slot that is near enough, 0: none */
  private find(slot: number, x: number, y: number, z: number): number {
    const { table, kept, mask, reach } = this;
    for (let entry = table[slot]!; entry !== 0; entry = table[slot]!) {
      const at = 3 * (entry - 1);
      const dx = kept[at]! - x;
      const dy = kept[at + 1]! - y;
      const dz = kept[at + 2]! - z;
      if (dx * dx + dy * dy + dz * dz <= reach) return entry;
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  private findAround(
    cx: number,
    cy: number,
    cz: number,
    nx: number,
    ny: number,
    nz: number,
    x: number,
    y: number,
    z: number,
  ): number {
    for (let corner = 1; corner < 8; corner++) {
      const ax = corner & 1 ? nx : 0;
      const ay = corner & 2 ? ny : 0;
      const az = corner & 4 ? nz : 0;
      if ((corner & 1 && ax === 0) || (corner & 2 && ay === 0) || (corner & 4 && az === 0)) continue;
      const found = this.find(hash(cx + ax, cy + ay, cz + az) & this.mask, x, y, z);
      if (found !== 0) return found;
    }
    return 0;
  }

  private keep(hashed: number, x: number, y: number, z: number): number {
    const at = 3 * this.count;
    if (at === this.kept.length) {
      const larger = new Float64Array(Math.min(2 * this.kept.length, 3 * this.given));
      larger.set(this.kept);
      this.kept = larger;
    }
    this.kept[at] = x;
    this.kept[at + 1] = y;
    this.kept[at + 2] = z;
    this.count++;
    if (2 * this.count > this.table.length) this.grow();
    else this.put(hashed & this.mask, this.count);
    return this.count;
  }

  private put(slot: number, entry: number): void {
    while (this.table[slot] !== 0) slot = (slot + 1) & this.mask;
    this.table[slot] = entry;
  }

  private grow(): void {
    this.table = new Uint32Array(2 * this.table.length);
    this.mask = this.table.length - 1;
    for (let vertex = 0; vertex < this.count; vertex++) {
      const cx = ((this.kept[3 * vertex]! - this.x0) * this.perCell) | 0;
      const cy = ((this.kept[3 * vertex + 1]! - this.y0) * this.perCell) | 0;
      const cz = ((this.kept[3 * vertex + 2]! - this.z0) * this.perCell) | 0;
      this.put(hash(cx, cy, cz) & this.mask, vertex + 1);
    }
  }
}

/** −1 or 1: the neighbouring cell that a vertex is near to; 0: none. @param share place within the cell, 0..1 */
function side(share: number): number {
  if (share < NEAR_SIDE) return -1;
  return share > 1 - NEAR_SIDE ? 1 : 0;
}

function hash(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(z, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
