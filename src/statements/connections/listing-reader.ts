import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Period } from '../reservations/reservation-row.js';
import { checked, needsReview } from '../reservations/reservation-checks.js';
import { ReservationStore, type Told } from '../reservations/reservation-store.js';
import type { ProviderStay } from './provider/provider.js';
import type { ProviderSession } from './provider/provider-session.js';
import { ProviderRegistry } from './provider-registry.js';

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
    const { stays, parts } = await this.providers.get(session.provider).stays(session, listing, period);
    // From here on everything is known; a failure of a write leaves what was written, and the reading is not noted.
    const wanted = await this.wanted(stays);
    const told = wanted.map(({ facts, raw }): Told => ({ facts: { ...facts, listingId: listing.listingId }, raw }));
    const counts: ReadCounts = {
      read: stays.length,
      added: 0,
      changed: 0,
      same: 0,
      needsReview: told.filter(({ facts }) => needsReview(checked(facts))).length,
      ignored: stays.length - wanted.length,
    };
    // In the order in which the store locks, so that two readings that overlap never wait for each other in a circle.
    told.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
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

const keyOf = ({ facts: { channel, code } }: Told) => `${channel} ${code}`;

const NOTE = `
  INSERT INTO provider_read (connection_id, external_id, listing_id, covers_from, covers_to, read_at, job_id, counts)
  VALUES ($1, $2, $3, $4, $5, clock_timestamp(), $6, $7::jsonb)
  ON CONFLICT (tenant_id, connection_id, external_id) DO UPDATE
    SET (listing_id, covers_from, covers_to, read_at, job_id, counts) =
      (excluded.listing_id, excluded.covers_from, excluded.covers_to, excluded.read_at, excluded.job_id, excluded.counts)`;
