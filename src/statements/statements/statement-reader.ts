import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { invalid, notFound } from '../../platform/errors/app-error.js';
import { WITH_BALANCE } from './balance.sql.js';
import { payable } from './calculation/totals.js';
import type { StatementSnapshot } from './generation/facts.js';
import {
  STATEMENT,
  type StatementPage,
  type StatementRow,
  type StatementsFilter,
  SUMMARY,
  type StatementSummary,
} from './statement-row.js';
import type { StatementLine, StatementView } from './statement-types.js';

/** Columns of ledger_line `l` under the names of StatementLine. */
export const LINE = `l.id, l.kind, l.adjusted_kind AS "adjustedKind", l.listing_id AS "listingId",
  l.reservation_id AS "reservationId", l.day AS date,
  CASE WHEN l.nights IS NOT NULL THEN jsonb_build_object('from', lower(l.nights), 'to', upper(l.nights), 'count', l.night_count,
    'of', l.night_of) END AS nights,
  l.amount_minor AS "amountMinor",
  CASE WHEN l.original_currency IS NOT NULL THEN jsonb_build_object('amountMinor', l.original_minor, 'currency',
    l.original_currency, 'rate', trim_scale(l.fx_rate)::text, 'rateDate', l.fx_date, 'rateSource', l.fx_source) END AS original,
  l.description, l.corrects_statement_id AS "correctsStatementId", l.reasoning -> 'shares' AS shares`;

/** Reads statements as they were kept. */
@Injectable()
export class StatementReader {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  view(id: string): Promise<StatementView> {
    return this.db.transaction(async (tx) => {
      const row = await this.row(id);
      const lines = await tx.rows<StatementLine>(
        `SELECT ${LINE} FROM statement_line sl JOIN ledger_line l ON l.id = sl.ledger_line_id
         WHERE sl.statement_id = $1 ORDER BY sl.position`,
        [id],
      );
      const payouts = await tx.rows<StatementView['payouts'][number]>(
        `SELECT day AS date, amount_minor AS "amountMinor", reference FROM statement_payout
         WHERE statement_id = $1 ORDER BY day, payout_id`,
        [id],
      );
      const { parties, snapshot, finalisedAt, calculatedAt, ownerId: _, listingId: __, ...kept } = row;
      const { id: ownerId, name, address, locale } = parties.owner;
      return {
        ...kept,
        owner: { id: ownerId, name, address, locale },
        manager: parties.manager,
        shares: snapshot.shares ?? [],
        listings: [...parties.listings].sort((a, b) => (a.name < b.name ? -1 : 1)),
        ...payable(row.closingMinor, row.reserveMinor),
        ...{ lines, payouts, agreements: agreementsOf(row, snapshot) },
        calculatedAt: calculatedAt.toISOString(),
        finalisedAt: finalisedAt && finalisedAt.toISOString(),
      };
    });
  }

  /** @throws AppError NOT_FOUND */
  async row(id: string): Promise<StatementRow> {
    const row = await this.db.first<StatementRow>(`SELECT ${STATEMENT} FROM statement s WHERE s.id = $1`, [id]);
    if (!row) throw notFound('Statement');
    return row;
  }

  /** @throws AppError NOT_FOUND */
  async summary(id: string): Promise<StatementSummary> {
    const row = await this.db.first<StatementSummary>(
      `SELECT ${SUMMARY} FROM statement s ${WITH_BALANCE} WHERE s.id = $1`,
      [id],
    );
    if (!row) throw notFound('Statement');
    return row;
  }

  /** Latest periods first. @throws AppError VALIDATION_FAILED for a cursor that no page gave */
  async list({ ownerId, listingId, state, unpaid, from, to, limit, cursor }: StatementsFilter): Promise<StatementPage> {
    const [afterFrom, afterId] = cursor === undefined ? [null, null] : readCursor(cursor);
    const rows = await this.db.rows<StatementSummary>(
      `SELECT ${SUMMARY} FROM statement s ${WITH_BALANCE}
       WHERE ($1::int IS NULL OR s.owner_id = $1) AND ($2::int IS NULL OR s.listing_id = $2) AND ($3::text IS NULL OR s.state = $3)
         AND ($4::date IS NULL OR s.period_to >= $4) AND ($5::date IS NULL OR s.period_from <= $5)
         AND (NOT $9::bool OR (s.state IN ('final', 'sent') AND own.left_minor > 0))
         AND ($6::date IS NULL OR (s.period_from, s.id) < ($6::date, $7::uuid))
       ORDER BY s.period_from DESC, s.id DESC LIMIT $8`,
      [
        ...[ownerId ?? null, listingId ?? null, state ?? null, from ?? null, to ?? null, afterFrom, afterId, limit + 1],
        unpaid ?? false,
      ],
    );
    const statements = rows.slice(0, limit);
    const last = statements.at(-1);
    return { statements, nextCursor: rows.length > limit && last ? `${last.from}_${last.id}` : null };
  }
}

const CURSOR = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function readCursor(cursor: string): [string, string] {
  const [, from, id] = CURSOR.exec(cursor) ?? [];
  if (!from || !id) throw invalid('cursor', 'cursor must be the nextCursor of a page');
  return [from, id];
}

/** Versions that were valid in the period. */
function agreementsOf({ from, to }: StatementRow, { versions }: StatementSnapshot): StatementView['agreements'] {
  return Object.values(versions)
    .flat()
    .filter((version) => version.from <= to && (version.to === null || version.to >= from))
    .map(({ listingId, terms, ...version }) => ({
      ...{ listingId, feePercent: terms.feePercent, feeBase: terms.feeBase, from: version.from, to: version.to },
    }));
}
