import { ownLocale } from './locale.js';

/** Money comes as a decimal string beside its currency and is never made a floating-point number. */
export function moneyText(amount: string, currency: string, locale = ownLocale()): string {
  // Intl takes a decimal string as it is, with all its digits.
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as `${number}`);
}

/** The amount alone, for columns whose head names the currency. */
export function amountText(amount: string, currency: string, locale = ownLocale()): string {
  const { minimumFractionDigits, maximumFractionDigits } = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits }).format(amount as `${number}`);
}

export function countText(value: number, locale = ownLocale()): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** With exactly so many decimals. */
export function decimalText(value: number, decimals: number, locale = ownLocale()): string {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(locale, options).format(value);
}

/** `1 job`, `12,431 jobs`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${countText(value)} ${value === 1 ? one : many}`;
}

/** The exact sum of decimal strings, with as many decimals as the longest of them has. */
export function sumOfAmounts(amounts: readonly string[]): string {
  const decimals = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const sum = amounts.reduce((before, amount) => {
    const [whole = '0', part = ''] = amount.replace('-', '').split('.');
    const minor = BigInt(whole + part.padEnd(decimals, '0'));
    return amount.startsWith('-') ? before - minor : before + minor;
  }, 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${sum < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
}

/** Whether two decimal strings are the same amount: `10`, `10.00`. */
export const sameAmount = (one: string, other: string): boolean =>
  !/[1-9]/.test(sumOfAmounts([one, other.startsWith('-') ? other.slice(1) : `-${other}`]));
