/** What the server sends of a part (docs/guides/quoting.md, "The mesh of a part"), as the viewer draws it. */
export interface PartMesh {
  kind: 'body' | 'sheet';
  /** Three of each vertex, mm, from the middle of the part's box. */
  positions: Float32Array;
  /** Three vertices of each triangle. */
  triangles: Uint32Array;
  /** Where each issue is: ranges [first, count] of triangles. */
  issues: { code: string; faces: [number, number][] }[];
  /** Of a drawing: [first vertex, count, closed]. */
  contours: [number, number, boolean][];
  /** Sides of the box, mm. */
  size: [number, number, number];
  /** It was made coarser to be shown: the part has this many triangles. */
  sourceTriangles: number;
  reduced: boolean;
}

interface Header {
  kind: 'body' | 'sheet';
  vertices: number;
  triangles: number;
  sourceTriangles: number;
  reduced: boolean;
  min: [number, number, number];
  step: [number, number, number];
  issues: { code: string; faces: [number, number][] }[];
  contours?: [number, number, boolean][];
}

const MAGIC = 0x4d56534e;
const VERSION = 1;
/** Steps from one side of the box to the other. */
const STEPS = 65_535;

/** @throws Error when it is no such file, or a piece of one */
export function readMesh(file: ArrayBuffer): PartMesh {
  const view = new DataView(file);
  if (file.byteLength < 12 || view.getUint32(0, true) !== MAGIC || view.getUint32(4, true) !== VERSION)
    throw new Error('This is no mesh of a part');
  const start = 12 + view.getUint32(8, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 12, start - 12))) as Header;
  const { kind, vertices, step, issues, contours = [], sourceTriangles, reduced } = header;
  const from = start + Math.ceil((6 * vertices) / 4) * 4;
  if (file.byteLength < from + 12 * header.triangles) throw new Error('The mesh of the part is cut off');
  const steps = new Uint16Array(file, start, 3 * vertices);
  const positions = new Float32Array(3 * vertices);
  for (let i = 0; i < positions.length; i++) positions[i] = (steps[i]! - STEPS / 2) * step[i % 3]!;
  const triangles = new Uint32Array(file, from, 3 * header.triangles);
  const size = step.map((one) => one * STEPS) as PartMesh['size'];
  return { kind, positions, triangles, issues, contours, size, sourceTriangles, reduced };
}

/** The vertices of the triangles of some ranges, as an index of their own. */
export function trianglesOf(mesh: PartMesh, faces: readonly [number, number][]): Uint32Array {
  const count = faces.reduce((sum, [, one]) => sum + one, 0);
  const index = new Uint32Array(3 * count);
  let at = 0;
  for (const [first, many] of faces) {
    index.set(mesh.triangles.subarray(3 * first, 3 * (first + many)), at);
    at += 3 * many;
  }
  return index;
}
