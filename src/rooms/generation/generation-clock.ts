import { Injectable } from '@nestjs/common';
import type { JobContext } from '../../jobs/index.js';

/** What time it is for a generation. */
@Injectable()
export class GenerationClock {
  now(): Date {
    return new Date();
  }

  /**
   * The instant from which a job judges what is past: the one it was meant for or, since it may have waited in a paused queue or as a
   * dead letter for days, the present one.
   */
  of({ scheduledFor }: JobContext): Date {
    const now = this.now();
    return scheduledFor > now ? scheduledFor : now;
  }
}
