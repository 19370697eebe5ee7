import { storableText } from '../../../platform/database/storable-text.js';
import { addDays, daysBetween, type LocalDate } from '../../../platform/dates/index.js';
import { isCurrency } from '../../../platform/money/index.js';
import { amountOf, numberOf } from '../reading/amounts.js';
import { dateOf } from '../reading/dates.js';
import type { AmountField, Columns, DateField, Field, ReadOptions } from './layout.js';

/** Longest text of a cell. */
const MOST_CHARS = 10_000;
const NOTHING = ['', '-', '–'];

/** Why a record cannot be read; the reason is a code, the message is safe to show. */
export class RowProblem extends Error {
  override readonly name = 'RowProblem';

  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** One record of a file by the names of its fields. */
export class Cells {
  constructor(
    readonly line: number,
    private readonly fields: readonly string[],
    private readonly columns: Columns,
    readonly options: ReadOptions,
  ) {}

  has(field: Field): boolean {
    return this.columns[field] !== undefined;
  }

  /** Without the blanks around it; '' where the file has no such column. */
  text(field: Field): string {
    const text = (this.fields[this.columns[field] ?? -1] ?? '').trim();
    if (text.length > MOST_CHARS)
      throw new RowProblem('cell_too_long', `${field} has more than ${MOST_CHARS} characters`);
    return NOTHING.includes(text) ? '' : text;
  }

  /** At most so many characters; null for an empty cell. */
  words(field: Field, most = 200): string | null {
    return storableText(this.text(field), most).trimEnd() || null;
  }

  /** @throws RowProblem */
  date(field: DateField): LocalDate | null {
    const date = dateOf(this.text(field), this.options.dateOrder);
    if (date === undefined) throw new RowProblem('bad_date', `${field} is "${this.shown(field)}", which is no date`);
    return date;
  }

  /** Minor units of the currency; null for an empty cell. @throws RowProblem */
  amount(field: AmountField, currency: string): number | null {
    const minor = amountOf(this.text(field), this.options.decimalMark, currency);
    if (minor === undefined)
      throw new RowProblem('bad_amount', `${field} is "${this.shown(field)}", which is no amount in ${currency}`);
    return minor;
  }

  /** A percentage or a rate. @throws RowProblem */
  number(field: AmountField): string | null {
    const number = numberOf(this.text(field), this.options.decimalMark);
    if (number === undefined) throw new RowProblem('bad_number', `${field} is "${this.shown(field)}"`);
    return number;
  }

  /** @throws RowProblem for a code that is no currency, and where none is told */
  currency(field: 'currency' | 'payoutCurrency' = 'currency'): string {
    const code = this.text(field).toUpperCase() || this.options.currency;
    if (!code) throw new RowProblem('no_currency', 'Neither the row nor the request names a currency');
    if (!isCurrency(code)) throw new RowProblem('bad_currency', `${storableText(code, 20)} is no currency`);
    return code;
  }

  /** Arrival and departure; the latter from the number of nights where the file has no date of it. @throws RowProblem */
  stay(): { checkIn: LocalDate | null; checkOut: LocalDate | null } {
    const checkIn = this.date('checkIn');
    const nights = Number(this.text('nights') || Number.NaN);
    let checkOut = this.date('checkOut');
    if (!checkOut && checkIn && Number.isInteger(nights) && nights > 0 && nights < 3_660)
      checkOut = addDays(checkIn, nights);
    if (checkIn && checkOut && daysBetween(checkIn, checkOut) < 1)
      throw new RowProblem('no_nights', `The stay ends on ${checkOut}, which is not after ${checkIn}`);
    return { checkIn, checkOut };
  }

  /** The confirmation code: of ids of calendars, `CODE@airbnb.com`, the first part. */
  code(field: 'code' | 'sourceCode' = 'code'): string | null {
    return this.words(field, 100)?.replace(/@airbnb\.com$/i, '') ?? null;
  }

  private shown(field: Field): string {
    return storableText(this.text(field), 40);
  }
}
