import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { PenaltyTerms } from './penalty.js';

export interface PenaltyRuleRow {
  id: number;
  hotelId: number;
  name: string;
  percent: string;
  nights: number | null;
  flatMinor: number;
  capToStay: boolean;
  taxCode: string | null;
  isDefault: boolean;
  active: boolean;
}

export type PenaltyRuleValues = Omit<PenaltyRuleRow, 'id'>;

const COLUMNS = `id, hotel_id AS "hotelId", name, percent, nights, flat_minor AS "flatMinor", cap_to_stay AS "capToStay",
  tax_code AS "taxCode", is_default AS "isDefault", active`;

/** A rule's words, its tax with the rate of today. */
const TERMS = `jsonb_build_object('ruleId', r.id, 'name', r.name, 'percent', r.percent::text, 'nights', r.nights,
  'flatMinor', r.flat_minor, 'capToStay', r.cap_to_stay, 'tax', CASE WHEN t.code IS NOT NULL THEN
    jsonb_build_object('code', t.code, 'rate', t.rate::text, 'treatment', t.treatment) END) AS terms`;

@Injectable()
export class PenaltyRulesRepository {
  constructor(private readonly db: TenantDatabase) {}

  list(hotelId: number | null): Promise<PenaltyRuleRow[]> {
    return this.db.rows(
      `SELECT ${COLUMNS} FROM penalty_rule WHERE $1::int IS NULL OR hotel_id = $1 ORDER BY hotel_id, name`,
      [hotelId],
    );
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<PenaltyRuleRow> {
    const row = await this.db.first<PenaltyRuleRow>(`SELECT ${COLUMNS} FROM penalty_rule WHERE id = $1`, [id]);
    if (!row) throw notFound('Penalty rule');
    return row;
  }

  /** Words of the rule that a booking of the hotel names, or of the hotel's default rule; undefined when there is none. */
  async terms(hotelId: number, ruleId: number | undefined): Promise<PenaltyTerms | undefined> {
    const row = await this.db.first<{ terms: PenaltyTerms }>(
      `SELECT ${TERMS} FROM penalty_rule r
       LEFT JOIN tax_category t ON t.hotel_id = r.hotel_id AND t.code = r.tax_code
       WHERE r.hotel_id = $1 AND r.active AND CASE WHEN $2::int IS NULL THEN r.is_default ELSE r.id = $2 END`,
      [hotelId, ruleId ?? null],
    );
    return row?.terms;
  }

  async insert(rule: PenaltyRuleValues): Promise<PenaltyRuleRow> {
    await this.clearDefault(rule);
    const row = await this.db.first<PenaltyRuleRow>(
      `INSERT INTO penalty_rule (tenant_id, hotel_id, name, percent, nights, flat_minor, cap_to_stay, tax_code, is_default,
         active)
       VALUES (current_setting('app.tenant_id')::uuid, $1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${COLUMNS}`,
      values(rule),
    );
    return row!;
  }

  async update(id: number, rule: PenaltyRuleValues): Promise<PenaltyRuleRow> {
    await this.clearDefault(rule, id);
    const row = await this.db.first<PenaltyRuleRow>(
      `UPDATE penalty_rule SET hotel_id = $1, name = $2, percent = $3, nights = $4, flat_minor = $5, cap_to_stay = $6,
         tax_code = $7, is_default = $8, active = $9 WHERE id = $10 RETURNING ${COLUMNS}`,
      [...values(rule), id],
    );
    return row!;
  }

  /** A hotel has one default rule: the last that was made so. */
  private async clearDefault({ hotelId, isDefault }: PenaltyRuleValues, except?: number): Promise<void> {
    if (!isDefault) return;
    // One at a time: two at once would each overlook the other's.
    await this.db.rows('SELECT FROM hotel WHERE id = $1 FOR NO KEY UPDATE', [hotelId]);
    await this.db.rows(
      'UPDATE penalty_rule SET is_default = false WHERE hotel_id = $1 AND is_default AND id IS DISTINCT FROM $2',
      [hotelId, except ?? null],
    );
  }
}

function values(rule: PenaltyRuleValues): unknown[] {
  const { hotelId, name, percent, nights, flatMinor, capToStay, taxCode, isDefault, active } = rule;
  return [hotelId, name, percent, nights, flatMinor, capToStay, taxCode, isDefault, active];
}
