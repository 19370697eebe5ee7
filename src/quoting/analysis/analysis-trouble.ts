/** Why an analysis gave no figures, although the file may be good. */
export class AnalysisTrouble extends Error {
  override readonly name = 'AnalysisTrouble';
  constructor(
    readonly code: TroubleCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The same file would meet the same trouble again. */
  get permanent(): boolean {
    return PERMANENT.has(this.code);
  }
}

export type TroubleCode =
  /** It needs more memory, or time, than one analysis may have. */
  | 'OUT_OF_MEMORY'
  | 'TOO_SLOW'
  /** The outside worker does not take files of this size. */
  | 'TOO_LARGE'
  /** The process ended by a signal, or without an answer. */
  | 'CRASHED'
  /** The outside worker does not answer, or not as it should. */
  | 'WORKER_AWAY'
  | 'WORKER_ANSWER';

const PERMANENT = new Set<TroubleCode>(['OUT_OF_MEMORY', 'TOO_SLOW', 'TOO_LARGE']);
