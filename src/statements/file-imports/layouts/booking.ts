import { percentOf } from '../../../platform/money/index.js';
import type { ReservationStatus } from '../../reservations/reservation-facts.js';
import { NO_MONEY, type NormalRow, type RowKind } from '../rows/normal-row.js';
import { type Cells, RowProblem } from './cells.js';
import type { Layout, Reader } from './layout.js';

const source = 'booking-file';
const STATUSES: ReadonlyMap<string, ReservationStatus> = new Map([
  ['ok', 'confirmed'],
  ['okay', 'confirmed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['cancelled_by_guest', 'cancelled'],
  ['cancelled_by_hotel', 'cancelled'],
  ['cancelled by guest', 'cancelled'],
  ['no show', 'no_show'],
  ['no_show', 'no_show'],
  ['noshow', 'no_show'],
]);
const TYPES: ReadonlyMap<string, RowKind> = new Map([
  ['(payout)', 'payout'],
  ['payout', 'payout'],
  ['reservation', 'stay'],
  ['reserva', 'stay'],
  ['prenotazione', 'stay'],
  ['réservation', 'stay'],
  ['reservierung', 'stay'],
  ['buchung', 'stay'],
  ['credit_note', 'change'],
  ['credit note', 'change'],
  ['ritenuta per locazione breve', 'withholding'],
]);

function begun(cells: Cells, kind: RowKind, currency: string): NormalRow {
  const sourceStatus = cells.words('status', 100);
  const known = STATUSES.get(sourceStatus?.toLowerCase() ?? '');
  const stays = ['stay', 'invoice'].includes(kind);
  return {
    line: cells.line,
    kind,
    type: cells.words('type', 100) ?? '',
    mode: 'movement',
    channel: 'booking',
    code: cells.code(),
    status: stays ? (known ?? 'needs_review') : null,
    sourceStatus,
    guest: cells.words('guest'),
    listing: cells.words('listingId') ?? cells.words('listing'),
    bookedOn: cells.date('bookedOn'),
    ...cells.stay(),
    date: cells.date('date'),
    currency,
    money: NO_MONEY,
    taxRemittedBy: 'channel',
    accrued: 0,
    reference: cells.words('reference', 60),
    batch: null,
    review: stays && !known ? ['unknown_status'] : [],
    identity: '',
  };
}

/** Rows of a payout have its Statement Descriptor; the row of the payout itself has no stay. */
const payouts = (): Reader => (cells) => {
  const type = cells.text('type');
  const kind = TYPES.get(type.toLowerCase()) ?? 'unknown';
  const paidIn = cells.currency('payoutCurrency');
  const key = `${cells.text('reference')} ${cells.text('date')}`;
  if (kind === 'payout') {
    const paid = cells.amount('payoutAmount', paidIn) ?? cells.amount('payable', paidIn);
    if (paid === null) throw new RowProblem('no_amount', 'A payout without an amount');
    const row = begun(cells, kind, paidIn);
    return { ...row, code: null, batch: { key, minor: paid, currency: paidIn }, identity: `payout ${paid}` };
  }
  const currency = cells.text('currency') ? cells.currency() : paidIn;
  const row = begun(cells, kind, currency);
  const gross = cells.amount('gross', currency) ?? 0;
  // What Booking.com takes is negative in the file. VAT and tax are on its services, not on the stay.
  const taken = (field: 'commission' | 'paymentFee' | 'vat' | 'tax') => 0 - (cells.amount(field, currency) ?? 0);
  const later = cells.text('payoutKind').toLowerCase() === 'gross';
  let commission = taken('commission');
  const percent = cells.number('commissionPercent');
  if (later && commission === 0 && percent !== null) commission = percentOf(gross, percent);
  const services = taken('vat') + taken('tax');
  const paymentFee = taken('paymentFee');
  // Of a payout of the gross amount the commission is billed later: it is the owner's cost now all the same.
  const inPayout = gross - paymentFee - services - (later ? 0 : commission);
  const net = cells.amount('transactionAmount', currency) ?? inPayout;
  const payable = cells.amount('payable', paidIn) ?? (currency === paidIn ? net : null);
  if (payable === null) throw new RowProblem('no_amount', 'Payable amount is empty');
  if (kind === 'unknown') row.review.push('unknown_type');
  else if (kind !== 'withholding') {
    if (net !== inPayout && !(later && net === inPayout - commission)) row.review.push('gross_mismatch');
    if (currency === paidIn && payable < net) row.review.push('withheld_from_payout');
  }
  row.batch = { key, minor: payable, currency: paidIn };
  row.identity = `${kind === 'unknown' ? type.toLowerCase() : kind} ${gross} ${net}`;
  row.accrued = later ? commission : 0;
  row.money =
    kind === 'withholding'
      ? { ...NO_MONEY, payout: payable }
      : {
          ...NO_MONEY,
          rent: gross,
          channelFee: commission + services,
          paymentFee,
          payout: later ? inPayout - commission : net,
        };
  return row;
};

/** The weekly list: the amount before commission, which is invoiced later. */
const weekly = (): Reader => (cells) => {
  const type = cells.text('type');
  const kind = TYPES.get(type.toLowerCase()) ?? 'unknown';
  const currency = cells.currency();
  const row = begun(cells, kind, currency);
  const amount = cells.amount('amount', currency);
  if (amount === null) throw new RowProblem('no_amount', 'Amount is empty');
  const payoutId = cells.words('reference', 60);
  const identity = `${kind} ${amount} ${payoutId}`;
  const batch = payoutId ? { key: payoutId, minor: Math.abs(amount), currency } : null;
  if (kind === 'payout') {
    if (!batch) throw new RowProblem('no_payout', 'A payout without Payout ID');
    return { ...row, code: null, batch, identity };
  }
  if (kind === 'unknown') row.review.push('unknown_type');
  else row.review.push('commission_later');
  return { ...row, batch: batch && { ...batch, minor: amount }, money: { ...NO_MONEY, rent: amount }, identity };
};

/** Booking.com's bill: commissions are positive, of the final amounts. */
const invoices = (): Reader => (cells) => {
  const currency = cells.currency();
  const row = begun(cells, 'invoice', currency);
  const final = cells.amount('gross', currency) ?? 0;
  const commission = cells.amount('commission', currency);
  if (commission === null) throw new RowProblem('no_amount', 'Commission amount is empty');
  const paymentFee = cells.amount('paymentFee', currency) ?? 0;
  return {
    ...row,
    type: 'Invoice',
    mode: 'state',
    money: { ...NO_MONEY, rent: final, channelFee: commission, paymentFee, payout: final - commission - paymentFee },
    identity: `invoice ${cells.text('reference')} ${row.sourceStatus} ${final} ${commission} ${paymentFee}`,
  };
};

/** The list of reservations of the extranet, saved as CSV. */
const bookings = (): Reader => (cells) => {
  const currency = cells.text('currency')
    ? cells.currency()
    : (/[A-Z]{3}\s*$/.exec(cells.text('gross'))?.[0].trim() ?? cells.currency());
  const row = begun(cells, 'stay', currency);
  const price = cells.amount('gross', currency);
  if (price === null && row.status !== 'cancelled') throw new RowProblem('no_amount', 'Price is empty');
  const commission = cells.amount('commission', currency);
  return {
    ...row,
    type: 'Reservation',
    mode: 'state',
    money: { ...NO_MONEY, rent: price ?? 0, channelFee: commission, payout: (price ?? 0) - (commission ?? 0) },
    identity: `state ${row.sourceStatus} ${row.checkOut} ${price} ${commission}`,
  };
};

export const BOOKING: readonly Layout[] = [
  {
    id: 'booking-payouts',
    source,
    names: {
      type: ['type/transaction type', 'type', 'transaction type'],
      reference: ['statement descriptor'],
      code: ['reference number'],
      checkIn: ['check-in date', 'check-in'],
      checkOut: ['check-out date', 'checkout date', 'check-out'],
      status: ['reservation status'],
      listingId: ['property id'],
      listing: ['property name'],
      payoutKind: ['payout type'],
      gross: ['gross amount'],
      commission: ['commission'],
      commissionPercent: ['commission %'],
      paymentFee: ['payments service fee'],
      vat: ['vat', 'tax/vat'],
      tax: ['tax'],
      transactionAmount: ['transaction amount'],
      currency: ['transaction currency'],
      rate: ['exchange rate'],
      payable: ['payable amount'],
      payoutAmount: ['payout amount'],
      payoutCurrency: ['payout currency'],
      date: ['payout date'],
    },
    required: [
      'type',
      'reference',
      'code',
      'checkIn',
      'checkOut',
      'gross',
      'payable',
      'payoutAmount',
      'payoutCurrency',
    ],
    reader: payouts,
  },
  {
    id: 'booking-weekly',
    source,
    names: {
      type: ['type'],
      code: ['reference number'],
      checkIn: ['check-in'],
      checkOut: ['checkout', 'check-out'],
      guest: ['guest name'],
      status: ['reservation status'],
      currency: ['currency'],
      amount: ['amount'],
      date: ['payout date'],
      reference: ['payout id'],
      listingId: ['property id'],
      listing: ['property name'],
    },
    required: ['type', 'code', 'checkIn', 'checkOut', 'currency', 'amount', 'reference'],
    reader: weekly,
  },
  {
    id: 'booking-invoice',
    source,
    names: {
      code: ['reservation number'],
      reference: ['invoice number'],
      bookedOn: ['booked on'],
      checkIn: ['arrival'],
      checkOut: ['departure'],
      guest: ['guest name', 'booker name'],
      commissionPercent: ['commission %'],
      gross: ['final amount'],
      commission: ['commission amount'],
      paymentFee: ['payment fee'],
      status: ['status'],
      currency: ['currency'],
      listingId: ['hotel id', 'property id'],
      listing: ['property name'],
    },
    required: ['code', 'reference', 'checkIn', 'checkOut', 'gross', 'commission', 'currency'],
    reader: invoices,
  },
  {
    id: 'booking-reservations',
    source,
    names: {
      code: ['book number', 'booking number'],
      guest: ['guest name(s)', 'booked by'],
      checkIn: ['check-in'],
      checkOut: ['check-out'],
      bookedOn: ['booked on'],
      status: ['status'],
      gross: ['price'],
      commissionPercent: ['commission %'],
      commission: ['commission amount'],
      listing: ['unit type'],
      nights: ['duration (nights)'],
      currency: ['currency'],
    },
    required: ['code', 'checkIn', 'checkOut', 'status', 'gross', 'commission'],
    reader: bookings,
  },
];
