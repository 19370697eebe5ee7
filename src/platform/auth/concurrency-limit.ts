/** Runs at most `width` pieces of work at a time, lets `queue` more wait, and refuses the rest. */
export class ConcurrencyLimit {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** What the work answers; undefined, without running it, when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.inside >= this.width) {
      if (this.waiting.length >= this.queue) return undefined;
      // A piece that ends hands its place to the next one that waits, so that none which comes later overtakes it.
      await new Promise<void>((enter) => this.waiting.push(enter));
    } else this.inside++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.inside--;
    }
  }
}
