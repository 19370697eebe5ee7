import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { PenaltyRule } from './penalty-rule.entity.js';
import type { PenaltyTerms } from './penalty.js';

export type PenaltyRuleRow = Pick<
  PenaltyRule,
  | 'id'
  | 'hotelId'
  | 'name'
  | 'percent'
  | 'nights'
  | 'flatMinor'
  | 'capToStay'
  | 'taxCode'
  | 'cancellation'
  | 'isDefault'
  | 'active'
>;

export type PenaltyRuleValues = Omit<PenaltyRuleRow, 'id'>;

/** A rule's terms, its tax with the rate of today. */
const TERMS = `jsonb_build_object('ruleId', r.id, 'name', r.name, 'percent', r.percent::text, 'nights', r.nights,
  'flatMinor', r.flat_minor, 'capToStay', r.cap_to_stay, 'cancellation', r.cancellation, 'tax', CASE WHEN t.code IS NOT NULL THEN
    jsonb_build_object('code', t.code, 'rate', t.rate::text, 'treatment', t.treatment) END) AS terms`;

@Injectable()
export class PenaltyRulesRepository {
  constructor(private readonly db: TenantDatabase) {}

  /** By hotel and name; of one hotel if given. */
  list(hotelId: number | null): Promise<PenaltyRuleRow[]> {
    return this.db.withRepository(PenaltyRule, (rules) =>
      rules.find({ where: hotelId === null ? {} : { hotelId }, order: { hotelId: 'ASC', name: 'ASC' } }),
    );
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<PenaltyRuleRow> {
    const rule = await this.db.withRepository(PenaltyRule, (rules) => rules.findOneBy({ id }));
    if (!rule) throw notFound('Penalty rule');
    return rule;
  }

  /** Terms of the rule that a booking of the hotel names, or of the hotel's default rule; undefined when there is none. */
  async terms(hotelId: number, ruleId: number | undefined): Promise<PenaltyTerms | undefined> {
    const row = await this.db.first<{ terms: PenaltyTerms }>(
      `SELECT ${TERMS} FROM penalty_rule r
       LEFT JOIN tax_category t ON t.hotel_id = r.hotel_id AND t.code = r.tax_code
       WHERE r.hotel_id = $1 AND r.active AND CASE WHEN $2::int IS NULL THEN r.is_default ELSE r.id = $2 END`,
      [hotelId, ruleId ?? null],
    );
    return row?.terms;
  }

  async insert(values: PenaltyRuleValues): Promise<PenaltyRuleRow> {
    await this.clearDefault(values);
    return this.db.withRepository(PenaltyRule, async (rules) => {
      const { identifiers } = await rules.insert(values);
      return rules.findOneByOrFail({ id: identifiers[0]!.id as number });
    });
  }

  async update(id: number, values: PenaltyRuleValues): Promise<PenaltyRuleRow> {
    await this.clearDefault(values, id);
    return this.db.withRepository(PenaltyRule, async (rules) => {
      await rules.update({ id }, values);
      return rules.findOneByOrFail({ id });
    });
  }

  /** Lets one transaction at a time change the hotel's rules: each writes all of a rule. */
  async hold(hotelId: number): Promise<void> {
    await this.db.rows('SELECT FROM hotel WHERE id = $1 FOR NO KEY UPDATE', [hotelId]);
  }

  /** A hotel has one default rule: the last that was made so. */
  private async clearDefault({ hotelId, isDefault }: PenaltyRuleValues, except?: number): Promise<void> {
    if (!isDefault) return;
    // The hotel is locked because two requests at once would each not see the other's default rule.
    await this.hold(hotelId);
    await this.db.rows(
      'UPDATE penalty_rule SET is_default = false WHERE hotel_id = $1 AND is_default AND id IS DISTINCT FROM $2',
      [hotelId, except ?? null],
    );
  }
}
