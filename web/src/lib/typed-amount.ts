import { ownLocale } from './locale.js';

export interface AmountRule {
  /** Whose decimals it has at most. */
  currency?: string;
  /** Where it is no money. */
  decimals?: number;
  /** It may be below zero. */
  negative?: boolean;
}

export interface TypedAmount {
  /** As the API takes it: `1234.5`. Undefined where nothing is typed, or there is a problem. */
  amount?: string;
  problem?: string;
}

/**
 * An amount as people type it: `1234,50`, `1 234.50`, `1.234,50`, `1,234.50`. Before a single mark with three digits behind it, `1,234`, nobody
 * can know whether thousands or decimals are meant: it is refused rather than guessed, because a thousandth of the amount may be
 * posted otherwise.
 */
export function readAmount(text: string, rule: AmountRule = {}): TypedAmount {
  const typed = text
    .trim()
    .replace(/^[−–]/, '-')
    .replace(/[\s’']/g, '');
  if (typed === '') return {};
  const [, sign = '', digits = ''] = /^([-+]?)([\d.,]+)$/.exec(typed) ?? [];
  const most = rule.decimals ?? decimalsOf(rule.currency);
  if (/^\d{1,3}[.,]\d{3}$/.test(digits) && !digits.startsWith('0') && !(digits.includes('.') && most >= 3)) {
    const [whole, rest] = digits.split(/[.,]/) as [string, string];
    const other = most >= 3 ? `${whole}.${rest}0` : `${whole}.${rest.slice(0, most)}`.replace(/\.$/, '');
    return { problem: `Thousands or decimals? Write ${whole}${rest} or ${other}.` };
  }
  const plain = withoutGroups(digits);
  if (plain === undefined) return { problem: 'Digits, with one comma or point before the decimals.' };
  const [whole, part = ''] = plain.split('.') as [string, string?];
  if (part.replace(/0+$/, '').length > most)
    return { problem: most === 0 ? 'Without decimals.' : `At most ${most} decimals.` };
  if (sign === '-' && !rule.negative && /[1-9]/.test(plain)) return { problem: 'It cannot be below zero.' };
  const decimals = part.slice(0, most);
  return { amount: `${sign === '-' ? '-' : ''}${whole}${decimals && `.${decimals}`}` };
}

/** The decimal string of digits with marks, of which the last one may be that of the decimals; undefined where they make no number. */
function withoutGroups(digits: string): string | undefined {
  if (/^\d+([.,]\d+)?$/.test(digits)) return digits.replace(',', '.');
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) return digits.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(digits)) return digits.replaceAll('.', '').replace(',', '.');
  return /^[.,]\d+$/.test(digits) ? `0.${digits.slice(1)}` : undefined;
}

function decimalsOf(currency: string | undefined): number {
  if (!currency) return 2;
  return (
    new Intl.NumberFormat(ownLocale(), { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}
