import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import { RESERVATION } from '../../reservations/reservation-row.js';
import type {
  Claim,
  Decision,
  KnownExpense,
  KnownPayout,
  KnownStatement,
  KnownStay,
  Stated,
  StatementSnapshot,
} from './facts.js';

const KNOWN = `s.id, s.number, s.series, s.version, s.state, s.listing_id AS "listingId", s.period_from AS "from",
  s.period_to AS "to", s.calculation, s.chain, s.closing_minor AS "closingMinor", s.inputs_hash AS "inputsHash",
  s.calculated_at AS "calculatedAt"`;

/** An hour: transactions that were open when a statement was calculated. @see restatement.ts */
const OPEN = `interval '1 hour'`;

/** What statements are made of, each kind in one statement whatever the number of stays. */
@Injectable()
export class StatementFactsRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** Until the transaction ends, nobody changes who owns the listings: as everywhere, listings are locked before owners. */
  async lockListings(ids: readonly number[]): Promise<{ id: number; name: string; code: string }[]> {
    return this.db.rows('SELECT id, name, code FROM listing WHERE id = ANY ($1::int[]) ORDER BY id FOR SHARE', [ids]);
  }

  /** All of the owner's, void ones too, by period. */
  statements(ownerId: number): Promise<KnownStatement[]> {
    return this.db.rows(
      `SELECT ${KNOWN} FROM statement s WHERE s.owner_id = $1 ORDER BY s.period_to, s.period_from, s.series, s.version`,
      [ownerId],
    );
  }

  snapshots(ids: readonly string[]): Promise<{ id: string; snapshot: StatementSnapshot }[]> {
    return this.db.rows('SELECT id, snapshot FROM statement WHERE id = ANY ($1::uuid[])', [ids]);
  }

  /** Stays that touch the period, and stays that were changed since a final statement that they are, or should be, on. */
  stays(
    listings: readonly number[],
    { from, to }: { from: string; to: string },
    finals: readonly KnownStatement[],
  ): Promise<KnownStay[]> {
    const columns = [
      finals.map(({ id }) => id),
      finals.map((one) => one.from),
      finals.map((one) => one.to),
      finals.map(({ calculatedAt }) => calculatedAt),
    ];
    return this.db.rows(
      `WITH final AS (
         SELECT id, period_from, period_to, at - ${OPEN} AS at
         FROM unnest($4::uuid[], $5::date[], $6::date[], $7::timestamptz[]) AS t(id, period_from, period_to, at)
       ), wanted AS (
         SELECT r.id FROM rental_reservation r
         WHERE r.listing_id = ANY ($1::int[]) AND r.check_out >= $2 AND r.check_in <= $3
         UNION
         SELECT r.id FROM rental_reservation r
         JOIN final f ON r.changed_at >= f.at AND r.check_out >= f.period_from AND r.check_in <= f.period_to
         WHERE r.listing_id = ANY ($1::int[]) AND r.changed_at >= (SELECT min(at) FROM final)
         UNION
         SELECT r.id FROM final f
         JOIN statement_line sl ON sl.statement_id = f.id AND sl.active
         JOIN ledger_line l ON l.id = sl.ledger_line_id AND l.listing_id = ANY ($1::int[])
         JOIN rental_reservation r ON r.id = l.reservation_id AND r.changed_at >= f.at
       )
       SELECT ${RESERVATION} FROM rental_reservation r JOIN wanted USING (id) ORDER BY r.check_in, r.id`,
      [listings, from, to, ...columns],
    );
  }

  /** Of other statements than the current one, and those that rest for it. */
  claims(ownerId: number, stays: readonly string[], currentId: string | null): Promise<Claim[]> {
    return this.db.rows(
      `SELECT c.id, c.reservation_id AS "reservationId", lower(c.days) AS "from", upper(c.days) AS "to",
         c.for_statement_id AS "forStatementId", s.number
       FROM stay_claim c JOIN statement s ON s.id = c.for_statement_id
       WHERE c.owner_id = $1 AND c.reservation_id = ANY ($2::uuid[]) AND c.active
         AND c.statement_id IS DISTINCT FROM $3::uuid AND (c.replaced_by IS NULL OR c.replaced_by = $3::uuid)
       ORDER BY c.reservation_id, c.days`,
      [ownerId, stays, currentId],
    );
  }

  /** What active statements but the current one say of stays, corrections counted for the statement that they correct. */
  stated(ownerId: number, stays: readonly string[], currentId: string | null): Promise<Stated[]> {
    return this.db.rows(
      `SELECT coalesce(l.corrects_statement_id, sl.statement_id) AS "statementId", l.reservation_id AS "reservationId",
         coalesce(l.adjusted_kind, l.kind) AS kind, sum(l.amount_minor)::bigint AS "amountMinor"
       FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
       WHERE l.owner_id = $1 AND l.reservation_id = ANY ($2::uuid[]) AND sl.statement_id IS DISTINCT FROM $3::uuid
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
      [ownerId, stays, currentId],
    );
  }

  decisions(statements: readonly string[]): Promise<Decision[]> {
    return this.db.rows(
      `SELECT id, statement_id AS "statementId", kind, listing_id AS "listingId", reservation_id AS "reservationId",
         amount_minor AS "amountMinor", day, description, reason
       FROM statement_adjustment WHERE statement_id = ANY ($1::uuid[]) ORDER BY created_at, id`,
      [statements],
    );
  }

  /**
   * What was spent in the period, and, where there are final statements already, what was told or changed since the first of them
   * was calculated.
   */
  expenses(
    ownerId: number,
    listings: readonly number[],
    { from, to }: { from: string; to: string },
    since: { day: LocalDate; at: Date } | null,
    currentId: string | null,
  ): Promise<KnownExpense[]> {
    return this.db.rows(
      `SELECT e.id, e.listing_id AS "listingId", e.owner_id AS "ownerId", e.category, e.description, e.vendor, e.day,
         e.amount_minor AS "amountMinor", e.currency, e.voided_at IS NOT NULL AS voided, t.minor AS "statedMinor",
         t.statement_id AS "statedOn"
       FROM owner_expense e
       LEFT JOIN LATERAL (
         SELECT sum(l.amount_minor)::bigint AS minor,
           (array_agg(coalesce(l.corrects_statement_id, sl.statement_id) ORDER BY l.created_at, l.id))[1] AS statement_id
         FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
         WHERE l.expense_id = e.id AND l.owner_id = $1 AND sl.statement_id IS DISTINCT FROM $7::uuid
       ) t ON true
       WHERE e.listing_id = ANY ($2::int[]) AND (e.owner_id IS NULL OR e.owner_id = $1 OR t.minor IS NOT NULL)
         AND e.day <= $4 AND (e.day >= $3 OR (e.day >= $5::date AND e.changed_at >= $6::timestamptz - ${OPEN}))
       ORDER BY e.day, e.id`,
      [ownerId, listings, from, to, since?.day ?? null, since?.at ?? null, currentId],
    );
  }

  /** What was paid out until the period's end and no other statement has taken into account; what was taken back, negative. */
  payouts(
    ownerId: number,
    listingId: number | null,
    onlyListing: boolean,
    { from, to }: { from: string; to: string },
    since: LocalDate | null,
    currentId: string | null,
  ): Promise<KnownPayout[]> {
    return this.db.rows(
      `SELECT p.id, p.day, due.minor AS "amountMinor", p.reference
       FROM owner_payout p
       LEFT JOIN statement s ON s.id = p.statement_id
       CROSS JOIN LATERAL (
         SELECT (CASE WHEN p.voided_at IS NULL THEN p.amount_minor ELSE 0 END - coalesce(sum(sp.amount_minor), 0))::bigint AS minor
         FROM statement_payout sp WHERE sp.payout_id = p.id AND sp.active AND sp.statement_id IS DISTINCT FROM $7::uuid
       ) due
       WHERE p.owner_id = $1 AND p.day <= $5 AND p.day >= least($4::date, $6::date) AND due.minor <> 0
         AND ($2::int IS NULL OR p.listing_id = $2 OR (p.listing_id IS NULL AND ($3 OR s.listing_id = $2)))
       ORDER BY p.day, p.id`,
      [ownerId, listingId, onlyListing, from, to, since, currentId],
    );
  }

  /** What the owner was owed when its statements began here. */
  async opening(ownerId: number, listingId: number | null): Promise<number> {
    const row = await this.db.first<{ amountMinor: number }>(
      `SELECT amount_minor AS "amountMinor" FROM ledger_line
       WHERE owner_id = $1 AND kind = 'opening' AND listing_id IS NOT DISTINCT FROM $2 ORDER BY created_at DESC, id DESC LIMIT 1`,
      [ownerId, listingId],
    );
    return row?.amountMinor ?? 0;
  }
}
