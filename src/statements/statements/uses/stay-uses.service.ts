import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { formatMoney } from '../../../platform/money/index.js';
import { WITH_BALANCE } from '../balance.sql.js';
import { toSummary } from '../statement-answers.js';
import { SUMMARY, type StatementSummary } from '../statement-row.js';
import type { StayUsesResponse } from './stay-uses.dto.js';

/** More than a stay is ever stated on: each owner of it, each month, and what corrected them. */
const MOST = 200;

/** The statements that a stay is stated on. */
@Injectable()
export class StayUses {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND */
  of(reservationId: string): Promise<StayUsesResponse> {
    return this.db.transaction(async (tx) => {
      if (!(await tx.first('SELECT 1 FROM rental_reservation WHERE id = $1', [reservationId])))
        throw notFound('Reservation');
      const rows = await tx.rows<StatementSummary & { comesToMinor: number }>(USES, [reservationId, MOST]);
      return {
        statements: rows.map(({ comesToMinor, ...row }) => ({
          ...toSummary(row),
          comesTo: formatMoney(comesToMinor, row.currency),
        })),
      };
    });
  }
}

/** By its lines; a stay that was left out, or that comes to nothing, has a claim and no line. $1: the stay. */
const USES = `
  WITH used AS (
    SELECT sl.statement_id AS id, sum(l.amount_minor)::bigint AS minor
    FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id WHERE l.reservation_id = $1 GROUP BY sl.statement_id
    UNION ALL SELECT statement_id, 0 FROM stay_claim WHERE reservation_id = $1
  )
  SELECT ${SUMMARY}, u.minor AS "comesToMinor"
  FROM (SELECT id, sum(minor)::bigint AS minor FROM used GROUP BY id) u JOIN statement s ON s.id = u.id ${WITH_BALANCE}
  ORDER BY s.period_from, s.id LIMIT $2`;
