import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { ReservationFacts } from '../reservations/reservation-facts.js';
import { type Period, RESERVATION, type Reservation } from '../reservations/reservation-row.js';

/** A provider does not tell of a stay any more that it told of before. */
export const GONE = 'gone_at_source';

/** A stay that a connection has told of before. */
export interface KnownStay {
  id: string;
  channel: string;
  code: string;
  listingId: number;
  /** Id of the record that it was read from last; null: not kept. */
  externalId: string | null;
  /** The provider's listing that the record named. */
  externalListing: string | null;
  /** Stays of that listing are read for one of ours. */
  matched: boolean;
  /** It was noted already that the provider does not tell of it any more. */
  gone: boolean;
  /** Nobody but the connection, or a person, has told of it since. */
  own: boolean;
  /** It has a night, an arrival or a departure in the period, at the listing that is read. */
  asked: boolean;
}

/** Stays that a connection has told of before. */
@Injectable()
export class KnownStays {
  constructor(private readonly db: TenantDatabase) {}

  /** Those of the listing in the period, and those with one of these codes. */
  of(
    source: string,
    listingId: number,
    { from, to }: Period,
    keys: readonly Pick<ReservationFacts, 'channel' | 'code'>[],
  ): Promise<KnownStay[]> {
    return this.db.rows(KNOWN, [
      source,
      listingId,
      from,
      to,
      keys.map(({ channel }) => channel),
      keys.map(({ code }) => code),
    ]);
  }

  /** What is known of a stay, with the record that the source told last. */
  async last(source: string, id: string): Promise<{ stay: Reservation; raw: unknown }> {
    const row = await this.db.first<Reservation & { raw: unknown }>(
      `SELECT ${RESERVATION}, (SELECT v.raw FROM reservation_version v WHERE v.reservation_id = r.id AND v.source = $1
         ORDER BY v.version DESC LIMIT 1) AS raw
       FROM rental_reservation r WHERE r.id = $2`,
      [source, id],
    );
    const { raw, ...stay } = row!;
    return { stay, raw };
  }

  /** Our listing that is the provider's; undefined: none is. */
  async listing(source: string, externalId: string): Promise<number | undefined> {
    const row = await this.db.first<{ id: number }>(
      'SELECT listing_id AS id FROM listing_alias WHERE source = $1 AND external_id = $2',
      [source, externalId],
    );
    return row?.id;
  }
}

const KNOWN = `
  SELECT r.id, r.channel, r.code, r.listing_id AS "listingId", v."externalId", v."externalListing", v.gone,
    EXISTS (SELECT FROM listing_alias a WHERE a.source = $1 AND a.external_id = v."externalListing") AS matched,
    r.source IN ($1, 'manual') AS own,
    r.listing_id = $2 AND r.check_out >= $3::date AND r.check_in <= $4::date AS asked
  FROM (
    SELECT id FROM rental_reservation WHERE listing_id = $2 AND check_out >= $3::date AND check_in <= $4::date AND told ? $1
    UNION
    SELECT s.id FROM unnest($5::text[], $6::text[]) AS k(channel, code)
    CROSS JOIN LATERAL (SELECT id FROM rental_reservation WHERE channel = k.channel AND code = k.code AND told ? $1 OFFSET 0) s
  ) w
  JOIN rental_reservation r ON r.id = w.id
  CROSS JOIN LATERAL (
    SELECT coalesce(raw ->> '_id', raw ->> 'id') AS "externalId", coalesce(raw ->> 'listingId', raw ->> 'listing_id') AS "externalListing",
      facts -> 'review' ? '${GONE}' AS gone
    FROM reservation_version WHERE reservation_id = r.id AND source = $1 ORDER BY version DESC LIMIT 1
  ) v`;
