import { mayBeCommitted } from '../../platform/errors/database-away.js';

interface Waiting<In, Out> {
  item: In;
  resolve: (answer: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Combines many small calls into few statements: while one group is under way, the next is gathered. A single call is sent at
 * once; many calls at a time share one round trip and one commit. No call waits for a timer.
 */
export class MicroBatch<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private underWay = 0;
  private scheduled = false;

  /**
   * @param work answers one result for each item, in order
   * @param max items in one group
   * @param lanes groups under way at a time
   */
  constructor(
    private readonly work: (items: In[]) => Promise<Out[]>,
    private readonly max: number,
    private readonly lanes = 1,
  ) {}

  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.underWay >= this.lanes || this.waiting.length === 0) return;
    this.scheduled = true;
    // Calls made in the same turn of the event loop go into one group.
    setImmediate(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    const group = this.waiting.length <= this.max ? this.waiting : this.waiting.slice(0, this.max);
    this.waiting = this.waiting.length <= this.max ? [] : this.waiting.slice(this.max);
    this.underWay++;
    this.schedule();
    await this.settle(group);
    this.underWay--;
    this.schedule();
  }

  /** @param lost the error of a first try that may have been committed: a second one that fails does not say that nothing was changed */
  private async settle(group: Waiting<In, Out>[], lost?: unknown): Promise<void> {
    try {
      const answers = await this.work(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(answers[index] as Out));
    } catch (error) {
      // An item that fails must not make the others of its group fail.
      const first = mayBeCommitted(error) ? error : undefined;
      if (group.length > 1) await Promise.all(group.map((one) => this.settle([one], first)));
      else group[0]!.reject(lost ?? error);
    }
  }
}
