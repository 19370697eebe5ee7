import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { AnalysisInput } from './analysis-input.js';
import { analyseInChild } from './child/child-analysis.js';
import type { PartAnalysis } from './part-analysis.js';
import { analyseRemotely } from './remote/remote-analysis.js';

/** Where part files are analysed: by the outside worker if there is one, else in child processes. */
@Injectable()
export class AnalysisRunner {
  /** Process ids of the analyses that run here. */
  readonly running = new Set<number>();

  constructor(private readonly config: Config) {}

  /** @throws as analyseInChild() */
  async run(input: AnalysisInput, signal: AbortSignal, progress: (share: number) => void): Promise<PartAnalysis> {
    const {
      WORKER_SERVICE_URL: worker,
      ANALYSIS_MEMORY_BYTES: memoryBytes,
      ANALYSIS_TIMEOUT_MS: timeoutMs,
    } = this.config;
    // What the mesh of a viewer may have at most follows from the memory in which it was made.
    if (worker) return analyseRemotely(worker, input, { timeoutMs, mostBytes: memoryBytes }, signal, progress);
    let pid: number | undefined;
    const started = (its: number) => this.running.add((pid = its));
    try {
      return await analyseInChild(input, { memoryBytes, timeoutMs }, signal, { started, progress });
    } finally {
      if (pid !== undefined) this.running.delete(pid);
    }
  }
}
