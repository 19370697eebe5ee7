import { Injectable } from '@nestjs/common';

type Work = () => Promise<void>;

/** What areas below this one have to look at once a day: the job that ends quotes does it, just after midnight at the shop. */
@Injectable()
export class ShopMidnight {
  private readonly works: Work[] = [];

  /** Runs in a transaction of the job. */
  add(work: Work): void {
    this.works.push(work);
  }

  async run(): Promise<void> {
    for (const work of this.works) await work();
  }
}
