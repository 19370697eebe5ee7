import type { Channel, ReservationStatus } from '../../reservations/reservation-facts.js';
import { NO_MONEY, type NormalRow } from '../rows/normal-row.js';
import { type Cells, RowProblem } from './cells.js';
import type { Layout, Reader } from './layout.js';

/** Whole names of channels: "Airbnb co-host referral (direct)" is none of them. */
const CHANNELS: ReadonlyMap<string, Channel> = new Map([
  ['airbnb', 'airbnb'],
  ['airbnbintegration', 'airbnb'],
  ['airbnbofficial', 'airbnb'],
  ['booking.com', 'booking'],
  ['bookingcom', 'booking'],
  ['booking', 'booking'],
  ['vrbo', 'vrbo'],
  ['homeaway', 'vrbo'],
  ['direct', 'direct'],
  ['manual', 'direct'],
  ['website', 'direct'],
]);
const STATUSES: ReadonlyMap<string, ReservationStatus> = new Map([
  ['booked', 'confirmed'],
  ['confirmed', 'confirmed'],
  ['new', 'confirmed'],
  ['modified', 'confirmed'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['ownerstay', 'owner_stay'],
  ['owner stay', 'owner_stay'],
]);

/** The channel that a PMS names, by its whole name. */
export function channelNamed(name: string): Channel | undefined {
  return CHANNELS.get(name.trim().toLowerCase());
}

export function statusNamed(name: string): ReservationStatus | undefined {
  return STATUSES.get(name.trim().toLowerCase());
}

function begun(cells: Cells, currency: string): NormalRow {
  const channel = channelNamed(cells.text('source'));
  const sourceStatus = cells.words('status', 100);
  const status = statusNamed(sourceStatus ?? '');
  return {
    line: cells.line,
    kind: 'stay',
    type: cells.words('type', 100) ?? '',
    mode: 'state',
    channel: channel ?? 'other',
    // The channel's code is the same in the channel's own files; the PMS's id is only where there is none.
    code: cells.code('sourceCode') ?? cells.code(),
    status: status ?? 'needs_review',
    sourceStatus,
    guest: cells.words('guest'),
    listing: cells.words('listing'),
    bookedOn: cells.date('bookedOn'),
    ...cells.stay(),
    date: null,
    currency,
    money: NO_MONEY,
    taxRemittedBy: 'channel',
    accrued: 0,
    reference: null,
    batch: null,
    review: [...(channel ? [] : ['unknown_channel']), ...(status ? [] : ['unknown_status'])],
    identity: '',
  };
}

const lodgify = (): Reader => (cells) => {
  const currency = cells.currency();
  const row = begun(cells, currency);
  if (row.type.toLowerCase() !== 'booking') {
    row.kind = 'unknown';
    row.review.push('unknown_type');
  }
  const total = cells.amount('gross', currency);
  if (total === null) throw new RowProblem('no_amount', 'TotalAmount is empty');
  row.money = { ...NO_MONEY, rent: total };
  row.identity = `state ${row.type} ${row.sourceStatus} ${row.checkOut} ${total}`;
  return row;
};

/** Rental Activity: what the channel paid, with its fees; the guest's price only where the column was chosen. */
const hostaway = (): Reader => (cells) => {
  const currency = cells.currency();
  const row = begun(cells, currency);
  const read = (field: Parameters<Cells['amount']>[0]) => cells.amount(field, currency);
  const owner = read('amount');
  const manager = read('managerCommission') ?? 0;
  const sum = read('payable');
  const net = sum ?? (owner === null ? null : owner + manager);
  if (net === null) throw new RowProblem('no_amount', 'Neither a payout sum nor ownerPayout');
  const fee = Math.abs(read('fee') ?? 0);
  const paymentFee = Math.abs(read('paymentFee') ?? 0) + Math.abs(read('otherFee') ?? 0);
  const extras = read('resolutions') ?? 0;
  const refund = Math.abs(read('refund') ?? 0);
  const told = read('gross');
  const rent = told === null ? net + fee + paymentFee - extras : told - refund;
  row.type = 'Reservation';
  row.money = { ...NO_MONEY, rent, extras, channelFee: fee, paymentFee, payout: net };
  if (told === null) row.review.push('net_only');
  else if (rent + extras - fee - paymentFee !== net) row.review.push('gross_mismatch');
  row.identity = `state ${row.sourceStatus} ${row.checkOut} ${net} ${fee} ${paymentFee} ${extras} ${told}`;
  return row;
};

export const PMS_EXPORTS: readonly Layout[] = [
  {
    id: 'lodgify',
    source: 'lodgify-file',
    names: {
      code: ['id'],
      type: ['type'],
      source: ['source'],
      sourceCode: ['sourcetext'],
      guest: ['name'],
      checkIn: ['datearrival'],
      checkOut: ['datedeparture'],
      nights: ['nights'],
      listing: ['housename'],
      bookedOn: ['datecreated'],
      gross: ['totalamount'],
      currency: ['currency'],
      status: ['status'],
    },
    required: ['code', 'type', 'source', 'checkIn', 'checkOut', 'listing', 'gross', 'currency', 'status'],
    reader: lodgify,
  },
  {
    id: 'hostaway-rental-activity',
    source: 'hostaway-file',
    names: {
      code: ['reservation id'],
      sourceCode: ['channel reservation id', 'confirmation code'],
      guest: ['guest'],
      source: ['channel'],
      status: ['reservation status'],
      checkIn: ['check-in date'],
      checkOut: ['check-out date'],
      listing: ['listing'],
      amount: ['ownerpayout', 'owner payout'],
      fee: ['host channel fee'],
      paymentFee: ['payment service processing fees'],
      otherFee: ['ota payment processing fee'],
      resolutions: ['airbnb closed resolutions sum'],
      payable: ['airbnb payout sum'],
      refund: ['refund'],
      managerCommission: ['pmcommission', 'pm commission'],
      gross: ['total price'],
      currency: ['currency'],
    },
    required: ['code', 'source', 'status', 'checkIn', 'checkOut', 'listing', 'amount'],
    needsCurrency: true,
    reader: hostaway,
  },
];
