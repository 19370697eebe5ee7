import { PartFileError } from '../part-file-error.js';
import { GrowingFloats } from './growing.js';
import type { ReadLimits, ReadProgress, Surface } from './part-contents.js';
import type { PartFile } from './part-file.js';
import { type Token, tokensOf } from './tokens.js';

/**
 * Reads an ASCII STL: words in any case, any number of `solid` blocks, names in any script. A facet of more than three vertices,
 * which some programs write, is a fan. @throws PartFileError
 */
export function readAsciiStl(file: PartFile, limits: ReadLimits, progress: ReadProgress): Surface {
  const facets = new Facets(limits.maxTriangles);
  tokensOf(
    file,
    (token) => facets.take(token),
    (bytes) => progress(bytes, facets.positions.length / 9),
  );
  return facets.surface();
}

/** What a word may be followed by. In a name, everything is a part of the name until its line ends. */
type Place = 'words' | 'name' | 'numbers';

class Facets {
  readonly positions = new GrowingFloats(9 * 1024);
  private place: Place = 'words';
  /** Of the facet that is being read. */
  private readonly corners: number[] = [];
  private wanted = 0;
  private open = false;
  private afterFacet = false;

  constructor(private readonly maxTriangles: number) {}

  take(token: Token): void {
    if (this.place === 'numbers') return this.number(token);
    if (this.place === 'name' && !token.startsLine) {
      // A file without line ends: the name is over where `facet normal` follows.
      const normal = this.afterFacet && token.is('normal');
      this.afterFacet = token.is('facet');
      if (!normal) return;
      this.begin();
      return;
    }
    this.place = 'words';
    if (token.is('vertex')) {
      this.place = 'numbers';
      this.wanted = 3;
    } else if (token.is('facet')) this.begin();
    else if (token.is('endloop') || token.is('endfacet')) this.end();
    else if (token.is('solid') || token.is('endsolid')) {
      this.place = 'name';
      this.afterFacet = false;
    }
  }

  surface(): Surface {
    if (this.open || this.place === 'numbers') throw new PartFileError('truncated', 'The STL ends within a facet.');
    if (this.positions.length === 0) throw new PartFileError('empty', 'The STL has no triangles.');
    return { positions: this.positions.values(), triangles: null };
  }

  private begin(): void {
    if (this.corners.length > 0) throw new PartFileError('malformed', 'A facet of the STL begins within another one.');
    this.place = 'words';
    this.open = true;
  }

  private number(token: Token): void {
    const value = token.number();
    if (value === null) throw new PartFileError('malformed', `A vertex of the STL has "${token.text()}" for a number.`);
    if (!Number.isFinite(value)) {
      throw new PartFileError('not_finite', 'A coordinate of the STL is not a finite number.');
    }
    this.corners.push(value);
    if (--this.wanted === 0) this.place = 'words';
    if (this.corners.length > 3 * MOST_CORNERS) throw new PartFileError('malformed', 'A facet of the STL never ends.');
  }

  private end(): void {
    const { corners, positions } = this;
    this.open = false;
    if (corners.length === 0) return;
    if (corners.length < 9) throw new PartFileError('malformed', 'A facet of the STL has fewer than three vertices.');
    for (let at = 3; at + 5 < corners.length; at += 3) {
      for (let i = 0; i < 3; i++) positions.push(corners[i]!);
      for (let i = at; i < at + 6; i++) positions.push(corners[i]!);
    }
    corners.length = 0;
    if (positions.length > 9 * this.maxTriangles) {
      throw new PartFileError('too_many_triangles', `The STL has more than ${this.maxTriangles} triangles.`);
    }
  }
}

const MOST_CORNERS = 1000;
