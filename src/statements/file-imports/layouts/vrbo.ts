import type { ReservationStatus } from '../../reservations/reservation-facts.js';
import { NO_MONEY, type NormalRow } from '../rows/normal-row.js';
import { type Cells, RowProblem } from './cells.js';
import type { Layout, Reader } from './layout.js';

const source = 'vrbo-file';
const STATUSES: ReadonlyMap<string, ReservationStatus> = new Map([
  ['reserve', 'confirmed'],
  ['reserved', 'confirmed'],
  ['cancel', 'cancelled'],
  ['cancelled', 'cancelled'],
]);

function begun(cells: Cells, currency: string): NormalRow {
  const first = [cells.words('guest', 100), cells.words('guestLast', 99)].filter(Boolean).join(' ');
  return {
    line: cells.line,
    kind: 'stay',
    type: cells.words('type', 100) ?? '',
    mode: 'movement',
    channel: 'vrbo',
    code: cells.code(),
    status: null,
    sourceStatus: cells.words('status', 100),
    guest: first || null,
    listing: cells.words('listingId') ?? cells.words('listing'),
    bookedOn: null,
    ...cells.stay(),
    date: cells.date('date'),
    currency,
    money: NO_MONEY,
    taxRemittedBy: 'channel',
    accrued: 0,
    reference: cells.words('reference', 60),
    batch: null,
    review: [],
    identity: '',
  };
}

/** The payout summary: a row for each payout of a stay. Gross includes the tax that the owner remits, not what Vrbo remits. */
const summary = (): Reader => (cells) => {
  const currency = cells.currency();
  const row = begun(cells, currency);
  row.status = STATUSES.get(row.sourceStatus?.toLowerCase() ?? '') ?? 'needs_review';
  if (row.status === 'needs_review') row.review.push('unknown_status');
  const gross = cells.amount('gross', currency) ?? 0;
  const deductions = cells.amount('deductions', currency) ?? 0;
  const withheld = cells.amount('withheld', currency) ?? 0;
  const tax = cells.amount('hostTax', currency) ?? 0;
  const paid = cells.amount('amount', currency) ?? gross - deductions;
  if (paid !== gross - deductions) row.review.push('gross_mismatch');
  if (withheld !== 0) row.review.push('tax_withheld');
  // Without a day of payout it is what Vrbo expects to pay; the payout then tells it again.
  row.mode = row.date ? 'movement' : 'state';
  row.taxRemittedBy = tax === 0 ? 'channel' : 'host';
  row.money = { ...NO_MONEY, rent: gross - tax, tax: tax || null, channelFee: deductions, payout: paid };
  row.identity = `${row.mode} ${row.sourceStatus} ${row.checkOut} ${gross} ${deductions} ${paid}`;
  return row;
};

const PAYMENTS: ReadonlyMap<string, 'stay' | 'change'> = new Map([
  ['rent', 'stay'],
  ['reservation', 'stay'],
  ['refund', 'change'],
]);

/** The payments report: several rows of a stay, with columns that differ by account. */
const payments = (): Reader => (cells) => {
  const currency = cells.currency();
  const row = begun(cells, currency);
  const known = PAYMENTS.get(row.type.toLowerCase());
  row.kind = known ?? 'unknown';
  if (!known) row.review.push('unknown_type');
  if (known === 'stay') row.status = 'confirmed';
  const taxable = cells.amount('gross', currency);
  const other = cells.amount('nonTaxable', currency);
  const fees = ['commission', 'fee', 'otherFee'] as const;
  const sign = row.kind === 'change' ? -1 : 1;
  const taken = fees.reduce((sum, field) => sum + Math.abs(cells.amount(field, currency) ?? 0), 0) * sign;
  const processing = Math.abs(cells.amount('paymentFee', currency) ?? 0) * sign;
  const hostTax = cells.amount('hostTax', currency) ?? 0;
  const told = cells.amount('amount', currency) ?? cells.amount('payable', currency);
  const revenue =
    taxable === null && other === null ? cells.amount('transactionAmount', currency) : (taxable ?? 0) + (other ?? 0);
  if (told === null && revenue === null)
    throw new RowProblem('no_amount', 'No column of revenue or payout has an amount');
  const gross = revenue ?? told! + taken + processing - hostTax;
  const paid = told ?? gross + hostTax - taken - processing;
  if (paid !== gross + hostTax - taken - processing) row.review.push('gross_mismatch');
  row.taxRemittedBy = hostTax === 0 ? 'channel' : 'host';
  row.money = {
    ...NO_MONEY,
    rent: gross,
    tax: hostTax || cells.amount('taxes', currency),
    channelFee: taken || 0,
    paymentFee: processing || 0,
    payout: paid,
  };
  const id = cells.words('reference', 60);
  row.batch = id ? { key: id, minor: paid, currency } : null;
  row.identity = `${row.type.toLowerCase()} ${cells.text('sourceCode')} ${paid}`;
  return row;
};

export const VRBO: readonly Layout[] = [
  {
    id: 'vrbo-payout-summary',
    source,
    names: {
      listingId: ['property id'],
      listing: ['address'],
      code: ['reservation id'],
      guest: ['traveler first name'],
      guestLast: ['traveler last name'],
      status: ['booking status'],
      checkIn: ['check-in'],
      checkOut: ['check-out'],
      nights: ['nights'],
      date: ['payout date'],
      gross: ['gross booking amount'],
      deductions: ['deductions'],
      amount: ['payout'],
      hostTax: ['lodging tax owner remits'],
      withheld: ['tax withheld'],
      currency: ['payout currency'],
    },
    required: ['listingId', 'code', 'status', 'checkIn', 'checkOut', 'gross', 'deductions', 'amount', 'currency'],
    reader: summary,
  },
  {
    id: 'vrbo-payments',
    source,
    names: {
      sourceCode: ['refid', 'ref id'],
      reference: ['payout id'],
      code: ['reservation id'],
      checkIn: ['check in', 'check-in'],
      checkOut: ['check out', 'check-out'],
      nights: ['number of nights', 'nights'],
      date: ['disbursement date', 'payment date', 'payout date'],
      type: ['payment type'],
      listingId: ['property id'],
      guest: ['guest name'],
      gross: ['taxable revenue'],
      nonTaxable: ['non-taxable revenue'],
      transactionAmount: ['your revenue', 'guest payment'],
      commission: ['commission'],
      fee: ['service fee'],
      otherFee: ['other fee'],
      paymentFee: ['payment processing fee'],
      payable: ['payable to you'],
      amount: ['payout'],
      taxes: ['stay tax we remit'],
      hostTax: ['stay tax you remit'],
      currency: ['currency', 'payout currency'],
    },
    required: ['code', 'checkIn', 'checkOut', 'type', 'listingId'],
    needsCurrency: true,
    reader: payments,
  },
];
