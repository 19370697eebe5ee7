import type { Channel, ReservationStatus } from '../../reservations/reservation-facts.js';
import { NO_MONEY } from '../rows/normal-row.js';
import { RowProblem } from './cells.js';
import { nameOf, type Field, type Layout, type Reader } from './layout.js';
import { channelNamed, statusNamed } from './pms-exports.js';

/** Fields that a mapping may take from a column. */
export const MAPPED_FIELDS = [
  'code',
  'checkIn',
  'checkOut',
  'nights',
  'listing',
  'guest',
  'status',
  'source',
  'bookedOn',
  'currency',
  'gross',
  'cleaning',
  'extras',
  'taxes',
  'hostTax',
  'commission',
  'paymentFee',
  'amount',
] as const satisfies readonly Field[];
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** A tenant's own reading of a file: which column is which field, and what is the same for all rows. */
export interface FileMapping {
  id: number;
  columns: Partial<Record<MappedField, string>>;
  constants: { listing?: string; currency?: string; channel?: Channel };
  /** Words of the file's status column. */
  statuses: Record<string, ReservationStatus>;
}

/** The layout of a mapping: each row tells all of a stay. Fees may have either sign. */
export function mappedLayout({ id, columns, constants, statuses }: FileMapping): Layout {
  const words = new Map(Object.entries(statuses).map(([word, status]) => [word.trim().toLowerCase(), status]));
  const reader = (): Reader => (cells) => {
    const currency = cells.text('currency') ? cells.currency() : (constants.currency ?? cells.currency());
    const read = (
      field: 'gross' | 'cleaning' | 'extras' | 'taxes' | 'hostTax' | 'commission' | 'paymentFee' | 'amount',
    ) => cells.amount(field, currency);
    const channelWord = cells.text('source');
    const channel = channelWord ? channelNamed(channelWord) : (constants.channel ?? 'direct');
    const sourceStatus = cells.words('status', 100);
    const word = sourceStatus?.toLowerCase() ?? '';
    const status = cells.has('status') ? (words.get(word) ?? statusNamed(word)) : 'confirmed';
    const code = cells.code();
    if (!code) throw new RowProblem('no_code', 'The row has no code');
    const size = (field: 'commission' | 'paymentFee') => {
      const fee = read(field);
      return fee === null ? null : Math.abs(fee);
    };
    const [fee, paymentFee, hostTax, amount] = [
      size('commission'),
      size('paymentFee'),
      read('hostTax'),
      read('amount'),
    ];
    const told = read('gross');
    if (told === null && amount === null) throw new RowProblem('no_amount', 'Neither the price nor the payout is told');
    const [cleaning, extras] = [read('cleaning'), read('extras')];
    const rent = told ?? amount! + (fee ?? 0) + (paymentFee ?? 0) - (hostTax ?? 0) - (cleaning ?? 0) - (extras ?? 0);
    const money = {
      ...NO_MONEY,
      rent,
      cleaning,
      extras,
      tax: hostTax ?? read('taxes'),
      channelFee: fee,
      paymentFee,
      payout: amount,
    };
    const { checkIn, checkOut } = cells.stay();
    return {
      line: cells.line,
      kind: 'stay',
      type: '',
      mode: 'state',
      channel: channel ?? 'other',
      code,
      status: status ?? 'needs_review',
      sourceStatus,
      guest: cells.words('guest'),
      listing: cells.words('listing') ?? constants.listing ?? null,
      bookedOn: cells.date('bookedOn'),
      checkIn,
      checkOut,
      date: null,
      currency,
      money,
      taxRemittedBy: hostTax === null ? 'channel' : 'host',
      accrued: 0,
      reference: null,
      batch: null,
      review: [...(channel ? [] : ['unknown_channel']), ...(status ? [] : ['unknown_status'])],
      identity: `state ${word} ${checkOut} ${Object.values(money).join(' ')}`,
    };
  };
  const names = Object.fromEntries(Object.entries(columns).map(([field, title]) => [field, [nameOf(title)]]));
  const required = Object.keys(columns) as Field[];
  const needsCurrency = constants.currency === undefined;
  return {
    id: `mapping-${id}`,
    mappingId: id,
    source: 'mapped-file',
    names,
    required,
    needsCurrency,
    ...(constants.currency && { currency: constants.currency }),
    reader,
  };
}
