import { sumOfAmounts } from '../../lib/money.js';

/** Amounts are decimal strings and never made floating-point numbers. */
export const isZero = (amount: string): boolean => /^-?0*(\.0*)?$/.test(amount);
/** The same amount with the other sign. */
export const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** Whether an amount is still to be paid. */
export const owes = (amount: string): boolean => !isZero(amount) && !amount.startsWith('-');
/** The lesser of two amounts. */
export const least = (one: string, other: string): string =>
  sumOfAmounts([one, negated(other)]).startsWith('-') ? one : other;

export const METHODS = ['card', 'cash', 'transfer', 'prepaid', 'other'] as const;
export type Method = (typeof METHODS)[number];

/** `6.0000` is 6. */
export const rateText = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);
