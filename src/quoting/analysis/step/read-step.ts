import type { LengthUnit } from '../part-analysis.js';
import { PartFileError } from '../part-file-error.js';
import { loadOcct, type Occt } from './occt.js';
import { declaredMeasures, type DeclaredMeasures } from './step-text.js';

/** Bodies of a STEP or IGES file, each with its own vertices, mm. */
export interface StepContents {
  format: 'step' | 'iges';
  unit: LengthUnit;
  surfaces: { positions: Float64Array; triangles: Uint32Array }[];
  placements: { surface: number; transform: null }[];
  /** Name of each surface as the file gives it, may be empty. */
  names: string[];
  quantity: 1;
  declared: DeclaredMeasures;
  warnings: string[];
  reviewReasons: string[];
}

/**
 * Fineness of the triangles, as a share of the box, and radians. Measured on the public CAx-IF files: volumes agree with those of the
 * CAD program to 1e-4; at 1e-3, which most viewers use, to 7e-4 only.
 */
const FINENESS = {
  linearUnit: 'millimeter',
  linearDeflectionType: 'bounding_box_ratio',
  linearDeflection: 1e-4,
  angularDeflection: 0.2,
} as const;

/** How far measured and declared figures may differ before a person must look: missing faces make far more than this. */
export const DECLARED_TOLERANCE = 1e-3;

/**
 * Reads all bodies of all roots of a STEP or IGES file.
 * @throws PartFileError `reader_missing`, `truncated`, `malformed`, `empty`
 */
export async function readStep(bytes: Uint8Array, format: 'step' | 'iges'): Promise<StepContents> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Open Cascade makes something of half a file, too: faces would be missing.
  if (format === 'step' && !text.subarray(-4096).includes('END-ISO-10303-21')) {
    throw new PartFileError('truncated', 'The STEP file ends before its last line');
  }
  const surfaces: StepContents['surfaces'] = [];
  const names: string[] = [];
  for (const mesh of tessellate(await loadOcct(), bytes, format)) {
    const surface = {
      positions: Float64Array.from(mesh.attributes.position.array),
      triangles: Uint32Array.from(mesh.index.array),
    };
    if (surface.triangles.length === 0) continue;
    if (!surface.positions.every(Number.isFinite))
      throw new PartFileError('not_finite', 'A body of the file has no finite place');
    surfaces.push(surface);
    names.push(mesh.name);
  }
  if (surfaces.length === 0) throw new PartFileError('empty', 'The file has no body with faces');
  const declared = format === 'step' ? declaredMeasures(text.toString('latin1')) : { volumes: [], areas: [] };
  const bodies = surfaces.map(measures);
  const reviewReasons = differs(declared, bodies) ? ['declared_measures_differ'] : [];
  return {
    format,
    unit: 'mm',
    surfaces,
    placements: surfaces.map((_, surface) => ({ surface, transform: null })),
    names,
    quantity: 1,
    declared,
    warnings: [],
    reviewReasons,
  };
}

function tessellate(occt: Occt, bytes: Uint8Array, format: 'step' | 'iges') {
  let result;
  try {
    result = format === 'step' ? occt.ReadStepFile(bytes, FINENESS) : occt.ReadIgesFile(bytes, FINENESS);
  } catch {
    // An abort inside the compiled library: it says no more than a number.
    throw new PartFileError('malformed', 'The CAD file could not be read');
  }
  if (!result.success || !result.meshes) throw new PartFileError('malformed', 'The CAD file could not be read');
  return result.meshes;
}

/** Volume about the first vertex, and area. */
function measures({ positions: p, triangles: t }: StepContents['surfaces'][number]): { volume: number; area: number } {
  let [six, twice] = [0, 0];
  const [ox, oy, oz] = [p[0]!, p[1]!, p[2]!];
  for (let i = 0; i < t.length; i += 3) {
    const [a, b, c] = [3 * t[i]!, 3 * t[i + 1]!, 3 * t[i + 2]!];
    const [ax, ay, az] = [p[a]! - ox, p[a + 1]! - oy, p[a + 2]! - oz];
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    six += ax * nx + ay * ny + az * nz;
    twice += Math.hypot(nx, ny, nz);
  }
  return { volume: Math.abs(six / 6), area: twice / 2 };
}

/** A file declares its whole, or its parts, or both: one of them has to agree. */
function differs(declared: DeclaredMeasures, bodies: { volume: number; area: number }[]): boolean {
  const agree = (values: number[], measured: number[]) => {
    if (values.length === 0) return true;
    const found = (m: number) => values.some((v) => Math.abs(v - m) <= DECLARED_TOLERANCE * v);
    return found(measured.reduce((sum, m) => sum + m, 0)) || measured.every(found);
  };
  return (
    !agree(
      declared.volumes,
      bodies.map((b) => b.volume),
    ) ||
    !agree(
      declared.areas,
      bodies.map((b) => b.area),
    )
  );
}
