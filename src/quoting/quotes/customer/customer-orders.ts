import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../../platform/dates/index.js';

export const CUSTOMER_ORDER_STATES = ['accepted', 'in_production', 'shipped', 'delivered', 'cancelled'] as const;

/** What the customer of an accepted quote is told of the order that was made of it. */
export interface CustomerOrder {
  number: string;
  state: (typeof CUSTOMER_ORDER_STATES)[number];
  /** Day by which it is planned to be shipped, local to the shop; null: not known yet. */
  promisedOn: LocalDate | null;
  /** It was promised for another day first. */
  promiseChanged: boolean;
  carrier: string | null;
  tracking: string | null;
  /** Of one that was shipped: how its invoice was mailed, or will be by the job that is under way; null: neither is known. */
  invoice: 'with_shipping' | 'by_itself' | 'follows' | null;
}

type Read = (quoteId: string) => Promise<CustomerOrder | undefined>;

/** Orders are made of quotes and lie in an area below them, which says here what became of one. */
@Injectable()
export class CustomerOrders {
  private read: Read = () => Promise.resolve(undefined);

  tellBy(read: Read): void {
    this.read = read;
  }

  /** The order of a quote; undefined where there is none. */
  of(quoteId: string): Promise<CustomerOrder | undefined> {
    return this.read(quoteId);
  }
}
