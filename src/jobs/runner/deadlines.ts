import { DeadlineError } from '../contract/job-errors.js';
import type { RunningJob } from './running-job.js';

/** Deadlines of the attempts of one kind. They are equally long, so they pass in the order in which attempts began: one timer is enough. */
export class Deadlines {
  private readonly running = new Map<RunningJob, number>();
  private timer?: NodeJS.Timeout;

  /** @param ms longest life of an attempt; then its signal is aborted with a DeadlineError */
  constructor(private readonly ms: number) {}

  begin(job: RunningJob): void {
    this.running.set(job, performance.now() + this.ms);
    if (!this.timer) this.look(this.ms);
  }

  end(job: RunningJob): void {
    this.running.delete(job);
  }

  private look(inMs: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      for (const [job, at] of this.running) {
        const left = at - performance.now();
        if (left > 0) return this.look(Math.ceil(left));
        this.running.delete(job);
        job.abort(new DeadlineError(this.ms));
      }
    }, inMs);
    this.timer.unref();
  }
}
