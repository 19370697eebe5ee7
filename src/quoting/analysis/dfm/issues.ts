import type { Extent, MachineFit, PartIssue } from '../part-analysis.js';
import type { ProcessLimits } from './limits.js';

/** An issue before its place is known in the viewer's order of triangles. */
export interface Finding extends Omit<PartIssue, 'faces'> {
  /** Triangles of the mesh as analysed. */
  triangles: Uint32Array;
}

/** What findings are made of: figures that an analysis keeps. */
export interface PartFigures {
  kind: 'body' | 'sheet';
  box: Extent;
  thickness: { min: number; p1: number; median: number } | null;
  overhang: number | null;
  trappedVolume: number;
  sheet: { openContours: number } | null;
  fits: MachineFit[];
}

/** Where things are, known only while the mesh is at hand. */
export interface Places {
  thin?: { triangle: number; thickness: number }[];
  overhang?: Uint32Array;
  /** Edges that a round tool cannot cut, and the triangles beside them. */
  sharpCorners?: { count: number; triangles: Uint32Array };
  /** Triangles of closed cavities. */
  cavities?: Uint32Array;
  /** Diameters of a drawing's inner contours, mm. */
  holes?: number[];
}

const NOWHERE = new Uint32Array(0);

/**
 * What speaks against making a part by a process with these limits. Pure: from stored figures alone (without places) it can be asked
 * again for every process and after limits have changed.
 */
export function partIssues(part: PartFigures, limits: ProcessLimits, places: Places = {}): Finding[] {
  return [
    thinWall(part, limits, places),
    overhanging(part, limits, places),
    trapped(part, limits, places),
    tooBig(part),
    tiny(part, limits),
    sharpCorner(limits, places),
    openContour(part),
    smallHole(limits, places),
  ].filter((issue) => issue !== undefined);
}

function thinWall({ thickness }: PartFigures, { minWall }: ProcessLimits, { thin = [] }: Places): Finding | undefined {
  if (!thickness || minWall === undefined || thickness.min >= minWall) return undefined;
  const where = Uint32Array.from(new Set(thin.filter((s) => s.thickness < minWall).map((s) => s.triangle)));
  // Less than one hundredth of the surface: a sharp edge or a rim, which breaks or rounds off, but the part can be made.
  const local = thickness.p1 >= minWall;
  return {
    code: local ? 'thin_wall_local' : 'thin_wall',
    severity: local ? 'warning' : 'error',
    measured: local ? thickness.min : thickness.p1,
    limit: minWall,
    unit: 'mm',
    triangles: where,
    fix: local
      ? `Thicken the marked edges to ${show(minWall)} mm, or accept that they may break or round off`
      : `Thicken the marked walls to at least ${show(minWall)} mm`,
  };
}

function overhanging(part: PartFigures, { maxOverhang }: ProcessLimits, places: Places): Finding | undefined {
  if (part.overhang === null || maxOverhang === undefined || part.overhang <= maxOverhang) return undefined;
  return {
    code: 'overhang',
    severity: 'warning',
    measured: part.overhang,
    limit: maxOverhang,
    unit: 'share',
    triangles: places.overhang ?? NOWHERE,
    fix: 'Turn the part so that less of it faces down, or chamfer the undersides to 45°: supports leave marks where they stand',
  };
}

function trapped(
  { trappedVolume }: PartFigures,
  { trapsPowder }: ProcessLimits,
  { cavities }: Places,
): Finding | undefined {
  if (!trapsPowder || !(trappedVolume > 0)) return undefined;
  return {
    code: 'trapped_volume',
    severity: 'error',
    measured: trappedVolume,
    limit: 0,
    unit: 'mm3',
    triangles: cavities ?? NOWHERE,
    fix: 'Open the cavity with two drain holes of at least 3.5 mm, or fill it: powder or resin cannot leave it',
  };
}

function tooBig({ fits, box }: PartFigures): Finding | undefined {
  if (fits.length === 0 || fits.some((fit) => fit.how !== null)) return undefined;
  // Of the machine that misses it by the least.
  const [nearest] = fits
    .flatMap(({ over }) => (over ? [over] : []))
    .sort((a, b) => a.measured - a.limit - (b.measured - b.limit));
  const { measured, limit } = nearest ?? { measured: Math.max(box.x, box.y, box.z), limit: 0 };
  const room = nearest ? `: its ${show(measured)} mm have room for ${show(limit)} mm at most` : '';
  return {
    code: 'too_big',
    severity: 'error',
    measured,
    limit,
    unit: 'mm',
    triangles: NOWHERE,
    fix: `Split the part, or have it made on a larger machine: no machine here has room for it in any position${room}`,
  };
}

function tiny({ box }: PartFigures, { minSize }: ProcessLimits): Finding | undefined {
  const longest = Math.max(box.x, box.y, box.z);
  if (minSize === undefined || longest >= minSize) return undefined;
  return {
    code: 'tiny_part',
    severity: 'warning',
    measured: longest,
    limit: minSize,
    unit: 'mm',
    triangles: NOWHERE,
    fix: 'Check the unit of the file: the part is smaller than what can be held or found again',
  };
}

function sharpCorner({ roundTool }: ProcessLimits, { sharpCorners }: Places): Finding | undefined {
  if (!roundTool || !sharpCorners || sharpCorners.count === 0) return undefined;
  return {
    code: 'sharp_inner_corner',
    severity: 'warning',
    measured: sharpCorners.count,
    limit: 0,
    unit: 'count',
    triangles: sharpCorners.triangles,
    fix: 'Round the inner corners with a radius of at least a third of the depth: a round tool cannot cut them sharp',
  };
}

function openContour({ sheet }: PartFigures): Finding | undefined {
  if (!sheet || sheet.openContours === 0) return undefined;
  return {
    code: 'open_contour',
    severity: 'error',
    measured: sheet.openContours,
    limit: 0,
    unit: 'count',
    triangles: NOWHERE,
    fix: 'Join the ends of the outlines; delete centre lines and bend lines, or tell us which lines are to be engraved',
  };
}

function smallHole({ minHole }: ProcessLimits, { holes = [] }: Places): Finding | undefined {
  if (minHole === undefined) return undefined;
  const smallest = Math.min(...holes);
  if (smallest >= minHole) return undefined;
  return {
    code: 'small_hole',
    severity: 'warning',
    measured: smallest,
    limit: minHole,
    unit: 'mm',
    triangles: NOWHERE,
    fix: `Widen the holes to at least ${show(minHole)} mm, or have them drilled`,
  };
}

const show = (mm: number): string => String(Math.round(mm * 1000) / 1000);
