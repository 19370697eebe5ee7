import { type Drawing, readDrawing } from '../drawing/read-drawing.js';
import type { LengthUnit } from '../part-analysis.js';
import { PartFileError } from '../part-file-error.js';
import { readStep } from '../step/read-step.js';
import { readObj } from './obj.js';
import { contentsOf, type PartContents, type ReadLimits, type ReadProgress } from './part-contents.js';
import { PartFile } from './part-file.js';
import { promisedFormat, sniff, type Sniffed } from './sniff.js';
import { readAsciiStl } from './stl-ascii.js';
import { readBinaryStl } from './stl-binary.js';
import { readThreeMf } from './threemf.js';

/** Of files that a library needs as a whole: STEP, IGES, DXF. */
const MOST_WHOLE_BYTES = 256 * 1024 * 1024;

/**
 * Reads a part file, whatever its name says. @param names its name and the type the request gives: the warning `type_mismatch`
 * tells when they promise another format. @param asked unit of a drawing that names none. @throws PartFileError
 */
export async function readPart(
  path: string,
  names: (string | undefined)[],
  asked: LengthUnit | undefined,
  limits: ReadLimits,
  progress: ReadProgress,
): Promise<PartContents | Drawing> {
  return PartFile.use(path, async (file) => {
    const found = sniff(file);
    const contents =
      found.format === 'dxf' ? readDrawing(whole(file), asked) : await read(file, found, limits, progress);
    const promised = names.map((name) => (name ? promisedFormat(name) : null)).filter((format) => format !== null);
    if (promised.some((format) => format !== found.format)) contents.warnings.push('type_mismatch');
    return contents;
  });
}

function read(
  file: PartFile,
  found: Exclude<Sniffed, { format: 'dxf' }>,
  limits: ReadLimits,
  progress: ReadProgress,
): PartContents | Promise<PartContents> {
  switch (found.format) {
    case 'stl':
      if (found.encoding === 'ascii') return contentsOf('stl', readAsciiStl(file, limits, progress));
      return contentsOf('stl', readBinaryStl(file, found.triangles, limits, progress), found.warnings);
    case 'obj':
      return contentsOf('obj', readObj(file, limits, progress));
    case '3mf':
      return readThreeMf(file.path, file.size, limits, progress);
    case 'step':
    case 'iges':
      return readStep(whole(file), found.format);
  }
}

function whole(file: PartFile): Buffer {
  if (file.size > MOST_WHOLE_BYTES) {
    throw new PartFileError('too_many_triangles', `Files of this format are read up to ${MOST_WHOLE_BYTES >> 20} MB.`);
  }
  return file.head(file.size);
}
