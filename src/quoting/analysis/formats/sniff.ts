import type { PartFormat } from '../part-analysis.js';
import { PartFileError } from '../part-file-error.js';
import type { PartFile } from './part-file.js';

export type Sniffed =
  | { format: 'stl'; encoding: 'binary'; triangles: number; warnings: string[] }
  | { format: 'stl'; encoding: 'ascii' }
  | { format: Exclude<PartFormat, 'stl' | 'dxf'> }
  | { format: 'dxf' };

const HEAD = 65_536;
const STL_HEADER = 84;
const STL_RECORD = 50;

/**
 * The format by content, never by the name (rules quoting A.2.1). The size decides about binary STL before any word in the
 * header does, because many exporters begin a binary header with "solid". @throws PartFileError
 */
export function sniff(file: PartFile): Sniffed {
  if (file.size === 0) throw new PartFileError('empty', 'The file has no content.');
  const head = file.head(HEAD);
  const text = head.toString('latin1');
  const declared = head.length >= STL_HEADER ? head.readUInt32LE(80) : null;
  const expected = declared === null ? null : STL_HEADER + STL_RECORD * declared;
  if (declared !== null && expected === file.size && declared > 0) {
    return { format: 'stl', encoding: 'binary', triangles: declared, warnings: [] };
  }
  const other = byWords(text);
  if (other) return other;
  if (expected === null) throw new PartFileError('empty', 'The file is too short to hold a part.');
  if (file.size === STL_HEADER) {
    if (declared === 0) throw new PartFileError('empty', 'The STL has no triangles.');
    throw new PartFileError('truncated', 'The file ends after the header of an STL.');
  }
  if (!looksLikeTriangle(head)) throw unrecognised();
  const there = (file.size - STL_HEADER) / STL_RECORD;
  if (declared === 0 && Number.isInteger(there)) {
    // Written to a pipe, where a program cannot go back to fill in the count.
    return { format: 'stl', encoding: 'binary', triangles: there, warnings: ['count_missing'] };
  }
  if (declared! > there) {
    throw new PartFileError('truncated', `The STL announces ${declared} triangles and holds ${Math.floor(there)}.`);
  }
  if (declared! > 0) return { format: 'stl', encoding: 'binary', triangles: declared!, warnings: ['trailing_bytes'] };
  throw unrecognised();
}

// What stands before the first word is taken off first: blanks that two parts of a pattern could take would be tried in all ways.
const BOM = /^\u00ef\u00bb\u00bf/;
const SOLID = /^solid/i;
// A comment ends at its first */, so that there is one way to read many of them.
const STEP = /^(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*ISO-10303-21\s*;/;
const DXF = /^(?:\s*999\r?\n[^\n]*\n)*\s*0\r?\n\s*SECTION\s/i;

function byWords(text: string): Sniffed | null {
  if (text.startsWith('PK\u0003\u0004')) return { format: '3mf' };
  if (text.startsWith('PK\u0005\u0006')) throw new PartFileError('empty', 'The archive has no members.');
  if (text.startsWith('AutoCAD Binary DXF')) {
    throw new PartFileError('binary_dxf', 'The drawing is a binary DXF. Save it as an ASCII DXF.');
  }
  const words = text.trimStart().replace(BOM, '').trimStart();
  if (STEP.test(words)) return { format: 'step' };
  if (SOLID.test(words)) {
    if (/facet/i.test(text)) return { format: 'stl', encoding: 'ascii' };
    if (/endsolid/i.test(text)) throw new PartFileError('empty', 'The STL has no triangles.');
  }
  // The first section of an IGES file: 72 columns of text, an S, and the number of the line.
  if (/^[^\r\n]{72}S {0,6}0*1\s*$/m.test(text)) return { format: 'iges' };
  if (DXF.test(words)) return { format: 'dxf' };
  if (isText(text) && /^[ \t]*v[ \t]+[-+.\d]/m.test(text)) return { format: 'obj' };
  return null;
}

function isText(text: string): boolean {
  return !text.includes('\u0000');
}

/** Whether the first record has twelve finite numbers of a possible size, and a normal of length 1 or 0. */
function looksLikeTriangle(head: Buffer): boolean {
  if (head.length < STL_HEADER + 48) return false;
  const value = (n: number) => head.readFloatLE(STL_HEADER + 4 * n);
  for (let n = 0; n < 12; n++) {
    const size = Math.abs(value(n));
    if (!(size < 1e12) || (size > 0 && size < 1e-30)) return false;
  }
  const normal = Math.hypot(value(0), value(1), value(2));
  return normal === 0 || Math.abs(normal - 1) < 0.05;
}

function unrecognised(): PartFileError {
  return new PartFileError('unrecognised', 'The file is none of STL, OBJ, 3MF, STEP, IGES and DXF.');
}

/** The format that the end of a name, or a word such as `stl` in the request, promises. */
export function promisedFormat(nameOrType: string): PartFormat | null {
  const end = nameOrType.toLowerCase().split('.').at(-1)!.trim();
  return ENDINGS[end] ?? null;
}

const ENDINGS: Record<string, PartFormat> = {
  stl: 'stl',
  obj: 'obj',
  '3mf': '3mf',
  step: 'step',
  stp: 'step',
  p21: 'step',
  iges: 'iges',
  igs: 'iges',
  dxf: 'dxf',
};
