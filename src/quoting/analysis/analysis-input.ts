import type { Machine } from './dfm/fit.js';
import type { ProcessToAsk } from './dfm/by-process.js';
import type { ProcessLimits } from './dfm/limits.js';
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
  /** Machines that the part is held against. */
  machines?: Machine[];
  /** What the process can make; without, only what no process could. */
  limits?: ProcessLimits;
  /** In place of limits: those of each process that the part may be made by. */
  processes?: ProcessToAsk[];
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

export interface AnalysisProgress {
  /** Of the file, read so far. */
  bytes: number;
  triangles: number;
  /** Of the whole work, 0..1; never falls. */
  share: number;
}

export type OnProgress = (done: AnalysisProgress) => void;
export type Analyse = (input: AnalysisInput, onProgress?: OnProgress) => Promise<PartAnalysis>;
