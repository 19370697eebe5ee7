/** Not an amount of money, not a currency, or an amount that cannot be held exactly. The message is safe to show. */
export class InvalidMoneyError extends Error {
  override readonly name = 'InvalidMoneyError';
}

const CODE = /^[A-Z]{3}$/;
/** Units of account and funds that nobody is paid in, though they have ISO 4217 codes. */
const NOT_PAID_IN = new Set([
  'XDR',
  'XSU',
  'XUA',
  'XXX',
  'XTS',
  'XAU',
  'XAG',
  'XPT',
  'XPD',
  'XBA',
  'XBB',
  'XBC',
  'XBD',
]);
const CURRENCIES: ReadonlySet<string> = new Set(
  Intl.supportedValuesOf('currency').filter((code) => !NOT_PAID_IN.has(code)),
);
const digits = new Map<string, number>();

/** True for an ISO 4217 code in upper case that the runtime's currency table holds. */
export function isCurrency(code: string): boolean {
  return typeof code === 'string' && CODE.test(code) && CURRENCIES.has(code);
}

/**
 * How many decimals the currency has, and so what one minor unit is: 2 for EUR, 0 for JPY, 3 for KWD. As Intl has it,
 * which is CLDR's everyday usage and **not** ISO 4217: with ICU 78 it says 0 where ISO says 2 for AFN, ALL, COP, HUF,
 * IDR, IRR, KPW, LAK, LBP, MGA, MMK, PKR, SLL, SOS, SYP, YER, and 0 where ISO says 3 for IQD; and it has changed
 * between ICU releases (CLDR-11586), hence between Node versions. Amounts stored in those currencies depend on it.
 * @throws InvalidMoneyError for an unknown currency.
 */
export function currencyDigits(code: string): number {
  const known = digits.get(code);
  if (known !== undefined) return known;
  if (!isCurrency(code)) throw new InvalidMoneyError('currency must be an ISO 4217 code such as EUR');
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: code,
  }).resolvedOptions();
  const count = maximumFractionDigits ?? 2;
  digits.set(code, count);
  return count;
}
