/** Lets so many pieces of work through at a time, lets so many more wait, and refuses the rest. */
export class NarrowGate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly width: number,
    private readonly queue: number,
  ) {}

  /** What the work answers; undefined, without doing it, when too many wait already. */
  async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.inside >= this.width) {
      if (this.waiting.length >= this.queue) return undefined;
      // Whoever leaves hands its place over: nobody slips in between.
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
