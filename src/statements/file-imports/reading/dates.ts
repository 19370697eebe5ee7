import { InvalidDateError, type LocalDate } from '../../../platform/dates/index.js';
import { checkedDate } from '../../../platform/dates/local-date.js';

/** Order of the parts of dates that are only numbers: month first, or day first. */
export const DATE_ORDERS = ['mdy', 'dmy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?$/;
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$/;
const DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th|º|°|\.)?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})$/u;
const MONTH_FIRST = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/u;

/** The first three letters of the months, in the languages of the files that are known: en, pt, it, fr, es, de. */
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'gen', 'ene'],
  ['feb', 'fev', 'fév'],
  ['mar', 'mär', 'maerz'],
  ['apr', 'abr', 'avr'],
  ['may', 'mai', 'mag'],
  ['jun', 'giu', 'juin'],
  ['jul', 'lug', 'juil'],
  ['aug', 'ago', 'aoû', 'aou'],
  ['sep', 'set'],
  ['oct', 'out', 'ott', 'okt'],
  ['nov'],
  ['dec', 'dez', 'dic', 'déc'],
];

/** What a cell says of the order: that of a day over 12; `either`: could be both; null: nothing (ISO, a month's name, 05/05). */
export function orderEvidence(cell: string): DateOrder | 'either' | null {
  const match = NUMBERS.exec(cell.trim());
  if (!match) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12 && second <= 12) return 'dmy';
  if (second > 12 && first <= 12) return 'mdy';
  return first === second ? null : 'either';
}

/** The calendar date of a cell; null when it is empty, undefined when it is none. */
export function dateOf(cell: string, order: DateOrder): LocalDate | null | undefined {
  const text = cell.trim();
  if (['', '-', '–'].includes(text)) return null;
  const iso = ISO.exec(text);
  if (iso) return dated(iso[1]!, Number(iso[2]), iso[3]!);
  const numbers = NUMBERS.exec(text);
  if (numbers) {
    const [first, second, year] = [numbers[1]!, numbers[3]!, numbers[4]!];
    const [month, day] = order === 'mdy' ? [first, second] : [second, first];
    return dated(year.length === 2 ? `20${year}` : year, Number(month), day);
  }
  const named = DAY_FIRST.exec(text);
  if (named) return dated(named[3]!, monthOf(named[2]!), named[1]!);
  const months = MONTH_FIRST.exec(text);
  return months ? dated(months[3]!, monthOf(months[1]!), months[2]!) : undefined;
}

function monthOf(name: string): number {
  const word = name.toLowerCase().normalize('NFC');
  // "juin" and "juil" differ in their fourth letter only.
  if (word.startsWith('juil')) return 7;
  if (word.startsWith('juin')) return 6;
  return MONTHS.findIndex((names) => names.includes(word.slice(0, 3)) || names.includes(word)) + 1;
}

function dated(year: string, month: number, day: string): LocalDate | undefined {
  try {
    return checkedDate(Number(year), month, Number(day));
  } catch (error) {
    if (error instanceof InvalidDateError) return undefined;
    throw error;
  }
}
