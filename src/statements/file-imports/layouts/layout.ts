import type { DecimalMark } from '../reading/amounts.js';
import type { DateOrder } from '../reading/dates.js';
import type { NormalRow } from '../rows/normal-row.js';
import type { Cells } from './cells.js';

export const DATE_FIELDS = ['date', 'bookedOn', 'checkIn', 'checkOut'] as const;
export const AMOUNT_FIELDS = [
  'amount',
  'paidOut',
  'gross',
  'fee',
  'fastFee',
  'cleaning',
  'petFee',
  'extras',
  'taxes',
  'hostTax',
  'commission',
  'commissionPercent',
  'paymentFee',
  'vat',
  'tax',
  'transactionAmount',
  'rate',
  'payable',
  'payoutAmount',
  'deductions',
  'withheld',
  'nonTaxable',
  'otherFee',
  'resolutions',
  'managerCommission',
  'refund',
] as const;
export const TEXT_FIELDS = [
  'type',
  'code',
  'status',
  'nights',
  'guest',
  'guestLast',
  'listing',
  'listingId',
  'currency',
  'payoutCurrency',
  'reference',
  'payoutKind',
  'source',
  'sourceCode',
] as const;
export type DateField = (typeof DATE_FIELDS)[number];
export type AmountField = (typeof AMOUNT_FIELDS)[number];
export type Field = DateField | AmountField | (typeof TEXT_FIELDS)[number];

export type Reader = (cells: Cells) => NormalRow;

/** What the reading of a file depends on besides its columns. */
export interface ReadOptions {
  decimalMark: DecimalMark;
  dateOrder: DateOrder;
  /** Of amounts whose file names none. */
  currency: string | null;
}

/** A kind of file, known by the names in its header. */
export interface Layout {
  id: string;
  /** What told the stays: airbnb-file … */
  source: string;
  /** The header's names of each field, lower case; the first that the header has counts. */
  names: Partial<Record<Field, readonly string[]>>;
  /** Fields that the header must have. */
  required: readonly Field[];
  /** Rows have no currency: it must be told with the file. */
  needsCurrency?: boolean;
  /** Of rows that name none, as its mapping says. */
  currency?: string;
  /** The tenant's mapping that it is made of. */
  mappingId?: number;
  /** Reads one record after the other, from the first to the last. */
  reader(): Reader;
}

/** Columns of the fields in one file. */
export type Columns = Partial<Record<Field, number>>;

/** Names as they are compared: without byte order mark, quotes, letter case and surplus blanks. */
export function nameOf(title: string): string {
  return title
    .replaceAll('\uFEFF', '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/^["' ]+|["': ]+$/g, '');
}

/** The columns of the layout's fields, if the header has all that it must have. */
export function columnsOf(layout: Layout, header: readonly string[]): Columns | undefined {
  const at = new Map<string, number>();
  header.forEach((title, index) => {
    const name = nameOf(title);
    if (name !== '' && !at.has(name)) at.set(name, index);
  });
  const columns: Columns = {};
  for (const [field, names] of Object.entries(layout.names) as [Field, readonly string[]][]) {
    const name = names.find((one) => at.has(one));
    if (name !== undefined) columns[field] = at.get(name)!;
  }
  return layout.required.every((field) => columns[field] !== undefined) ? columns : undefined;
}
