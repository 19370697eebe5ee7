/**
 * The file that a viewer loads. Little-endian throughout.
 *
 * | bytes | what |
 * |---|---|
 * | 0–3 | `NSVM` |
 * | 4–7 | version, uint32, 1 |
 * | 8–11 | length of the header in bytes, uint32, a multiple of 4 |
 * | 12– | header: JSON (below), filled up with spaces |
 * | then | positions: x, y, z of each vertex as uint16, of the box: mm = min + value · step; filled up to a multiple of 4 bytes |
 * | then | triangles: three uint32 each; or, of a drawing, nothing: its vertices are z = 0 and stand in order along each contour |
 */
export interface ViewerHeader {
  kind: 'body' | 'sheet';
  vertices: number;
  triangles: number;
  /** Triangles of the file; more than `triangles` when the mesh was made coarser for the viewer. */
  sourceTriangles: number;
  reduced: boolean;
  min: [number, number, number];
  step: [number, number, number];
  /** Triangles [first, count] of each issue; of a drawing none. */
  issues: { code: string; faces: [number, number][] }[];
  /** Vertices [first, count, closed] of each contour of a drawing. */
  contours?: [number, number, boolean][];
}

export const VIEWER_MAGIC = 'NSVM';
const VERSION = 1;

export function writeViewerFile(header: ViewerHeader, positions: Uint16Array, triangles: Uint32Array): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const headerLength = padded(text.length);
  const positionsLength = padded(positions.byteLength);
  const file = Buffer.alloc(12 + headerLength + positionsLength + triangles.byteLength);
  file.write(VIEWER_MAGIC, 0, 'latin1');
  file.writeUInt32LE(VERSION, 4);
  file.writeUInt32LE(headerLength, 8);
  file.fill(' ', 12, 12 + headerLength);
  text.copy(file, 12);
  Buffer.from(positions.buffer, positions.byteOffset, positions.byteLength).copy(file, 12 + headerLength);
  Buffer.from(triangles.buffer, triangles.byteOffset, triangles.byteLength).copy(
    file,
    12 + headerLength + positionsLength,
  );
  return file;
}

/** Reads a file written above, as a viewer does. */
export function readViewerFile(file: Buffer): {
  header: ViewerHeader;
  positions: Float64Array;
  triangles: Uint32Array;
} {
  if (file.toString('latin1', 0, 4) !== VIEWER_MAGIC || file.readUInt32LE(4) !== VERSION)
    throw new Error('not a viewer file');
  const start = 12 + file.readUInt32LE(8);
  const header = JSON.parse(file.toString('utf8', 12, start)) as ViewerHeader;
  const positions = new Float64Array(3 * header.vertices);
  for (let i = 0; i < positions.length; i++)
    positions[i] = header.min[i % 3]! + file.readUInt16LE(start + 2 * i) * header.step[i % 3]!;
  const triangles = new Uint32Array(3 * header.triangles);
  const from = start + padded(6 * header.vertices);
  for (let i = 0; i < triangles.length; i++) triangles[i] = file.readUInt32LE(from + 4 * i);
  return { header, positions, triangles };
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;
