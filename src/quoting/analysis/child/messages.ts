import type { AnalysisInput } from '../analysis-input.js';
import type { PartAnalysis } from '../part-analysis.js';

/** What the child is started with. */
export interface ChildTask {
  input: AnalysisInput;
  /** Most memory of its process, bytes. */
  memoryBytes: number;
}

/** What the child tells. */
export type ChildMessage =
  | { kind: 'progress'; share: number }
  | { kind: 'done'; analysis: PartAnalysis }
  /** The file is at fault. */
  | { kind: 'refused'; code: string; message: string }
  /** The analysis itself is. */
  | { kind: 'failed'; message: string; memory: boolean };

/** Number of the pipe by which the watch of the child says why it ends the process, and the word it says. */
export const WHY_PIPE = 4;
export const MEMORY_WORD = 'memory';
