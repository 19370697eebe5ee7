import { PartFileError } from '../part-file-error.js';
import { GrowingFloats, GrowingIndices } from './growing.js';
import type { ReadLimits, ReadProgress, Surface } from './part-contents.js';
import type { PartFile } from './part-file.js';
import { splitPolygon } from './polygon.js';
import { numberIn, type Token, tokensOf } from './tokens.js';

/**
 * Reads an OBJ: vertices and polygons, in the forms `v`, `v/t`, `v//n`, `v/t/n`, with indices that count from the first vertex or
 * back from the last. Groups, materials, lines and points make no difference to the body. @throws PartFileError
 */
export function readObj(file: PartFile, limits: ReadLimits, progress: ReadProgress): Surface {
  const lines = new ObjLines(limits.maxTriangles);
  tokensOf(
    file,
    (token) => lines.take(token),
    (bytes) => progress(bytes, lines.triangles.length / 3),
  );
  return lines.surface();
}

type Line = 'vertex' | 'face' | 'other';

class ObjLines {
  readonly positions = new GrowingFloats();
  readonly triangles = new GrowingIndices();
  private line: Line = 'other';
  private numbers = 0;
  private readonly polygon: number[] = [];
  /** A line that ends with a backslash goes on in the next one. */
  private goesOn = false;
  /** From a # on, a line says nothing more. */
  private comment = false;

  constructor(private readonly maxTriangles: number) {}

  take(token: Token): void {
    const starts = token.startsLine && !this.goesOn;
    this.comment = (this.comment && !starts) || token.buffer[token.start] === HASH;
    this.goesOn = token.end - token.start === 1 && token.buffer[token.start] === BACKSLASH;
    if (this.goesOn || (this.comment && !starts)) return;
    if (starts) {
      this.endLine();
      this.line = this.begin(token);
    } else if (this.line === 'vertex') this.coordinate(token);
    else if (this.line === 'face') this.corner(token);
  }

  surface(): Surface {
    this.endLine();
    if (this.triangles.length === 0) throw new PartFileError('empty', 'The OBJ has no faces.');
    return { positions: this.positions.values(), triangles: this.triangles.values() };
  }

  private begin(token: Token): Line {
    if (token.end - token.start === 1) {
      const letter = token.buffer[token.start]! | 32;
      if (letter === 0x76) return 'vertex';
      if (letter === 0x66) return 'face';
    }
    if (token.is('curv') || token.is('surf')) {
      throw new PartFileError(
        'unsupported_entity',
        'The OBJ has free-form surfaces. Export it as a mesh, or send a STEP file.',
      );
    }
    return 'other';
  }

  private coordinate(token: Token): void {
    // After the three there may be a weight, or a colour.
    if (this.numbers === 3) return;
    const value = token.number();
    if (value === null) throw new PartFileError('malformed', `A vertex of the OBJ has "${token.text()}" for a number.`);
    if (!Number.isFinite(value)) {
      throw new PartFileError('not_finite', 'A coordinate of the OBJ is not a finite number.');
    }
    this.positions.push(value);
    this.numbers++;
  }

  private corner(token: Token): void {
    let end = token.start;
    while (end < token.end && token.buffer[end] !== SLASH) end++;
    const index = numberIn(token.buffer, token.start, end);
    if (index === null || !Number.isInteger(index) || index === 0) {
      throw new PartFileError('malformed', `A face of the OBJ has "${token.text()}" for a vertex.`);
    }
    const there = this.positions.length / 3;
    const vertex = index > 0 ? index - 1 : there + index;
    if (vertex < 0 || vertex >= there)
      throw new PartFileError('malformed', 'A face of the OBJ names a vertex that does not exist.');
    this.polygon.push(vertex);
    if (this.polygon.length > MOST_CORNERS)
      throw new PartFileError('malformed', 'A face of the OBJ has too many corners.');
  }

  private endLine(): void {
    const { polygon, positions, triangles } = this;
    if (this.line === 'vertex' && this.numbers < 3) {
      throw new PartFileError('malformed', 'A vertex of the OBJ has fewer than three coordinates.');
    }
    this.numbers = 0;
    if (this.line !== 'face') return;
    if (polygon.length < 3) throw new PartFileError('malformed', 'A face of the OBJ has fewer than three corners.');
    for (const vertex of splitPolygon(positions, polygon)) triangles.push(vertex);
    polygon.length = 0;
    if (triangles.length > 3 * this.maxTriangles) {
      throw new PartFileError('too_many_triangles', `The OBJ has more than ${this.maxTriangles} triangles.`);
    }
  }
}

const BACKSLASH = 92;
const HASH = 35;
const SLASH = 47;
const MOST_CORNERS = 10_000;
