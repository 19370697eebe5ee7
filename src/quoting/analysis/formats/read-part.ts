import { PartFileError } from '../part-file-error.js';
import { readObj } from './obj.js';
import { contentsOf, type PartContents, type ReadLimits, type ReadProgress } from './part-contents.js';
import { PartFile } from './part-file.js';
import { promisedFormat, sniff, type Sniffed } from './sniff.js';
import { readAsciiStl } from './stl-ascii.js';
import { readBinaryStl } from './stl-binary.js';
import { readThreeMf } from './threemf.js';

/**
 * Reads a part file, whatever its name says. @param names its name and the type the request gives: the warning `type_mismatch`
 * tells when they promise another format. @throws PartFileError
 */
export async function readPart(
  path: string,
  names: (string | undefined)[],
  limits: ReadLimits,
  progress: ReadProgress,
): Promise<PartContents> {
  return PartFile.use(path, async (file) => {
    const found = sniff(file);
    const contents = await read(file, found, limits, progress);
    const promised = names.map((name) => (name ? promisedFormat(name) : null)).filter((format) => format !== null);
    if (promised.some((format) => format !== found.format)) contents.warnings.push('type_mismatch');
    return contents;
  });
}

function read(
  file: PartFile,
  found: Sniffed,
  limits: ReadLimits,
  progress: ReadProgress,
): PartContents | Promise<PartContents> {
  switch (found.format) {
    case 'stl':
      if (found.encoding === 'ascii') return contentsOf('stl', readAsciiStl(file, limits, progress));
      return contentsOf('stl', readBinaryStl(file, limits, progress), found.trailing > 0 ? ['trailing_bytes'] : []);
    case 'obj':
      return contentsOf('obj', readObj(file, limits, progress));
    case '3mf':
      return readThreeMf(file.path, file.size, limits, progress);
    default:
      throw new PartFileError('reader_missing', `Files of the format ${found.format} are not read here.`);
  }
}
