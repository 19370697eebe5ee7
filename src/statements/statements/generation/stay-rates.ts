import type { Rate } from '../calculation/conversion.js';
import { rateDayOf, type Stay } from '../calculation/stay-plan.js';
import type { RateBook } from '../../rates/rate-book.js';
import type { StatementSnapshot } from './facts.js';

/** Rates by which a statement converts; it remembers those that it used. */
export class StayRates {
  readonly used: StatementSnapshot['rates'] = {};

  constructor(
    private readonly book: RateBook,
    private readonly currency: string,
    private readonly before: StatementSnapshot['rates'] = {},
  ) {}

  /** As it was before, if it was used then. @param kept by which what is corrected was stated */
  on(base: string, day: Stay['checkIn'], kept: StatementSnapshot['rates'] = {}): Rate | null {
    if (base === this.currency) return null;
    const key = `${base} ${day}`;
    const found = this.before[key] ?? kept[key] ?? this.book.on(base, this.currency, day);
    return found ? { base, ...found } : null;
  }

  /** Remembers a rate that on() gave for this day: something on the statement is converted by it. */
  use({ base, ...rate }: Rate, day: Stay['checkIn']): void {
    this.used[`${base} ${day}`] = rate;
  }

  of(stay: Stay): Rate | null {
    const day = rateDayOf(stay);
    const found = this.on(stay.currency, day);
    if (found) this.use(found, day);
    return found;
  }
}
