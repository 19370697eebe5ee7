import { storableText } from '../../../platform/database/storable-text.js';
import { isLocalDate, type LocalDate } from '../../../platform/dates/index.js';
import { InvalidMoneyError, isCurrency } from '../../../platform/money/index.js';
import type { Channel } from '../../reservations/reservation-facts.js';
import type { Period } from '../../reservations/reservation-row.js';
import { fromMajor } from './amounts.js';
import { ProviderError } from './provider-error.js';

/** Channels by how providers spell them, without case, digits at the end and punctuation. */
const CHANNEL_NAMES: Record<string, Channel> = {
  airbnb: 'airbnb',
  airbnbofficial: 'airbnb',
  bookingcom: 'booking',
  booking: 'booking',
  vrbo: 'vrbo',
  homeaway: 'vrbo',
  homeawayvrbo: 'vrbo',
  direct: 'direct',
  website: 'direct',
  manual: 'direct',
  bookingengine: 'direct',
  owner: 'direct',
};

/** The channel that a provider names by a code of its own; by the whole name, never by a part of it. */
export function channelOf(source: unknown): Channel {
  const name = (typeof source === 'string' ? source : '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/\d+$/, '');
  return (Object.hasOwn(CHANNEL_NAMES, name) ? CHANNEL_NAMES[name] : undefined) ?? 'other';
}

/** Members of one record of a provider, read as what they should be. What cannot be read fails the reading, and names the record. */
export class ProviderRecord {
  readonly id: string;

  /** @param kind for messages, e.g. reservation */
  constructor(
    readonly raw: Readonly<Record<string, unknown>>,
    private readonly kind: string,
    idMember: string,
  ) {
    const id = raw[idMember];
    if (typeof id !== 'string' && typeof id !== 'number')
      throw new ProviderError('bad_answer', `a ${kind} without an id`);
    this.id = String(id).slice(0, 200);
  }

  /** A text, trimmed and cut; null when there is none. */
  text(member: string, most = 200): string | null {
    const value = this.raw[member];
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    return storableText(String(value).replaceAll('\0', '').trim(), most) || null;
  }

  /** The date a text begins with. */
  date(member: string): LocalDate {
    const date = this.dateOrNull(member);
    if (!date) throw this.bad(`${member} is no date`);
    return date;
  }

  dateOrNull(member: string): LocalDate | null {
    const start = this.text(member)?.slice(0, 10);
    return isLocalDate(start) ? start : null;
  }

  currency(member: string, otherwise: string): string {
    const currency = this.text(member)?.toUpperCase() ?? otherwise;
    if (!isCurrency(currency)) throw this.bad(`${member} is no currency`);
    return currency;
  }

  /** Minor units of an amount in major units. @param review gets inexact_amount when there was a part of a minor unit */
  major(member: string, currency: string, review: Set<string>): number {
    return this.majorOrNull(member, currency, review) ?? 0;
  }

  majorOrNull(member: string, currency: string, review: Set<string>): number | null {
    const value = this.raw[member];
    if (value === null || value === undefined || value === '') return null;
    try {
      const { minor, exact } = fromMajor(value, currency);
      if (!exact) review.add('inexact_amount');
      return minor;
    } catch (error) {
      if (error instanceof InvalidMoneyError) throw this.bad(`${member} is no amount`);
      throw error;
    }
  }

  /** @throws ProviderError unless check-out is after check-in */
  stay(checkIn: string, checkOut: string): { checkIn: LocalDate; checkOut: LocalDate } {
    const stay = { checkIn: this.date(checkIn), checkOut: this.date(checkOut) };
    if (stay.checkOut <= stay.checkIn) throw this.bad('it ends before it begins');
    return stay;
  }

  bad(why: string): ProviderError {
    return new ProviderError('bad_answer', `${this.kind} ${this.id}: ${why}`);
  }
}

/** True for a stay with a night, an arrival or a departure in the period. */
export function touches({ checkIn, checkOut }: { checkIn: string; checkOut: string }, { from, to }: Period): boolean {
  return checkOut >= from && checkIn <= to;
}
