import { storableText } from '../../../platform/database/storable-text.js';
import { currencyDigits, isCurrency } from '../../../platform/money/index.js';
import { isLocalDate } from '../../../platform/dates/index.js';
import type { SourceRecord } from '../../../platform/csv/csv-reader.js';
import { decimalEvidence, type DecimalMark } from './amounts.js';
import { type DateOrder, orderEvidence } from './dates.js';

/** Lines of a contradiction that are told. */
const LINES = 5;
/** Of a currency of three decimals, 1,200 may be one dinar and a fifth. */
export function hasThousandths(currency: string): boolean {
  const code = currency.trim().toUpperCase();
  return isCurrency(code) && currencyDigits(code) === 3;
}

/** What a file writes in two ways that contradict each other, with a line of each. */
export interface Contradiction {
  what: 'date_order' | 'decimal_mark';
  examples: { line: number; text: string; reads: string }[];
}

/** How the numbers and dates of a file are to be read. */
export interface FileForm {
  decimalMark: DecimalMark;
  dateOrder: DateOrder;
}

export interface FoundForm {
  /** null: nothing in the file tells. */
  decimalMark: DecimalMark | null;
  dateOrder: DateOrder | null;
  /** What a person must say, because each of its values can be read in two ways. */
  ask: ('date_order' | 'decimal_mark')[];
  /** Amounts such as 1,200 in rows that name no currency: of one with three decimals a person must say the mark. */
  grouped?: boolean;
  contradictions: Contradiction[];
  records: number;
}

interface Seen {
  line: number;
  text: string;
}

/** Collects from all records of a file what they say of its dates and numbers; each in constant memory. */
export class FormEvidence {
  private records = 0;
  private readonly orders: Record<DateOrder, Seen[]> = { mdy: [], dmy: [] };
  private readonly marks: Record<DecimalMark, Seen[]> = { '.': [], ',': [] };
  private readonly perhaps: Record<DecimalMark, Seen[]> = { '.': [], ',': [] };
  private openDates = false;
  private thousandths = false;
  private grouped = false;

  constructor(
    private readonly dates: readonly number[],
    private readonly amounts: readonly number[],
    private readonly currencies: readonly number[],
  ) {}

  add({ line, fields }: SourceRecord): void {
    this.records++;
    for (const at of this.dates) {
      const text = fields[at] ?? '';
      if (text === '' || isLocalDate(text)) continue;
      const order = orderEvidence(text);
      if (order === 'either') this.openDates = true;
      else if (order) note(this.orders[order], line, text);
    }
    for (const at of this.amounts) {
      const text = fields[at] ?? '';
      if (text === '') continue;
      const found = decimalEvidence(text);
      if (!found) continue;
      if (found.certain) note(this.marks[found.mark], line, text);
      else {
        note(this.perhaps[found.mark], line, text);
        const beside = /[A-Z]{3}/i.exec(text)?.[0];
        const named = [...this.currencies.map((column) => fields[column] ?? ''), beside ?? ''].filter((code) =>
          code.trim(),
        );
        this.thousandths ||= named.some(hasThousandths);
        this.grouped ||= named.length === 0;
      }
    }
  }

  found(): FoundForm {
    const { mdy, dmy } = this.orders;
    const contradictions: Contradiction[] = [];
    if (mdy.length > 0 && dmy.length > 0)
      contradictions.push({ what: 'date_order', examples: both(mdy, 'month first', dmy, 'day first') });
    const { '.': points, ',': commas } = this.marks;
    if (points.length > 0 && commas.length > 0)
      contradictions.push({ what: 'decimal_mark', examples: both(points, 'decimal point', commas, 'decimal comma') });
    const { '.': point, ',': comma } = this.perhaps;
    const certain = points.length > 0 ? '.' : commas.length > 0 ? ',' : null;
    if (!certain && point.length > 0 && comma.length > 0)
      contradictions.push({ what: 'decimal_mark', examples: both(point, 'decimal point', comma, 'decimal comma') });
    const ask: FoundForm['ask'] = [];
    if (mdy.length + dmy.length === 0 && this.openDates) ask.push('date_order');
    if (!certain && this.thousandths) ask.push('decimal_mark');
    const likely = point.length > 0 ? '.' : comma.length > 0 ? ',' : null;
    return {
      decimalMark: certain ?? likely,
      dateOrder: mdy.length > 0 ? 'mdy' : dmy.length > 0 ? 'dmy' : null,
      ask,
      grouped: !certain && this.grouped,
      contradictions,
      records: this.records,
    };
  }
}

function note(list: Seen[], line: number, text: string): void {
  if (list.length < LINES) list.push({ line, text: storableText(text.trim(), 40) });
}

function both(first: Seen[], one: string, second: Seen[], other: string) {
  return [...first.map((seen) => ({ ...seen, reads: one })), ...second.map((seen) => ({ ...seen, reads: other }))];
}
