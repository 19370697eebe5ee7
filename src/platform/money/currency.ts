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
/** True for an ISO 4217 code in upper case that the runtime's currency table holds. */
export function isCurrency(code: string): boolean {
  return typeof code === 'string' && CODE.test(code) && CURRENCIES.has(code);
}

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217, list one). Fixed here: Intl's display digits differ from
 * ISO and change between Node versions, which would change what a stored amount means.
 */
const DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const EXCEPTIONS = new Map(
  Object.entries(DIGITS).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)] as const)),
);

/**
 * How many decimals the currency has, and so what one minor unit is: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217).
 * @throws InvalidMoneyError for an unknown currency.
 */
export function currencyDigits(code: string): number {
  if (!isCurrency(code)) throw new InvalidMoneyError('currency must be an ISO 4217 code such as EUR');
  return EXCEPTIONS.get(code) ?? 2;
}
