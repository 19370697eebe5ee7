import { PartFileError } from '../part-file-error.js';
import type { ReadLimits, ReadProgress, Surface } from './part-contents.js';
import type { PartFile } from './part-file.js';

const HEADER = 84;
const RECORD = 50;
const RECORDS_AT_ONCE = 32_768;

/**
 * Reads so many triangles of a binary STL, piece by piece. Normals are left aside: they are redundant and often wrong, the
 * order of the vertices tells where outside is. @throws PartFileError
 */
export function readBinaryStl(file: PartFile, count: number, limits: ReadLimits, progress: ReadProgress): Surface {
  if (HEADER + RECORD * count > file.size)
    throw new PartFileError('truncated', 'The STL ends before its last triangle.');
  if (count > limits.maxTriangles) {
    throw new PartFileError('too_many_triangles', `The STL has ${count} triangles; ${limits.maxTriangles} are read.`);
  }
  const positions = new Float32Array(9 * count);
  const chunk = new Uint8Array(RECORD * Math.min(RECORDS_AT_ONCE, count));
  for (let done = 0; done < count;) {
    const records = Math.min(RECORDS_AT_ONCE, count - done);
    const place = HEADER + RECORD * done;
    const wanted = chunk.subarray(0, RECORD * records);
    if (file.read(wanted, place) < wanted.length) {
      throw new PartFileError('truncated', 'The STL ends before its last triangle.');
    }
    decode(wanted, positions, 9 * done);
    done += records;
    progress(place + wanted.length, done);
  }
  return { positions, triangles: null };
}

function decode(records: Uint8Array, positions: Float32Array, start: number): void {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  // 0 × a number is 0, 0 × NaN or infinity is NaN: one test after the loop instead of nine in it.
  let finite = 0;
  let to = start;
  for (let at = 12; at < records.length; at += RECORD) {
    const ax = view.getFloat32(at, true);
    const ay = view.getFloat32(at + 4, true);
    const az = view.getFloat32(at + 8, true);
    const bx = view.getFloat32(at + 12, true);
    const by = view.getFloat32(at + 16, true);
    const bz = view.getFloat32(at + 20, true);
    const cx = view.getFloat32(at + 24, true);
    const cy = view.getFloat32(at + 28, true);
    const cz = view.getFloat32(at + 32, true);
    finite += (ax + ay + az + bx + by + bz + cx + cy + cz) * 0;
    positions[to] = ax;
    positions[to + 1] = ay;
    positions[to + 2] = az;
    positions[to + 3] = bx;
    positions[to + 4] = by;
    positions[to + 5] = bz;
    positions[to + 6] = cx;
    positions[to + 7] = cy;
    positions[to + 8] = cz;
    to += 9;
  }
  if (Number.isNaN(finite)) throw new PartFileError('not_finite', 'A coordinate of the STL is not a finite number.');
}
