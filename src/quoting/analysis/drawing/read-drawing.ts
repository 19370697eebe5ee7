import type { Extent, LengthUnit } from '../part-analysis.js';
import { PartFileError } from '../part-file-error.js';
import { MM_PER_UNIT } from '../units.js';
import { scaling } from './affine.js';
import { boxOf, chain, type Contour, enclosed, withoutDoubles } from './contours.js';
import { parseDxf } from './dxf-file.js';
import { orientedRectangle } from './oriented-rectangle.js';
import { Pieces } from './pieces.js';

/** A flat part to be cut from a sheet. Lengths mm, areas mm². */
export interface Drawing {
  unit: LengthUnit;
  /** False: neither the file nor the request named it, and mm was taken. */
  unitKnown: boolean;
  contours: Contour[];
  cutLength: number;
  /** Of the material that is left: holes are taken off. */
  area: number;
  /** Separate outlines: a drawing may hold several parts. */
  pieces: number;
  /** Width of each hole, of a slot the narrow one: what a drill or a beam must fit into. */
  holes: number[];
  box: Extent;
  /** Sides in ascending order; the first is 0. */
  orientedBox: Extent;
  warnings: string[];
  reviewReasons: string[];
}

/** $INSUNITS of the units that are known here. */
const INSERT_UNITS: Record<number, LengthUnit> = { 1: 'in', 2: 'ft', 4: 'mm', 5: 'cm', 6: 'm', 13: 'micron' };

/** Two ends nearer than a hundredth of a millimetre are one place: a tenth of the width of a laser's cut. */
const JOIN = 0.01;

/**
 * Reads a DXF drawing.
 * @param asked unit of the request, taken when the file names none
 * @throws PartFileError when nothing can be measured
 */
export function readDrawing(bytes: Uint8Array, asked?: LengthUnit): Drawing {
  const file = parseDxf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const unfolded = new Pieces(file);
  const named = INSERT_UNITS[file.insertUnits ?? 0];
  const { warnings, reviewReasons } = unfolded;
  if (!named && (file.insertUnits ?? 0) !== 0) reviewReasons.add('unit_not_supported');
  // Many programs write $INSUNITS without being asked, so that a request that says otherwise is for a person to settle.
  if (named && asked && named !== asked) {
    warnings.add('unit_conflict');
    reviewReasons.add('unit_conflict');
  }
  const unit = named ?? asked;
  if (!unit) warnings.add('units_assumed');
  if (!file.complete) warnings.add('end_missing');

  unfolded.addDrawing(file.entities, scaling(MM_PER_UNIT[unit ?? 'mm']));
  if (unfolded.pieces.length === 0) throw nothing(unfolded.unsupported);

  const outline = boxOf(unfolded.pieces.flatMap((piece) => boxOf(piece.points)));
  const [width, height] = [outline[2] - outline[0], outline[3] - outline[1]];
  const diagonal = Math.hypot(width, height);
  const tolerance = Math.min(JOIN, diagonal * 1e-3);
  const pieces = withoutDoubles(unfolded.pieces, diagonal * 1e-7);
  if (pieces.length < unfolded.pieces.length) warnings.add('doubled_lines');
  const contours = chain(pieces, tolerance);
  if (contours.some((c) => !c.closed)) reviewReasons.add('open_contour');
  // There and back on one line, or crossing itself so that its halves cancel out: what is cut off by it is for a person to say.
  if (contours.some((c) => c.closed && c.area <= (tolerance * c.length) / 2)) reviewReasons.add('flat_contour');
  const inside = enclosed(contours);
  if (!inside) throw new PartFileError('too_many_instances', 'Too many contours of the drawing lie over one another');
  // They are cut and priced as one piece; they may be several parts, or several views of one.
  if (inside.outlines > 1) warnings.add('several_bodies');
  const [short, long] = orientedRectangle(cornersOf(contours));
  return {
    unit: unit ?? 'mm',
    unitKnown: unit !== undefined,
    contours,
    cutLength: contours.reduce((sum, c) => sum + c.length, 0),
    area: inside.area,
    pieces: inside.outlines,
    holes: inside.holes.map(widthOf),
    box: { x: width, y: height, z: 0 },
    orientedBox: { x: 0, y: short, z: long },
    warnings: [...warnings],
    reviewReasons: [...reviewReasons],
  };
}

function nothing(unsupported: Set<string>): PartFileError {
  if (unsupported.size === 0) return new PartFileError('empty', 'The drawing has no lines that could be cut');
  const types = [...unsupported].slice(0, 5).join(', ');
  return new PartFileError('unsupported_entity', `The drawing has nothing but what cannot be measured: ${types}`);
}

/** The narrow side of the smallest rectangle about a hole; a round one's diameter, which its chords make a thousandth too small. */
function widthOf(hole: Contour): number {
  const round = 2 * Math.sqrt(hole.area / Math.PI);
  const [narrow] = orientedRectangle(cornersOf([hole]));
  return narrow > 0.999 * round ? round : narrow;
}

function cornersOf(contours: Contour[]): [number, number][] {
  const corners: [number, number][] = [];
  for (const { points } of contours) {
    for (let i = 0; i < points.length; i += 2) corners.push([points[i]!, points[i + 1]!]);
  }
  return corners;
}
