import type { CellType } from '../../platform/exports/index.js';
import type { StatementStay, StatementView } from '../statements/statement-types.js';
import { partialShares, stayShareText } from './share-texts.js';
import type { Words } from './words/words.js';

/** A column of the table of stays, on paper and in files. */
export interface StayColumn {
  name: string;
  title: string;
  type: CellType;
  /** As a file has it: amounts in minor units. */
  value(stay: StatementStay): string | number | null;
  /** An amount, which is summed up. */
  amount?: (stay: StatementStay) => number;
}

const AMOUNTS = [
  ['rent', 'rentMinor'],
  ['cleaning', 'cleaningMinor'],
  ['extras', 'extrasMinor'],
  ['tax', 'taxMinor'],
  ['channelFee', 'channelFeeMinor'],
  ['paymentFee', 'paymentFeeMinor'],
  ['managementFee', 'managementFeeMinor'],
  ['net', 'netMinor'],
] as const;
/** Are there also when all of it is nothing. */
const ALWAYS: readonly string[] = ['rent', 'managementFee', 'net'];

const CHANNELS: Record<string, string> = { airbnb: 'Airbnb', booking: 'Booking.com', vrbo: 'Vrbo', direct: 'Direct' };

/** A channel as people know it. */
export function channelName(channel: string): string {
  return CHANNELS[channel] ?? channel;
}

/** `3/5`: so many of the stay's nights are on this statement; `5`: all of them. */
export function nightsText({ nightsInPeriod, nights }: StatementStay): string {
  return nightsInPeriod === nights ? String(nights) : `${nightsInPeriod}/${nights}`;
}

/** Columns of the stays of a statement, without amounts that no stay of it has. */
export function stayColumns(view: StatementView, words: Words): StayColumn[] {
  const { stays, listings } = view;
  const { labels } = words;
  const code = new Map(listings.map((one) => [one.id, one.code]));
  const columns: StayColumn[] = [
    { name: 'stay', title: labels.stay, type: 'text', value: (stay) => stay.code },
    { name: 'channel', title: labels.channel, type: 'text', value: (stay) => channelName(stay.channel) },
    { name: 'guest', title: labels.guest, type: 'text', value: (stay) => stay.guest },
  ];
  if (listings.length > 1)
    columns.push({
      name: 'listing',
      title: labels.listing,
      type: 'text',
      value: (stay) => code.get(stay.listingId) ?? null,
    });
  columns.push(
    { name: 'arrival', title: labels.arrival, type: 'date', value: (stay) => stay.checkIn },
    { name: 'departure', title: labels.departure, type: 'date', value: (stay) => stay.checkOut },
    { name: 'nights', title: labels.nights, type: 'text', value: nightsText },
  );
  if (partialShares(view).length > 0)
    columns.push({
      name: 'share',
      title: labels.share,
      type: 'text',
      value: (stay) => stayShareText(stay, view, words),
    });
  for (const [label, member] of AMOUNTS)
    if (ALWAYS.includes(label) || stays.some((stay) => stay[member] !== 0))
      columns.push({
        name: label,
        title: labels[label],
        type: 'decimal',
        value: (stay) => stay[member],
        amount: (stay) => stay[member],
      });
  return columns;
}
