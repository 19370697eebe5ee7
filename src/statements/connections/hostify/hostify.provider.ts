import { Injectable } from '@nestjs/common';
import { addDays, eachDay } from '../../../platform/dates/index.js';
import type { Period } from '../../reservations/reservation-row.js';
import type { ListingStays, ListingToRead, Provider, ProviderListing, ProviderStay } from '../provider/provider.js';
import { ProviderError } from '../provider/provider-error.js';
import { ProviderHttp } from '../provider/provider-http.js';
import type { ProviderSession } from '../provider/provider-session.js';
import { following, type Page, readAll } from '../provider/read-all.js';
import { ProviderRecord, touches } from '../provider/record.js';
import { calendarOf, hostifyStay } from './hostify-stay.js';

type Raw = Record<string, unknown>;

const PER_PAGE = 100;
/** Days of a calendar asked for at once. */
const CALENDAR_DAYS = 180;

/**
 * Hostify: `x-api-key`, pages of at most 100, oldest first. Filters by date or status are not used, because one of them empties
 * the answer and others are ignored: all stays of a listing are read, and the period is applied here.
 */
@Injectable()
export class HostifyProvider implements Provider {
  readonly name = 'hostify';
  readonly defaultUrl = 'https://api-rms.hostify.com';
  readonly needsClientId = false;
  readonly limits = { concurrency: 5, perMinute: null };

  constructor(private readonly http: ProviderHttp) {}

  async listings(session: ProviderSession): Promise<ProviderListing[]> {
    const all = await this.list(session, '/listings', 'listings', {});
    return all.map(listingOf);
  }

  async stays(session: ProviderSession, listing: ListingToRead, period: Period): Promise<ListingStays> {
    const [own, children] = await Promise.all([
      this.one(session, `/listings/${encodeURIComponent(listing.externalId)}`, 'listing'),
      this.one(session, `/listings/children/${encodeURIComponent(listing.externalId)}`, 'listings'),
    ]);
    const childRecords = Array.isArray(children) ? (children as Raw[]) : [];
    const parts = [
      { id: listing.externalId, active: own !== undefined && listingOf(own as Raw).active },
      ...childRecords.map((child) => listingOf(child)).map(({ externalId, active }) => ({ id: externalId, active })),
    ];
    const found = new Map<string, ProviderStay>();
    const others: ProviderStay[] = [];
    for (const { id, active } of parts) {
      for (const raw of await this.ofListing(session, id)) {
        const stay = hostifyStay(raw, session.source, listing.currency);
        if (touches(stay.facts, period)) found.set(stay.externalId, stay);
        else others.push(stay);
      }
      if (!active) await this.byCalendar(session, id, listing.currency, period, found);
    }
    return { stays: [...found.values()], others, parts: parts.map(({ id }) => id) };
  }

  async stay(session: ProviderSession, externalId: string, currency: string) {
    const raw = (await this.one(session, `/reservations/${encodeURIComponent(externalId)}`, 'reservation', {
      fees: 1,
    })) as Raw | undefined;
    return raw && { stay: hostifyStay(raw, session.source, currency), listing: String(raw['listing_id']) };
  }

  /** Listings that only stays name: the list of listings leaves some out. */
  async unlisted(session: ProviderSession, known: ReadonlySet<string>): Promise<ProviderListing[]> {
    const names = new Map<string, ProviderListing>();
    await readAll<string>(
      async (cursor, seen) => {
        const { records, next, total } = await this.page(session, '/reservations', 'reservations', {}, cursor, seen);
        for (const raw of records) {
          const record = new ProviderRecord(raw, 'reservation', 'id');
          const externalId = record.text('listing_id');
          if (externalId === null || known.has(externalId) || names.has(externalId)) continue;
          const name = record.text('listing_nickname') ?? record.text('listing_title') ?? externalId;
          names.set(externalId, { externalId, name, currency: null, active: false });
        }
        return { records: records.map((raw) => new ProviderRecord(raw, 'reservation', 'id').id), next, total };
      },
      (id) => id,
    );
    return [...names.values()];
  }

  /** All of a listing's stays that the list tells. `listing_id` narrows it; that it did is checked. */
  private async ofListing(session: ProviderSession, id: string): Promise<Raw[]> {
    const all = await this.list(session, '/reservations', 'reservations', { listing_id: id, fees: 1 });
    return all.filter((raw) => String(raw['listing_id']) === id);
  }

  /** Of a listing that is no longer managed the list leaves real stays out; its calendar still shows their ids. */
  private async byCalendar(
    session: ProviderSession,
    id: string,
    currency: string,
    { from, to }: Period,
    found: Map<string, ProviderStay>,
  ): Promise<void> {
    // A stay that ends on the first day had its last night the day before.
    for (let start = addDays(from, -1); start <= to; start = addDays(start, CALENDAR_DAYS)) {
      const last = addDays(start, CALENDAR_DAYS - 1);
      const end = last < to ? last : to;
      const query = { listing_id: id, start_date: start, end_date: end };
      const days = await this.one(session, '/calendar', 'calendar', query);
      const { ids, missing } = calendarOf(Array.isArray(days) ? days : [], [...eachDay(start, end)]);
      if (missing > 0)
        throw new ProviderError('incomplete', `${missing} days of the calendar of listing ${id} are missing`);
      for (const stayId of ids) {
        if (found.has(stayId)) continue;
        const raw = await this.one(session, `/reservations/${encodeURIComponent(stayId)}`, 'reservation', { fees: 1 });
        if (raw === undefined)
          throw new ProviderError('incomplete', `reservation ${stayId} is on the calendar and cannot be read`);
        const stay = hostifyStay(raw as Raw, session.source, currency);
        if (touches(stay.facts, { from, to })) found.set(stay.externalId, stay);
      }
    }
  }

  private list(session: ProviderSession, path: string, member: string, query: Record<string, string | number>) {
    return readAll<Raw>(
      (cursor, seen) => this.page(session, path, member, query, cursor, seen),
      (raw) => new ProviderRecord(raw, member.slice(0, -1), 'id').id,
    );
  }

  private async page(
    session: ProviderSession,
    path: string,
    member: string,
    query: Record<string, string | number>,
    cursor: string | null,
    before: number,
  ): Promise<Page<Raw>> {
    const page = Number(cursor ?? 1);
    const answer = await this.get(session, path, { ...query, page, per_page: PER_PAGE });
    const records = answer?.[member];
    const total = Number(answer?.['total']);
    if (!Array.isArray(records) || !Number.isSafeInteger(total))
      throw new ProviderError('bad_answer', `${path} has no ${member} or no total`);
    const seen = before + records.length;
    return { records: records as Raw[], total, next: following(page + 1, records.length, PER_PAGE, seen, total) };
  }

  /** A member of an answer; undefined when there is no such thing. */
  private async one(
    session: ProviderSession,
    path: string,
    member: string,
    query: Record<string, string | number> = {},
  ): Promise<unknown> {
    const answer = await this.get(session, path, query);
    if (answer === undefined) return undefined;
    if (answer[member] === undefined) throw new ProviderError('bad_answer', `${path} has no ${member}`);
    return answer[member];
  }

  private async get(session: ProviderSession, path: string, query: Record<string, string | number>) {
    const headers = { 'x-api-key': session.apiKey };
    const answer = await this.http.json(session, { path, query, headers, limits: this.limits });
    if (answer?.['success'] === false)
      throw new ProviderError('bad_answer', `${path} was answered with success: false`);
    return answer;
  }
}

function listingOf(raw: Raw): ProviderListing {
  const record = new ProviderRecord(raw, 'listing', 'id');
  const served = raw['service_pms'];
  return {
    externalId: record.id,
    name: record.text('nickname') ?? record.text('name') ?? record.text('title') ?? record.id,
    currency: record.text('currency', 3),
    active: !(served === 0 || served === '0' || served === false),
  };
}
