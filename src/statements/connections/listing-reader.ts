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
import { apart, codeApart, keyOf, withCode } from './stays-apart.js';

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
    const keys = stays.flatMap((stay) => [stay.facts, { channel: stay.facts.channel, code: codeApart(stay) }]);
    const known = await this.known.of(session.source, listing.listingId, period, keys);
    const asked = new Set([
      ...stays.map(({ externalId }) => externalId),
      ...known.filter((one) => one.asked).map(({ externalId }) => externalId),
    ]);
    const missing = await this.missing(session, listing, { known, parts, all });
    const gone = new Set(missing.filter(({ found }) => !found).map(({ one }) => one.id));
    const now = known.map((one) => (gone.has(one.id) ? { ...one, gone: true } : one));
    const read = apart(all, now, { listingId: listing.listingId, parts }).filter(({ externalId }) =>
      asked.has(externalId),
    );
    const told = (await this.wanted(read)).map(({ facts, raw }): Told => ({
      facts: { ...facts, listingId: listing.listingId },
      raw,
    }));
    const ignored = read.length - told.length;
    // What is gone and was made anew at the provider, with the same code, is not gone.
    const codes = new Set(told.map(({ facts }) => keyOf(facts)));
    for (const { one, found } of missing)
      if (found) told.push(found);
      else if (one.own && !codes.has(keyOf(one))) told.push(await this.gone(session, one));
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
   * Stays of the period that the connection told of before and does not list any more. Each may have moved to other days, or to
   * another listing (`found`). Stays of a listing of the provider that is not read now are none of these: those of another one that
   * is matched with the same listing are told with that, and those of one that is not matched any more stay as they are.
   */
  private async missing(
    session: ProviderSession,
    { listingId, currency }: MappedListing,
    { known, parts, all }: { known: readonly KnownStay[]; parts: readonly string[]; all: readonly ProviderStay[] },
  ): Promise<{ one: KnownStay; found: Told | undefined }[]> {
    const seen = new Set(all.map(({ externalId }) => externalId));
    const missing: { one: KnownStay; found: Told | undefined }[] = [];
    for (const one of known) {
      const { asked, gone, externalId, externalListing } = one;
      if (!asked || gone || externalId === null || seen.has(externalId)) continue;
      if (externalListing !== null && !parts.includes(externalListing)) continue;
      const found = await this.providers.get(session.provider).stay(session, externalId, currency);
      const moved = found && (await this.known.listing(session.source, found.listing));
      const at = found && parts.includes(found.listing) ? listingId : moved;
      if (!found || at === undefined) missing.push({ one, found: undefined });
      else {
        const { facts, raw } = withCode(found.stay, one.code);
        missing.push({ one, found: { facts: { ...facts, listingId: at }, raw } });
      }
    }
    return missing;
  }

  /** What was known last, for a person to look at; what a file has told of it since stands. */
  private async gone({ source }: ProviderSession, { id }: KnownStay): Promise<Told> {
    const { stay, raw } = await this.known.last(source, id);
    const facts = factsOf(stay);
    return { facts: { ...facts, review: [...new Set([...facts.review, GONE])].sort() }, raw };
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
