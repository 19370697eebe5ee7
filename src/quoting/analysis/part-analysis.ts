/**
 * Changes whenever the same file may give other figures than before: it is part of the key under which results are kept. Results of
 * before go on being priced until somebody measures the part again: where their figures were wrong, quotes/pricing/feasibility.ts has to
 * ask for a person.
 */
export const ANALYSER = 'nightshift-geometry/4';

/** What an analysis tells of a part file. Lengths are mm, areas mm², volumes mm³, never rounded. */
export interface PartAnalysis {
  /** Version of the analyser: kept in quotes, so that a price can be traced to its figures. */
  analyser: string;
  format: PartFormat;
  unit: LengthUnit;
  /** False when neither the file nor the request named the unit. */
  unitKnown: boolean;
  /** A solid to be printed or milled, or a flat drawing to be cut. */
  kind: 'body' | 'sheet';
  triangles: number;
  vertices: number;
  /** Pieces in the file with their placement: a 3MF may place one object several times. */
  quantity: number;
  /** Separate pieces of material; a shell that is a cavity is none. */
  bodies: number;
  shells: number;
  genus: number | null;
  /** |signedVolume|, of all bodies. Advisory unless the verdict is `solid`. */
  volume: number;
  signedVolume: number;
  /** Volume of the union, when bodies overlap and it could be made. */
  unitedVolume: number | null;
  area: number;
  /** Length of the sum of the triangles' area vectors: 0, but for rounding, for every closed surface. */
  areaVector: number;
  hullVolume: number | null;
  /** Of cavities that nothing can leave. */
  trappedVolume: number;
  /** Along the axes of the file. */
  box: Extent;
  /** Smallest box in any direction, its sides in ascending order. */
  orientedBox: Extent;
  verdict: 'solid' | 'watertight' | 'open' | 'ambiguous';
  edges: { boundary: number; nonManifold: number; inconsistent: number; degenerateTriangles: number };
  thickness: { min: number; p1: number; median: number } | null;
  /** Share of the surface that hangs over by more than 45°, as the file stands, 0..1. */
  overhang: number | null;
  sheet: { cutLength: number; area: number; contours: number; openContours: number } | null;
  fits: MachineFit[];
  issues: PartIssue[];
  /** Codes of what was noticed and does not stop an automatic price: units_assumed, type_mismatch, trailing_bytes, … */
  warnings: string[];
  /** False: nothing can be made of it as it is. */
  manufacturable: boolean;
  /** Why a person must look before a price is given; empty: a price may be made. */
  reviewReasons: string[];
}

export type PartFormat = 'stl' | 'obj' | '3mf' | 'step' | 'iges' | 'dxf';
export type LengthUnit = 'micron' | 'mm' | 'cm' | 'in' | 'ft' | 'm';

export interface Extent {
  x: number;
  y: number;
  z: number;
}

export interface MachineFit {
  machineId: string;
  /** How it fits: `as placed`, `turned`, `tilted`, `rotated 45° in XY`; null: too big. */
  how: string | null;
  /** Of one that does not fit, mm: the side that has no room, and the room there is. Analyses of before it was kept lack it. */
  over?: { measured: number; limit: number };
}

export const MEASURE_UNITS = ['mm', 'mm2', 'mm3', 'deg', 'share', 'count'] as const;

/** What was found, and how much of it would be no trouble. */
export interface Measure {
  measured: number;
  limit: number;
  unit: (typeof MEASURE_UNITS)[number];
}

/** A finding of design for manufacturing. */
export interface PartIssue extends Measure {
  code: string;
  severity: 'info' | 'warning' | 'error';
  /** Where: ranges of triangles [first, count] of the mesh that the viewer gets. */
  faces: [number, number][];
  /** Codes of the processes that it speaks against; none: it does not depend on one. Analyses of before it was kept lack it. */
  processes?: string[];
  /** What would mend it, in words. */
  fix: string;
}
