import { currencyDigits, formatMoney } from '../../../platform/money/index.js';
import { ENGLISH } from './english.js';
import { FRENCH } from './french.js';
import { GERMAN } from './german.js';
import { ITALIAN } from './italian.js';
import type { Labels } from './labels.js';
import { PORTUGUESE } from './portuguese.js';
import { SPANISH } from './spanish.js';

const LANGUAGES: Record<string, Labels> = {
  en: ENGLISH,
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  it: ITALIAN,
  pt: PORTUGUESE,
};

/** How an owner reads words, numbers and dates. */
export interface Words {
  /** Of the labels, BCP 47. */
  lang: string;
  labels: Labels;
  /** `1,234.50`, with the decimals of the currency. */
  amount(minor: number, currency: string): string;
  /** `EUR 1,234.50`, as the locale puts it. */
  money(minor: number, currency: string): string;
  /** A decimal string as a percentage: `18.5` is `18.5%`. */
  percent(decimal: string): string;
  /** A date in figures: `28/02/2026`. */
  date(day: string): string;
  /** A range of dates in words: `1 – 28 Feb 2026`. */
  period(from: string, to: string): string;
}

/** Words of a locale: labels in its language, or else in English; numbers and dates as it writes them, in Latin figures. */
export function wordsOf(locale: string): Words {
  const known = supported(locale);
  const lang = known.split('-')[0]!;
  const figures = { numberingSystem: 'latn' } as const;
  const day = new Intl.DateTimeFormat(known, {
    ...figures,
    calendar: 'gregory',
    timeZone: 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const long = new Intl.DateTimeFormat(known, {
    ...figures,
    calendar: 'gregory',
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  });
  const percent = new Intl.NumberFormat(known, { ...figures, style: 'percent', maximumFractionDigits: 6 });
  const formats = new Map<string, Intl.NumberFormat>();
  const format = (currency: string, options: Intl.NumberFormatOptions) => {
    const key = `${currency} ${options.style ?? ''}`;
    let one = formats.get(key);
    if (!one) {
      const digits = currencyDigits(currency);
      one = new Intl.NumberFormat(known, {
        ...figures,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        ...options,
      });
      formats.set(key, one);
    }
    return one;
  };
  // Decimal strings: a number would lose the cents of large amounts.
  const text = (one: Intl.NumberFormat, decimal: string) => plain(one.format(decimal as unknown as number));
  return {
    lang: LANGUAGES[lang] ? lang : 'en',
    labels: LANGUAGES[lang] ?? ENGLISH,
    amount: (minor, currency) => text(format(currency, {}), formatMoney(minor, currency)),
    money: (minor, currency) =>
      text(format(currency, { style: 'currency', currency, currencyDisplay: 'code' }), formatMoney(minor, currency)),
    percent: (decimal) => text(percent, `${decimal}e-2`),
    date: (iso) => plain(day.format(new Date(`${iso}T00:00:00Z`))),
    period: (from, to) => plain(long.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`))),
  };
}

/** Fills `{0}`, `{1}` … */
export function filled(label: string, ...values: string[]): string {
  return label.replace(/\{(\d)\}/g, (whole, n: string) => values[Number(n)] ?? whole);
}

function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** Without marks of direction and with spaces that every font has. */
function plain(text: string): string {
  return text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u2000-\u200a\u202f]/g, '\u00a0');
}
