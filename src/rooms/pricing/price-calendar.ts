import { eachDay, isoWeekday, type LocalDate } from '../../platform/dates/index.js';

/** Where a night's price came from; stored beside it. */
export type PriceSource = 'base' | 'season' | 'override' | 'job';

/** A season or weekday rule. Exactly one of priceMinor and percent is set. */
export interface PriceRule {
  kind: 'season' | 'weekday';
  /** First and last date, inclusive; null is open. */
  from: LocalDate | null;
  to: LocalDate | null;
  /** ISO weekday 1..7 of a weekday rule. */
  weekday: number | null;
  /** Replaces the price so far, minor units. */
  priceMinor: number | null;
  /** Adds to the price so far, hundredths of a percent: 2000 is +20%. */
  basisPoints: number | null;
}

/** A dated override: this price on these weekdays of these dates, whatever the rules say. */
export interface DatedOverride {
  from: LocalDate;
  to: LocalDate;
  /** ISO weekdays it holds on. */
  weekdays: readonly number[];
  priceMinor: number;
}

/** All that decides a category's prices. Rules of a kind never overlap on a date; nor do overrides. */
export interface PriceBook {
  basePriceMinor: number;
  rules: readonly PriceRule[];
  overrides: readonly DatedOverride[];
}

export interface NightPrice {
  date: LocalDate;
  priceMinor: number;
  source: PriceSource;
}

/**
 * Price of one night, minor units. The first of these that exists counts: the price the job was ordered with, a dated override,
 * the rules. By rule, the base price is changed by the season and then by the weekday; each sets the price or adds a percentage.
 * Percentages compound exactly; the result is rounded once, half away from zero. 0 is a price like any other. (rules rooms A.2.5, A7)
 */
export function priceOn(book: PriceBook, date: LocalDate, jobOverrideMinor?: number | null): NightPrice {
  if (jobOverrideMinor !== undefined && jobOverrideMinor !== null)
    return { date, priceMinor: jobOverrideMinor, source: 'job' };

  const weekday = isoWeekday(date);
  const dated = book.overrides.find((o) => covers(o, date) && o.weekdays.includes(weekday));
  if (dated) return { date, priceMinor: dated.priceMinor, source: 'override' };

  const season = book.rules.find((r) => r.kind === 'season' && covers(r, date));
  const byWeekday = book.rules.find((r) => r.kind === 'weekday' && r.weekday === weekday && covers(r, date));
  let price: Fraction = { over: BigInt(book.basePriceMinor), under: 1n };
  for (const rule of [season, byWeekday]) if (rule) price = apply(rule, price);
  return { date, priceMinor: round(price), source: season || byWeekday ? 'season' : 'base' };
}

/** Prices of all dates from..to, inclusive. */
export function priceCalendar(
  book: PriceBook,
  from: LocalDate,
  to: LocalDate,
  jobOverrideMinor?: number | null,
): NightPrice[] {
  return [...eachDay(from, to)].map((date) => priceOn(book, date, jobOverrideMinor));
}

interface Fraction {
  over: bigint;
  under: bigint;
}

function apply(rule: PriceRule, price: Fraction): Fraction {
  if (rule.priceMinor !== null) return { over: BigInt(rule.priceMinor), under: 1n };
  return { over: price.over * BigInt(10_000 + (rule.basisPoints ?? 0)), under: price.under * 10_000n };
}

/** Half away from zero; prices are never negative. */
function round({ over, under }: Fraction): number {
  return Number((2n * over + under) / (2n * under));
}

function covers(range: { from: LocalDate | null; to: LocalDate | null }, date: LocalDate): boolean {
  return (range.from === null || range.from <= date) && (range.to === null || date <= range.to);
}
