/**
 * How numbers and dates are written for whoever reads a page: as the browser's Accept-Language wants them. The words of the page stay
 * English, so that a date in another language is marked as such.
 */
export interface ReaderFormat {
  /** BCP 47. */
  language: string;
  /** A decimal, with the decimals it has: 1234.50. */
  number: (decimal: string) => string;
  /** A calendar date, YYYY-MM-DD. */
  day: (date: string) => string;
}

const USUAL = 'en-GB';
/** A browser names a few; more than these nobody has chosen. */
const MOST = 10;

/** The first of the wanted languages whose numbers and dates are known here. */
export function languageOf(acceptLanguage: string | undefined): string {
  const wanted = (acceptLanguage ?? '')
    .split(',', MOST)
    .map((one) => {
      const [tag = '', ...parameters] = one.split(';').map((part) => part.trim());
      const weight = parameters.find((part) => /^q=/i.test(part))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const [known] = supported(tag);
    if (known !== undefined) return known;
  }
  return USUAL;
}

function supported(tag: string): string[] {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag);
  } catch {
    // It looks like a language and is none.
    return [];
  }
}

export function readerFormat(acceptLanguage: string | undefined): ReaderFormat {
  const language = languageOf(acceptLanguage);
  // A day of a contract is told in the one calendar that all of its papers have.
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'long', calendar: 'gregory', timeZone: 'UTC' });
  const numbers = new Map<number, Intl.NumberFormat>();
  return {
    language,
    number(decimal) {
      const digits = decimal.split('.')[1]?.length ?? 0;
      let format = numbers.get(digits);
      if (!format) {
        format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
        numbers.set(digits, format);
      }
      // Intl takes a decimal as it is, with all its digits.
      return format.format(decimal as `${number}`);
    },
    day: (date) => days.format(new Date(`${date}T00:00:00Z`)),
  };
}
