import { divideHalfAwayFromZero, scaledInteger, toSafeNumber } from '../../../platform/money/decimal.js';
import { currencyDigits } from '../../../platform/money/index.js';

export type DecimalMark = '.' | ',';

/** Decimals that an amount of a file may have; what the currency does not have is rounded, halves away from zero. */
const DECIMALS = 12;
/** Blanks that separate thousands, no-break ones among them, and the apostrophe of Switzerland. */
const BLANKS = /[\s\u00a0\u202f\u2009'’]/g;
const SIGNS = /^(?:[A-Z]{3}|\p{Sc}|[A-Z]{1,3}\$|kr|zł|Kč|Ft|lei)$/iu;
/** How files write that there is no amount. */
const NONE = ['', '-', '–', '—', 'n/a'];

/** Digits and separators of an amount, without currency and sign; undefined when it is none. */
function bare(cell: string): { digits: string; negative: boolean } | undefined {
  let text = cell.trim().replaceAll('\u2212', '-');
  let negative = false;
  const parens = /^\((.*)\)$/.exec(text);
  if (parens) [negative, text] = [true, parens[1]!];
  const parts = /^([^\d.,-]*)(-?)([^\d.,-]*)([\d.,][\d.,\s\u00a0\u202f\u2009'’]*?)(-?)([^\d.,-]*)$/u.exec(text.trim());
  if (!parts) return undefined;
  const [, before = '', minus, between = '', digits = '', after, behind = ''] = parts;
  for (const sign of [before, between, behind]) {
    const word = sign.replace(BLANKS, '');
    if (word !== '' && !SIGNS.test(word)) return undefined;
  }
  if (minus && after) return undefined;
  if (minus || after) negative = !negative;
  return { digits: digits.replace(BLANKS, ''), negative };
}

export function isNoAmount(cell: string): boolean {
  return NONE.includes(cell.trim().toLowerCase());
}

/**
 * What a cell says of the mark of decimals: '.' or ','; `grouped` marks, as in 1,200, which are decimals of no currency of two
 * decimals; null: nothing.
 */
export function decimalEvidence(cell: string): { mark: DecimalMark; certain: boolean } | null {
  const found = bare(cell);
  if (!found) return null;
  const { digits } = found;
  const marks = [...digits.matchAll(/[.,]/g)].map(([mark]) => mark as DecimalMark);
  if (marks.length === 0) return null;
  const last = marks.at(-1)!;
  const other: DecimalMark = last === '.' ? ',' : '.';
  if (marks.includes(other)) return { mark: last, certain: true };
  // The same mark more than once separates thousands, so that decimals have the other one.
  if (marks.length > 1) return { mark: other, certain: true };
  const [whole = '', fraction = ''] = digits.split(last);
  if (fraction.length !== 3 || whole.length > 3 || whole === '' || whole === '0') return { mark: last, certain: true };
  return { mark: other, certain: false };
}

/**
 * Minor units of an amount in major units: with a currency's sign or code beside it, negative with a minus or in parentheses.
 * @returns null for an empty cell; undefined for what is no amount under this mark
 */
export function amountOf(cell: string, mark: DecimalMark, currency: string): number | null | undefined {
  const found = scaledOf(cell, mark);
  if (found === null || found === undefined) return found;
  try {
    return toSafeNumber(divideHalfAwayFromZero(found, 10n ** BigInt(DECIMALS - currencyDigits(currency))));
  } catch {
    return undefined;
  }
}

/** A percentage or a rate as a decimal text; null for an empty cell, undefined for what is none. */
export function numberOf(cell: string, mark: DecimalMark): string | null | undefined {
  const found = scaledOf(cell.replace('%', ''), mark);
  if (found === null || found === undefined) return found;
  const text = (found < 0n ? -found : found).toString().padStart(DECIMALS + 1, '0');
  const fraction = text.slice(-DECIMALS).replace(/0+$/, '');
  return `${found < 0n ? '-' : ''}${text.slice(0, -DECIMALS)}${fraction && `.${fraction}`}`;
}

function scaledOf(cell: string, mark: DecimalMark): bigint | null | undefined {
  if (isNoAmount(cell)) return null;
  const found = bare(cell);
  if (!found) return undefined;
  const group = mark === '.' ? ',' : '.';
  const [whole = '', fraction, more] = found.digits.split(mark);
  if (more !== undefined || fraction?.includes(group)) return undefined;
  const groups = whole.split(group);
  // Groups after the first have three digits, or two as in India: 1,00,000.
  if (groups.length > 1 && (groups.at(-1)!.length !== 3 || groups[0] === '' || groups.some(({ length }) => length > 3)))
    return undefined;
  const plain = `${groups.join('') || '0'}${fraction ? `.${fraction}` : ''}`;
  try {
    const scaled = scaledInteger(plain, DECIMALS, 'amount');
    return found.negative ? -scaled : scaled;
  } catch {
    return undefined;
  }
}
