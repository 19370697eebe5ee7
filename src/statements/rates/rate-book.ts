import { Decimal } from 'decimal.js';
import { addDays, type LocalDate } from '../../platform/dates/index.js';
import { currencyDigits } from '../../platform/money/index.js';

/** Forty digits, so that nothing is rounded before the amount is; a copy, so that nobody else's settings change it. */
const Exact = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

/** A rate older than this many days says nothing about a day any more: long enough for a holiday's week end. */
export const MAX_AGE_DAYS = 7;
/** Digits of an inverse or a combined rate. It is rounded before it is used, so that the rate that is shown gives the amount that is shown. */
const SIGNIFICANT = 12;

/** What one unit of `base` was worth in `quote` on a day. */
export interface StoredRate {
  base: string;
  quote: string;
  day: LocalDate;
  /** A decimal. */
  rate: string;
  source: string;
}

/** A rate to convert by, with what is shown of it. */
export interface FoundRate {
  rate: string;
  /** The day that it is of, not the one that was asked for; the earlier one of a rate by a common currency. */
  day: LocalDate;
  source: string;
}

/** Rates of some currencies and days. */
export class RateBook {
  /** By `base quote`, the last day first. */
  private readonly rates = new Map<string, StoredRate[]>();
  private readonly currencies: string[];

  constructor(rates: Iterable<StoredRate>) {
    const currencies = new Set<string>();
    for (const rate of rates) {
      const key = `${rate.base} ${rate.quote}`;
      const known = this.rates.get(key);
      if (known) known.push(rate);
      else this.rates.set(key, [rate]);
      currencies.add(rate.base).add(rate.quote);
    }
    for (const list of this.rates.values()) list.sort((a, b) => (a.day < b.day ? 1 : -1));
    this.currencies = [...currencies].sort();
  }

  /**
   * The last rate on or before the day, at most seven days old: as it was told, the other way round, or by one currency that
   * both have a rate to. Undefined: there is none, and nothing may be converted. Of two ways the later rate is taken, of two of
   * a day the more direct one.
   */
  on(base: string, quote: string, day: LocalDate): FoundRate | undefined {
    if (base === quote) return { rate: '1', day, source: 'same currency' };
    const near = this.oneStep(base, quote, day);
    if (near) return shown(near);
    let best: Step | undefined;
    for (const middle of this.currencies) {
      const [first, second] = [this.oneStep(base, middle, day), this.oneStep(middle, quote, day)];
      if (!first || !second) continue;
      const older = first.day < second.day ? first.day : second.day;
      if (best && best.day >= older) continue;
      const sources = first.source === second.source ? first.source : `${first.source}, ${second.source}`;
      best = { value: first.value.times(second.value), exact: false, day: older, source: `${sources} via ${middle}` };
    }
    return best && shown(best);
  }

  private oneStep(base: string, quote: string, day: LocalDate): Step | undefined {
    const [direct, inverse] = [this.last(base, quote, day), this.last(quote, base, day)];
    if (direct && (!inverse || direct.day >= inverse.day))
      return { value: new Exact(direct.rate), exact: true, day: direct.day, source: direct.source };
    return inverse && { value: new Exact(1).div(inverse.rate), exact: false, day: inverse.day, source: inverse.source };
  }

  private last(base: string, quote: string, day: LocalDate): StoredRate | undefined {
    const oldest = addDays(day, -MAX_AGE_DAYS);
    const rate = this.rates.get(`${base} ${quote}`)?.find((one) => one.day <= day);
    return rate && rate.day >= oldest ? rate : undefined;
  }
}

interface Step {
  value: Decimal;
  /** As it was told, with all its digits. */
  exact: boolean;
  day: LocalDate;
  source: string;
}

function shown({ value, exact, day, source }: Step): FoundRate {
  return { rate: (exact ? value : value.toSignificantDigits(SIGNIFICANT)).toFixed(), day, source };
}

/**
 * Minor units of one currency in minor units of another: each by its own exponent, so that yen have no decimals. Rounded once,
 * halves away from zero. (rules statements C11)
 */
export function convert(amountMinor: number, from: string, to: string, rate: string): number {
  const shift = currencyDigits(to) - currencyDigits(from);
  const converted = new Exact(amountMinor).times(rate).times(new Exact(10).pow(shift));
  const minor = converted.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  if (!Number.isSafeInteger(minor)) throw new RangeError('the amount is too large');
  return minor === 0 ? 0 : minor;
}
