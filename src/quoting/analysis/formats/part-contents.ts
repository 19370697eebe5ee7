import type { LengthUnit, PartFormat } from '../part-analysis.js';

/** Triangles as a file has them, in the file's unit: not yet welded. */
export interface Surface {
  /** x, y, z of each vertex. */
  positions: Float32Array | Float64Array;
  /** Three vertices of each triangle, counter-clockwise seen from outside; null: each three vertices in a row are one. */
  triangles: Uint32Array | null;
}

/** A surface at its place: `transform` is a 4×3 matrix for row vectors, m00 m01 m02 m10 … m32 as in 3MF; null: as it is. */
export interface Placement {
  surface: number;
  transform: Float64Array | null;
}

/** What a reader found in a file of bodies. */
export interface PartContents {
  format: PartFormat;
  /** The unit that the file names; null: the format has none, or the file does not say. */
  unit: LengthUnit | null;
  surfaces: Surface[];
  placements: Placement[];
  /** Pieces that the file asks for: items of a 3MF, else 1. */
  quantity: number;
  warnings: string[];
  /** Why a person must look, as far as the file alone shows it. */
  reviewReasons: string[];
}

/** How much of a file a reader may turn into memory. */
export interface ReadLimits {
  maxTriangles: number;
  /** Of all members of an archive together, unpacked. */
  maxInflatedBytes: number;
}

export const READ_LIMITS: ReadLimits = { maxTriangles: 10_000_000, maxInflatedBytes: 1024 ** 3 };

/** Told while a file is read. */
export type ReadProgress = (bytes: number, triangles: number) => void;

/** The one surface of a file that has no placements of its own. */
export function contentsOf(format: PartFormat, surface: Surface, warnings: string[] = []): PartContents {
  return {
    format,
    unit: null,
    surfaces: [surface],
    placements: [{ surface: 0, transform: null }],
    quantity: 1,
    warnings,
    reviewReasons: [],
  };
}

export function triangleCount(surface: Surface): number {
  return surface.triangles ? surface.triangles.length / 3 : surface.positions.length / 9;
}
