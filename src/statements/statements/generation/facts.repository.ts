import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import { RESERVATION } from '../../reservations/reservation-row.js';
import { BALANCES, payoutIsOf } from '../balance.sql.js';
import type {
  Claim,
  Decision,
  KnownExpense,
  KnownPayout,
  KnownStatement,
  KnownStay,
  OpeningBalance,
  OwnerBalance,
  Stated,
  StatementSnapshot,
  Target,
} from './facts.js';

/** All days that there are. */
export const EVER = { from: '1900-01-01' as LocalDate, to: '2200-12-31' as LocalDate };

const KNOWN = `s.id, s.number, s.series, s.version, s.state, s.listing_id AS "listingId", s.period_from AS "from",
  s.period_to AS "to", s.calculation, s.chain, s.closing_minor AS "closingMinor", s.inputs_hash AS "inputsHash",
  s.calculated_at AS "calculatedAt"`;

/** An hour: transactions that were open when a statement was calculated. @see restatement.ts */
const OPEN = `interval '1 hour'`;

/** When a stay's facts, or who owns its nights, changed last. */
const CHANGED = `greatest(r.changed_at, (SELECT max(c.changed_at) FROM ownership_change c
  WHERE c.listing_id = r.listing_id AND c.from_night < r.check_out))`;

/** The same of an expense. */
const EXPENSE_CHANGED = `greatest(e.changed_at, (SELECT max(c.changed_at) FROM ownership_change c
  WHERE c.listing_id = e.listing_id AND c.from_night <= e.day))`;

const FINAL = `('final', 'sent', 'paid')`;

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

  /**
   * Final statements of others, of before the period, on which there may be what has become the owner's by a change of ownership
   * after they were calculated, each with the listing. Not those of a time that a statement of the owner's own, or its opening
   * balance, stands for. A statement that followed a void one counts from when the first was calculated.
   */
  foreign(ownerId: number, listings: readonly number[], from: string, currency: string): Promise<Target[]> {
    return this.db.rows(
      `WITH mine AS (
         SELECT listing_id, max(changed_at) AS at FROM ownership_change
         WHERE owner_id = $1 AND listing_id = ANY ($2::int[]) GROUP BY listing_id
       ), others AS (
         SELECT DISTINCT m.listing_id, m.at, c.owner_id FROM mine m
         JOIN ownership_change c ON c.listing_id = m.listing_id AND c.owner_id <> $1
       )
       SELECT ${KNOWN.replace('s.calculated_at', 'first.at')}, o.listing_id AS "foreignListing",
         jsonb_build_object('versions', '{}'::jsonb,
           'rates', CASE WHEN s.currency = $4 THEN s.snapshot -> 'rates' ELSE '{}'::jsonb END) AS snapshot
       FROM others o
       JOIN statement s ON s.owner_id = o.owner_id AND s.state IN ${FINAL} AND s.period_to < $3::date
         AND (s.listing_id = o.listing_id
           OR (s.listing_id IS NULL AND s.parties -> 'listings' @> jsonb_build_array(jsonb_build_object('id', o.listing_id))))
       CROSS JOIN LATERAL (
         SELECT min(v.calculated_at) AS at FROM statement v
         WHERE v.owner_id = s.owner_id AND v.scope = s.scope AND v.calculation = s.calculation
           AND (v.period_from, v.period_to) = (s.period_from, s.period_to)
       ) first
       WHERE o.at >= first.at - ${OPEN}
         AND (NOT EXISTS (
             SELECT FROM statement m WHERE m.owner_id = $1 AND m.state <> 'void' AND m.period_from <= s.period_from
               AND m.period_to >= s.period_to AND (m.listing_id IS NULL OR m.listing_id = o.listing_id))
           -- Once the owner was told its part of it, that is corrected in the same way.
           OR EXISTS (
             SELECT FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
             WHERE l.corrects_statement_id = s.id AND l.owner_id = $1))
         AND NOT EXISTS (
           SELECT FROM ledger_line b WHERE b.owner_id = $1 AND b.kind = 'opening' AND b.day >= s.period_to
             AND (b.listing_id IS NULL OR b.listing_id = o.listing_id))
       ORDER BY s.period_to, s.period_from, s.id, o.listing_id`,
      [ownerId, listings, from, currency],
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
         SELECT r.id FROM ownership_change c
         JOIN final f ON c.changed_at >= f.at
         JOIN rental_reservation r ON r.listing_id = c.listing_id AND r.check_out > c.from_night
           AND r.check_out >= f.period_from AND r.check_in <= f.period_to
         WHERE c.listing_id = ANY ($1::int[]) AND c.changed_at >= (SELECT min(at) FROM final)
         UNION
         SELECT r.id FROM final f
         JOIN statement_line sl ON sl.statement_id = f.id AND sl.active
         JOIN ledger_line l ON l.id = sl.ledger_line_id AND l.listing_id = ANY ($1::int[])
         JOIN rental_reservation r ON r.id = l.reservation_id AND r.changed_at >= f.at
       )
       SELECT ${RESERVATION.replace('r.changed_at', CHANGED)} FROM rental_reservation r JOIN wanted USING (id) ORDER BY r.check_in, r.id`,
      [listings, from, to, ...columns],
    );
  }

  /** Of other statements than the current one, and those that rest for it. */
  claims(ownerId: number, stays: readonly string[], currentId: string | null): Promise<Claim[]> {
    return this.db.rows(
      `SELECT c.id, c.reservation_id AS "reservationId", lower(c.days) AS "from", upper(c.days) AS "to",
         c.for_statement_id AS "forStatementId", CASE WHEN s.owner_id = c.owner_id THEN s.number ELSE h.number END AS number
       FROM stay_claim c JOIN statement s ON s.id = c.for_statement_id JOIN statement h ON h.id = c.statement_id
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
         coalesce(l.adjusted_kind, l.kind) AS kind, sum(l.amount_minor)::bigint AS "amountMinor",
         array_agg(DISTINCT l.listing_id) AS "listingIds"
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
   * was calculated; of that, nothing that an opening balance stands for.
   */
  expenses(
    ownerId: number,
    listings: readonly number[],
    { from, to }: { from: string; to: string },
    since: { day: LocalDate; at: Date } | null,
    currentId: string | null,
  ): Promise<KnownExpense[]> {
    return this.db.rows(
      `WITH wanted AS (
         SELECT e.id, e.listing_id FROM owner_expense e
         WHERE e.listing_id = ANY ($2::int[]) AND (e.owner_id IS NULL OR e.owner_id = $1) AND e.day <= $4
           AND e.day >= least($3::date, $5::date)
           AND (e.day >= $3 OR (${EXPENSE_CHANGED} >= $6::timestamptz - ${OPEN} AND NOT EXISTS (
             SELECT FROM ledger_line b WHERE b.owner_id = $1 AND b.kind = 'opening' AND b.day >= e.day
               AND (b.listing_id IS NULL OR b.listing_id = e.listing_id))))
         UNION
         -- Told to the owner for good, and changed since, whosever and of whatever day it is now.
         SELECT l.expense_id, l.listing_id FROM ledger_line l
         JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
         JOIN statement s ON s.id = sl.statement_id AND s.state IN ${FINAL}
         JOIN owner_expense e ON e.id = l.expense_id AND ${EXPENSE_CHANGED} >= $6::timestamptz - ${OPEN}
         WHERE l.owner_id = $1 AND l.expense_id IS NOT NULL AND l.listing_id = ANY ($2::int[])
       )
       SELECT e.id, w.listing_id AS "listingId", e.owner_id AS "ownerId", e.category, e.description, e.vendor, e.day,
         e.amount_minor AS "amountMinor", e.currency, e.voided_at IS NOT NULL OR e.listing_id <> w.listing_id AS gone,
         t.minor AS "statedMinor", t.statement_id AS "statedOn", coalesce(t.listed, false) AS listed, t.day AS "statedDay"
       FROM wanted w JOIN owner_expense e ON e.id = w.id
       -- What an open statement lists may still become another: only what final ones have told is stated.
       LEFT JOIN LATERAL (
         SELECT sum(l.amount_minor) FILTER (WHERE mine AND told)::bigint AS minor,
           (array_agg(coalesce(l.corrects_statement_id, sl.statement_id) ORDER BY l.created_at, l.id) FILTER (WHERE mine AND told))[1]
             AS statement_id,
           bool_or(mine AND NOT told) AS listed,
           (array_agg(l.day ORDER BY l.created_at, l.id) FILTER (WHERE told AND l.kind = 'expense'))[1] AS day
         FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
         JOIN statement s ON s.id = sl.statement_id
         CROSS JOIN LATERAL (SELECT l.owner_id = $1 AS mine, s.state IN ${FINAL} AS told) of
         WHERE l.expense_id = e.id AND l.listing_id = w.listing_id AND sl.statement_id IS DISTINCT FROM $7::uuid
       ) t ON true
       ORDER BY e.day, e.id, w.listing_id`,
      [ownerId, listings, from, to, since?.day ?? null, since?.at ?? null, currentId],
    );
  }

  /** What was paid out until the period's end and no other statement has taken into account; what was taken back, negative. */
  payouts(
    ownerId: number,
    listingId: number | null,
    { from, to }: { from: string; to: string },
    since: LocalDate | null,
    currentId: string | null,
  ): Promise<KnownPayout[]> {
    return this.db.rows(
      `SELECT p.id, p.day, due.minor AS "amountMinor", p.reference
       FROM owner_payout p
       CROSS JOIN LATERAL (
         SELECT (CASE WHEN p.voided_at IS NULL THEN p.amount_minor ELSE 0 END - coalesce(sum(sp.amount_minor), 0))::bigint AS minor,
           count(*) > 0 AS counted, coalesce(bool_or(q.scope = coalesce($2::int, 0)), false) AS here
         FROM statement_payout sp JOIN statement q ON q.id = sp.statement_id
         WHERE sp.payout_id = p.id AND sp.active AND sp.statement_id IS DISTINCT FROM $6::uuid
       ) due
       WHERE p.owner_id = $1 AND p.day <= $4 AND (p.statement_id IS NOT NULL OR p.day >= least($3::date, $5::date)) AND due.minor <> 0
         AND ${payoutIsOf('coalesce($2::int, 0)')}
       ORDER BY p.day, p.id`,
      [ownerId, listingId, from, to, since, currentId],
    );
  }

  /** What the owner is owed by scope, by its last final statements. */
  balances(ownerId: number): Promise<OwnerBalance[]> {
    return this.db.rows(BALANCES, [ownerId]);
  }

  /** Whether something was paid for the statement, and not taken back: how much. */
  async paidFor(statementId: string): Promise<number> {
    const row = await this.db.first<{ minor: number }>(
      `SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM owner_payout WHERE statement_id = $1 AND voided_at IS NULL`,
      [statementId],
    );
    return row!.minor;
  }

  /** What the owner was owed when its statements began here. */
  opening(ownerId: number, listingId: number | null): Promise<OpeningBalance | undefined> {
    return this.db.first<OpeningBalance>(
      `SELECT id, amount_minor AS "amountMinor", day, description AS note FROM ledger_line
       WHERE owner_id = $1 AND kind = 'opening' AND listing_id IS NOT DISTINCT FROM $2`,
      [ownerId, listingId],
    );
  }
}
