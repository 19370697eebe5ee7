import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { AbandonedError } from '../contract/job-errors.js';
import { JobMetrics } from '../metrics/job-metrics.js';
import type { RunningJob } from './running-job.js';
import { about, type Answer } from './settlement.js';

/** What became of a handler; `occupied`: it still runs and its place stays taken. */
export interface Watched {
  answer: Answer;
  occupied: boolean;
}

/**
 * Handlers that do not stop when they are told to. A JavaScript function cannot be ended from outside, so after a grace it is
 * left behind: its attempt is settled, its lease ends, its place goes to the next job, and the fence throws away what it
 * still writes. As each of them may hold memory and connections, only so many are replaced; then the process asks to be
 * restarted.
 */
@Injectable()
export class AbandonedHandlers {
  private readonly logger = new Logger('JobRunner');
  private count = 0;

  constructor(
    private readonly config: Config,
    private readonly metrics: JobMetrics,
  ) {}

  /** True when so many handlers were left behind that the process has to be restarted. */
  get tooMany(): boolean {
    return this.count >= this.config.JOBS_ABANDONED_MAX;
  }

  /**
   * Waits for a handler, but no longer than JOBS_ABANDON_MS after it was told to end.
   * @param handle never rejects
   * @param freePlace called when a handler ends that had kept its place
   */
  watch(queue: string, job: RunningJob, handle: () => Promise<Answer>, freePlace: () => void): Promise<Watched> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      let left: (() => void) | undefined;
      job.whenTold(() => {
        timer = setTimeout(() => {
          const occupied = this.tooMany;
          const since = performance.now();
          this.add(queue, job);
          left = () => {
            this.ended(queue, job, performance.now() - since);
            if (occupied) freePlace();
          };
          resolve({ answer: { thrown: new AbandonedError(job.reason!, this.config.JOBS_ABANDON_MS) }, occupied });
        }, this.config.JOBS_ABANDON_MS);
        timer.unref();
      });
      void handle().then((answer) => {
        // The handler has ended, so nothing has to be done any more when the job is told to stop.
        job.whenTold(undefined);
        clearTimeout(timer);
        if (left) left();
        else resolve({ answer, occupied: false });
      });
    });
  }

  private add(queue: string, job: RunningJob): void {
    this.count++;
    this.metrics.abandoned(queue, job.reason!.name, this.count);
    this.logger.error({
      msg: `${queue}: the handler ignores its signal (${job.reason!.message}) and was left behind`,
      leftBehind: this.count,
      ...about(job),
    });
    if (this.count === this.config.JOBS_ABANDONED_MAX)
      this.logger.error(`${this.count} handlers were left behind: no more are replaced, restart this process`);
  }

  private ended(queue: string, job: RunningJob, ms: number): void {
    this.count--;
    this.metrics.abandonedNow(this.count);
    this.logger.warn({
      msg: `${queue}: a handler that was left behind has ended ${Math.round(ms)} ms later`,
      ...about(job),
    });
  }
}
