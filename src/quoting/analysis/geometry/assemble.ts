import type { PartContents, Surface } from '../formats/part-contents.js';
import type { Mesh } from './mesh.js';
import { weld } from './weld.js';

/**
 * The one mesh of a file, in mm: every surface welded by itself and put in its places. Bodies that touch are not welded to each
 * other, or their common faces would be edges of four triangles.
 * @param scale mm of the file's unit; translations are in that unit, as vertices are
 */
export function assemble(contents: PartContents, scale: number): Mesh {
  const welded = new Map<Surface, Mesh>();
  const placed = contents.placements.map(({ surface, transform }) => {
    const source = contents.surfaces[surface]!;
    const mesh = welded.get(source) ?? weld(source.positions, source.triangles, scale);
    welded.set(source, mesh);
    return { mesh, transform };
  });
  const [only] = placed;
  if (placed.length === 1 && !only!.transform) return only!.mesh;
  const whole: Mesh = {
    positions: new Float64Array(placed.reduce((sum, { mesh }) => sum + mesh.positions.length, 0)),
    triangles: new Uint32Array(placed.reduce((sum, { mesh }) => sum + mesh.triangles.length, 0)),
  };
  let [vertices, corners] = [0, 0];
  for (const { mesh, transform } of placed) {
    place(mesh, transform, scale, whole.positions.subarray(vertices, vertices + mesh.positions.length));
    addCorners(mesh.triangles, vertices / 3, mirrors(transform), whole.triangles, corners);
    vertices += mesh.positions.length;
    corners += mesh.triangles.length;
  }
  return whole;
}

function place({ positions }: Mesh, transform: Float64Array | null, scale: number, to: Float64Array): void {
  if (!transform) {
    to.set(positions);
    return;
  }
  // Applied as it is: taking it apart into a turn and a scale would lose mirrored ones.
  const [a, b, c, d, e, f, g, h, i, tx, ty, tz] = transform as unknown as number[];
  for (let n = 0; n < positions.length; n += 3) {
    const x = positions[n]!;
    const y = positions[n + 1]!;
    const z = positions[n + 2]!;
    to[n] = x * a! + y * d! + z * g! + tx! * scale;
    to[n + 1] = x * b! + y * e! + z * h! + ty! * scale;
    to[n + 2] = x * c! + y * f! + z * i! + tz! * scale;
  }
}

/** A mirrored body keeps its outside outside: its triangles are turned, or its volume would be negative. */
function addCorners(from: Uint32Array, base: number, mirrored: boolean, to: Uint32Array, at: number): void {
  for (let n = 0; n < from.length; n += 3) {
    to[at + n] = from[n]! + base;
    to[at + n + 1] = from[mirrored ? n + 2 : n + 1]! + base;
    to[at + n + 2] = from[mirrored ? n + 1 : n + 2]! + base;
  }
}

function mirrors(transform: Float64Array | null): boolean {
  return transform !== null && determinant(transform) < 0;
}

export function determinant(transform: Float64Array): number {
  const [a, b, c, d, e, f, g, h, i] = transform as unknown as number[];
  return a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!);
}
