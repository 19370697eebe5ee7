import { AppError } from '../errors/app-error.js';

/** How a body that is taken as a stream must come. Beside it, Node ends every request after its requestTimeout. */
export interface ArrivalRules {
  /** A sender that sends nothing for so long is given up, ms. */
  silenceMs: number;
  /** Bytes a second that must come on average, the time of one silence left aside: a byte now and then holds nothing for long. */
  leastRate: number;
}

/** For uploads of people: half a minute of silence, and a tenth of what a bad telephone line brings. */
export const ARRIVAL: ArrivalRules = { silenceMs: 30_000, leastRate: 1_024 };

/** Watches a body while it comes. Its reader says what has come, and calls stop() when it is whole or refused. */
export class ArrivalWatch {
  private readonly began = performance.now();
  private readonly silence: NodeJS.Timeout;
  private bytes = 0;

  /** @param giveUp is told why nobody should wait for this sender any longer */
  constructor(
    private readonly rules: ArrivalRules,
    private readonly giveUp: (why: AppError) => void,
  ) {
    const stopped = () => giveUp(new AppError('BAD_REQUEST', 'The body stopped coming'));
    this.silence = setTimeout(stopped, rules.silenceMs);
  }

  came(bytes: number): void {
    this.bytes += bytes;
    this.silence.refresh();
    const counted = performance.now() - this.began - this.rules.silenceMs;
    if (this.bytes * 1_000 < counted * this.rules.leastRate)
      this.giveUp(new AppError('BAD_REQUEST', 'The body comes too slowly'));
  }

  stop(): void {
    clearTimeout(this.silence);
  }
}
