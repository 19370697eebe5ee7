import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Period } from '../reservations/reservation-row.js';
import { checked, needsReview } from '../reservations/reservation-checks.js';
import { factsOf } from '../reservations/reservation-answers.js';
import { ReservationStore, type Told } from '../reservations/reservation-store.js';
import { GONE, type KnownStay, KnownStays } from './known-stays.js';
import type { ProviderStay } from './provider/provider.js';
import type { ProviderSession } from './provider/provider-session.js';
import { ProviderRegistry } from './provider-registry.js';
import { apart, keyOf, withCode } from './stays-apart.js';

/** A listing of ours and what the provider calls it. */
export interface MappedListing {
  externalId: string;
  listingId: number;
  currency: string;
}

/** What became of a listing's stays. */
export interface ReadCounts {
  read: number;
  added: number;
  changed: number;
  same: number;
  needsReview: number;
  /** Enquiries and refusals, which are not kept. */
  ignored: number;
}

/** Runs one transaction; a job's is fenced by its lease. */
export type Write = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>;

/** Stays that are written with one statement. */
const CHUNK = 500;

/** Reads a listing's stays from its provider and keeps them: all of them, or none is said to have been read. */
@Injectable()
export class ListingReader {
  constructor(
    private readonly db: TenantDatabase,
    private readonly providers: ProviderRegistry,
    private readonly store: ReservationStore,
    private readonly known: KnownStays,
  ) {}

  /**
   * @param jobId the synchronisation that reads
   * @param done runs in the transaction that notes the reading
   * @throws ProviderError
   */
  async read(
    session: ProviderSession,
    listing: MappedListing,
    period: Period,
    write: Write,
    { jobId = null, done }: { jobId?: string | null; done?: (counts: ReadCounts) => void } = {},
  ): Promise<ReadCounts> {
    const { stays, others, parts } = await this.providers.get(session.provider).stays(session, listing, period);
    const all = [...stays, ...others];
    const keys = stays.map(({ facts }) => facts);
    const known = await this.known.of(session.source, listing.listingId, period, keys);
    const asked = new Set([
      ...stays.map(({ externalId }) => externalId),
      ...known.filter((one) => one.asked).map(({ externalId }) => externalId),
    ]);
    const read = apart(all, known, listing.listingId).filter(({ externalId }) => asked.has(externalId));
    const told = (await this.wanted(read)).map(({ facts, raw }): Told => ({
      facts: { ...facts, listingId: listing.listingId },
      raw,
    }));
    const ignored = read.length - told.length;
    const seen = new Set(all.map(({ externalId }) => externalId));
    const missing = known.filter(
      (one) => one.asked && !one.gone && one.externalId !== null && !seen.has(one.externalId),
    );
    for (const one of missing) told.push(...(await this.missing(session, listing, parts, one)));
    // From here on everything is known; a failure of a write leaves what was written, and the reading is not noted.
    const counts: ReadCounts = {
      read: read.length,
      added: 0,
      changed: 0,
      same: 0,
      needsReview: told.filter(({ facts }) => needsReview(checked(facts))).length,
      ignored,
    };
    // In the order in which the store locks, so that two readings that overlap never wait for each other in a circle.
    told.sort((a, b) => (keyOf(a.facts) < keyOf(b.facts) ? -1 : 1));
    for (let start = 0; start < told.length; start += CHUNK)
      await write(async () => {
        const kept = await this.store.put(session.source, told.slice(start, start + CHUNK));
        counts.added += kept.added;
        counts.changed += kept.changed;
        counts.same += kept.same;
      });
    await write(async (tx) => {
      done?.(counts);
      await tx.run(NOTE, [
        session.connectionId,
        listing.externalId,
        listing.listingId,
        period.from,
        period.to,
        jobId,
        JSON.stringify({ ...counts, parts }),
      ]);
    });
    return counts;
  }

  /**
   * A stay of the period that the connection told of before and does not list any more. It may have moved to other days, or to
   * another listing; else a person has to look at it. What a file has told of it since stands.
   */
  private async missing(
    session: ProviderSession,
    { listingId, currency }: MappedListing,
    parts: readonly string[],
    known: KnownStay,
  ): Promise<Told[]> {
    const found = await this.providers.get(session.provider).stay(session, known.externalId!, currency);
    const moved = found && (await this.known.listing(session.source, found.listing));
    const at = found && parts.includes(found.listing) ? listingId : moved;
    if (found && at !== undefined)
      return [{ facts: { ...withCode(found.stay, known.code).facts, listingId: at }, raw: found.stay.raw }];
    // Of a listing that is read as another one's since: the stay is where it was.
    if (!known.own || found?.listing === known.externalListing) return [];
    const { stay, raw } = await this.known.last(session.source, known.id);
    const facts = factsOf(stay);
    return [{ facts: { ...facts, review: [...new Set([...facts.review, GONE])].sort() }, raw }];
  }

  /** All bookings, and of what never became one those that were kept as one before. */
  private async wanted(stays: readonly ProviderStay[]): Promise<ProviderStay[]> {
    const others = stays.filter(({ booking }) => !booking).map(({ facts }) => facts);
    if (others.length === 0) return [...stays];
    const known = await this.db.rows<{ channel: string; code: string }>(
      `SELECT r.channel, r.code FROM unnest($1::text[], $2::text[]) AS t(channel, code)
       JOIN rental_reservation r ON r.channel = t.channel AND r.code = t.code`,
      [others.map(({ channel }) => channel), others.map(({ code }) => code)],
    );
    const keys = new Set(known.map(({ channel, code }) => `${channel} ${code}`));
    return stays.filter(({ booking, facts }) => booking || keys.has(`${facts.channel} ${facts.code}`));
  }
}

const NOTE = `
  INSERT INTO provider_read (connection_id, external_id, listing_id, covers_from, covers_to, read_at, job_id, counts)
  VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $6, $7::jsonb)
  ON CONFLICT (tenant_id, connection_id, external_id) DO UPDATE
    SET (listing_id, covers_from, covers_to, read_at, job_id, counts) =
      (excluded.listing_id, excluded.covers_from, excluded.covers_to, excluded.read_at, excluded.job_id, excluded.counts)`;
