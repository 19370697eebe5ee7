import type { LengthUnit, PartAnalysis } from './part-analysis.js';

/** What is to be analysed, and how. Plain JSON: it goes to a process of its own. */
export interface AnalysisInput {
  /** The file on this machine. */
  path: string;
  /** As the person who uploaded it calls it. */
  name: string;
  /** Asked for with the file; a unit that the file itself names goes first. */
  unit?: LengthUnit;
  /** The tenant's, when neither the file nor the request names one. */
  usualUnit?: LengthUnit;
  /** As the request calls it: `stl`. Content decides; a difference is the warning `type_mismatch`. */
  fileType?: string;
  machines?: MachineSpace[];
  limits?: ProcessLimits;
  options?: AnalysisOptions;
  /** Where the viewer's mesh is to be written; not written without. */
  meshPath?: string;
  /** Where the picture is to be written, PNG. */
  thumbnailPath?: string;
}

export interface AnalysisOptions {
  /** Thickness, overhang and issues of manufacturing; true unless it says false. */
  performDfm?: boolean;
  maxTriangles?: number;
  /** Of all members of an archive together, unpacked. */
  maxInflatedBytes?: number;
}

/** The space a machine has for one part, mm. */
export interface MachineSpace {
  id: string;
  x: number;
  y: number;
  z: number;
}

/** What the process that the part is meant for can make; without a number, nothing is said about it. Lengths in mm. */
export interface ProcessLimits {
  minWall?: number;
  minHole?: number;
  minFeature?: number;
  /** Between a surface that faces down and the level, degrees: steeper ones need no support. 45 without. */
  overhangAngle?: number;
  /** Whether powder or resin must be able to leave a cavity. */
  trapsPowder?: boolean;
}

export interface AnalysisProgress {
  /** Of the file, read so far. */
  bytes: number;
  triangles: number;
  /** Of the whole work, 0..1; never falls. */
  share: number;
}

export type OnProgress = (done: AnalysisProgress) => void;
export type Analyse = (input: AnalysisInput, onProgress?: OnProgress) => Promise<PartAnalysis>;
