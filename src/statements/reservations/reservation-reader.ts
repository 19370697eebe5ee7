import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { containing } from '../../platform/database/like-pattern.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { ReservationFacts, ReservationStatus } from './reservation-facts.js';
import { RESERVATION, type Reservation } from './reservation-row.js';

/** A content that a stay has, or has had. */
export interface ReservationVersion {
  version: number;
  source: string;
  /** The user, when a person said it. */
  createdBy: string | null;
  /** Why, when a person decided it. */
  reason: string | null;
  createdAt: Date;
  facts: ReservationFacts;
  /** Row of a file or answer of a provider. */
  raw: unknown;
}

export interface ReservationFilter {
  listingId?: number;
  /** With a night, an arrival or a departure in [from, to]. */
  from?: LocalDate;
  to?: LocalDate;
  status?: ReservationStatus;
  /** Only those that a person has to look at, or only the others. */
  review?: boolean;
  /** Part of the code or of the guest's name. */
  search?: string;
}

/** More than a stay ever has, unless its source is out of order. */
const MOST_VERSIONS = 200;

@Injectable()
export class ReservationReader {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<Reservation> {
    const stay = await this.db.first<Reservation>(`SELECT ${RESERVATION} FROM rental_reservation r WHERE r.id = $1`, [
      id,
    ]);
    if (!stay) throw notFound('Reservation');
    return stay;
  }

  /** Until the transaction ends nobody changes it. @throws AppError NOT_FOUND */
  async locked(id: string): Promise<Reservation> {
    const stay = await this.db.first<Reservation>(
      `SELECT ${RESERVATION} FROM rental_reservation r WHERE r.id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    if (!stay) throw notFound('Reservation');
    return stay;
  }

  /** By arrival. */
  async page(
    filter: ReservationFilter,
    limit: number,
    offset: number,
  ): Promise<{ rows: Reservation[]; total: number }> {
    const { listingId, from, to, status, review, search } = filter;
    const rows = await this.db.rows<Reservation & { total: number }>(
      `SELECT ${RESERVATION}, count(*) OVER () AS total FROM rental_reservation r
       WHERE ($1::int IS NULL OR r.listing_id = $1) AND ($2::date IS NULL OR r.check_out >= $2)
         AND ($3::date IS NULL OR r.check_in <= $3) AND ($4::text IS NULL OR r.status = $4)
         AND ($5::boolean IS NULL OR $5 = (r.status = 'needs_review' OR r.review <> '{}'))
         AND ($6::text IS NULL OR r.code ILIKE $6 OR r.guest ILIKE $6)
       ORDER BY r.check_in, r.id LIMIT $7 OFFSET $8`,
      [
        listingId ?? null,
        from ?? null,
        to ?? null,
        status ?? null,
        review ?? null,
        search === undefined ? null : containing(search),
        ...[limit, offset],
      ],
    );
    return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
  }

  /** The last first. */
  versions(id: string): Promise<ReservationVersion[]> {
    return this.db.rows<ReservationVersion>(
      `SELECT version, source, created_by AS "createdBy", reason, created_at AS "createdAt", facts, raw
       FROM reservation_version WHERE reservation_id = $1 ORDER BY version DESC LIMIT $2`,
      [id, MOST_VERSIONS],
    );
  }
}
