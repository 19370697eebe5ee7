/** Money comes as a decimal string beside its currency and is never made a floating-point number. */
export function moneyText(amount: string, currency: string, locale?: string): string {
  // Intl takes a decimal string as it is, with all its digits.
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount as `${number}`);
}

/** The amount alone, for columns whose head names the currency. */
export function amountText(amount: string, currency: string, locale?: string): string {
  const { minimumFractionDigits, maximumFractionDigits } = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return new Intl.NumberFormat(locale, { minimumFractionDigits, maximumFractionDigits }).format(amount as `${number}`);
}

export function countText(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `1 job`, `12,431 jobs`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${countText(value)} ${value === 1 ? one : many}`;
}
