import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';

import { storableJson } from '../../platform/database/storable-text.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { checked } from './reservation-checks.js';
import { contentHash, type ReservationFacts } from './reservation-facts.js';
import { type Period, RESERVATION, type Reservation } from './reservation-row.js';

/** One stay to be kept: what is told of it and the record it was read from. */
export interface Told {
  facts: ReservationFacts;
  /** Row of a file or answer of a provider, kept with the version. */
  raw?: unknown;
}

/** How many stays were new, had changed, or were known as told. */
export interface Kept {
  added: number;
  changed: number;
  same: number;
  /** Ids in the order in which the stays were told. */
  ids: string[];
}

/** Who decided on it, and why. */
export interface Decision {
  by: string | null;
  reason?: string;
}

/**
 * The stays of a tenant, whoever told them. A stay is known by its channel and code, so that a file and a provider that tell of the
 * same stay make one. What a source has not told before makes a new version; what it told last time and tells again changes
 * nothing, also when another source, or a person, has said something else since.
 */
@Injectable()
export class ReservationStore {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Keeps what a source tells, in one statement for each thousand or so. A stay told twice in one call: the last counts. Stays are
   * locked in the order of channel and code. What does not add up is kept with a code that says so.
   * @param source hostify, airbnb-file …
   * @param by the user, when a person told it
   */
  put(source: string, told: readonly Told[], by: string | null = null): Promise<Kept> {
    return this.keep(
      source,
      told.map(({ facts, raw }) => ({ facts: checked(facts), raw })),
      { by },
    );
  }

  /** As put(), with the review codes as they are: for what a person has looked at. */
  async keep(source: string, told: readonly Told[], { by, reason }: Decision): Promise<Kept> {
    if (told.length === 0) return { added: 0, changed: 0, same: 0, ids: [] };
    const last = new Map(told.map((one) => [keyOf(one.facts), one]));
    const rows = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { facts, raw }]) => row(facts, raw));
    const kept = await this.db.rows<{ id: string; channel: string; code: string; version: number; wrote: boolean }>(
      PUT,
      [storableJson(rows), source, by, reason ?? null],
    );
    const ids = new Map(kept.map((one) => [keyOf(one), one.id]));
    const wrote = kept.filter((one) => one.wrote);
    const added = wrote.filter(({ version }) => version === 1).length;
    return {
      added,
      changed: wrote.length - added,
      same: kept.length - wrote.length,
      ids: told.map(({ facts }) => ids.get(keyOf(facts))!),
    };
  }

  /** Stays of a listing with a night, an arrival or a departure in the period, by arrival. */
  touching(listingId: number, { from, to }: Period): Promise<Reservation[]> {
    return this.db.rows<Reservation>(
      `SELECT ${RESERVATION} FROM rental_reservation r
       WHERE r.listing_id = $1 AND r.check_out >= $2 AND r.check_in <= $3 ORDER BY r.check_in, r.id`,
      [listingId, from, to],
    );
  }
}

const keyOf = ({ channel, code }: { channel: string; code: string }) => `${channel} ${code}`;

function row(facts: ReservationFacts, raw: unknown) {
  return { id: newId(), ...facts, content_hash: contentHash(facts), facts, raw: raw ?? null };
}

const COLUMNS = `listing_id, channel, code, status, source_status, guest, booked_on, check_in, check_out, currency, rent_minor,
  cleaning_minor, extras_minor, tax_minor, tax_remitted_by, channel_fee_minor, payment_fee_minor, payout_minor, paid_to_owner,
  review`;

/**
 * Only what its source has not told before is written, so that telling the same again costs a read. A person (`manual`) may say
 * again what was said before: it is written whenever it differs from what is known now.
 */
const PUT = `
  WITH told AS (
    SELECT t.* FROM jsonb_to_recordset($1::jsonb) AS t(
      id uuid, "listingId" integer, channel text, code text, status text, "sourceStatus" text, guest text, "bookedOn" date,
      "checkIn" date, "checkOut" date, currency text, "rentMinor" bigint, "cleaningMinor" bigint, "extrasMinor" bigint,
      "taxMinor" bigint, "taxRemittedBy" text, "channelFeeMinor" bigint, "paymentFeeMinor" bigint, "payoutMinor" bigint,
      "paidToOwner" boolean, review jsonb, content_hash text, facts jsonb, raw jsonb)
  ), written AS (
    INSERT INTO rental_reservation AS r (id, ${COLUMNS}, content_hash, source, told)
    SELECT id, "listingId", channel, code, status, "sourceStatus", guest, "bookedOn", "checkIn", "checkOut", currency, "rentMinor",
      "cleaningMinor", "extrasMinor", "taxMinor", "taxRemittedBy", "channelFeeMinor", "paymentFeeMinor", "payoutMinor",
      "paidToOwner", ARRAY(SELECT jsonb_array_elements_text(review)), content_hash, $2, jsonb_build_object($2::text, content_hash)
    FROM told ORDER BY channel, code
    ON CONFLICT ON CONSTRAINT rental_reservation_code_key DO UPDATE
      SET (${COLUMNS}, content_hash, source, told, version, changed_at) =
        (excluded.listing_id, excluded.channel, excluded.code, excluded.status, excluded.source_status, excluded.guest,
         excluded.booked_on, excluded.check_in, excluded.check_out, excluded.currency, excluded.rent_minor,
         excluded.cleaning_minor, excluded.extras_minor, excluded.tax_minor, excluded.tax_remitted_by,
         excluded.channel_fee_minor, excluded.payment_fee_minor, excluded.payout_minor, excluded.paid_to_owner,
         excluded.review, excluded.content_hash,
         -- A source that tells what is known already is only noted.
         CASE WHEN r.content_hash = excluded.content_hash THEN r.source ELSE excluded.source END,
         r.told || excluded.told,
         r.version + (r.content_hash <> excluded.content_hash)::int,
         CASE WHEN r.content_hash = excluded.content_hash THEN r.changed_at ELSE clock_timestamp() END)
      WHERE CASE WHEN $2 = 'manual' THEN r.content_hash ELSE r.told ->> $2 END IS DISTINCT FROM excluded.content_hash
    RETURNING r.id, r.channel, r.code, r.version, r.content_hash
  ), versions AS (
    INSERT INTO reservation_version (reservation_id, version, content_hash, facts, raw, source, created_by, reason)
    SELECT w.id, w.version, w.content_hash, t.facts, t.raw, $2, $3::uuid, $4
    FROM written w JOIN told t USING (channel, code)
    -- The number is taken where nothing but the source was new.
    ON CONFLICT DO NOTHING
    RETURNING reservation_id AS id
  )
  SELECT COALESCE(w.id, r.id) AS id, t.channel, t.code, COALESCE(w.version, r.version) AS version, v.id IS NOT NULL AS wrote
  FROM told t
  LEFT JOIN written w USING (channel, code)
  LEFT JOIN versions v ON v.id = w.id
  LEFT JOIN rental_reservation r ON r.channel = t.channel AND r.code = t.code`;
