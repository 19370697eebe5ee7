import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { violates } from '../../platform/database/postgres-error.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { formatMoney } from '../../platform/money/index.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import type { CancellationStep } from './cancellation.js';
import type {
  CancellationStepRequest,
  CancellationStepResponse,
  CreatePenaltyRuleRequest,
  PenaltyRuleResponse,
  UpdatePenaltyRuleRequest,
} from './penalty-rules.dto.js';
import { type PenaltyRuleRow, PenaltyRulesRepository, type PenaltyRuleValues } from './penalty-rules.repository.js';

/** What a guest who does not come is charged. A booking keeps the terms of the day it was made, so a change counts for new bookings. */
@Injectable()
export class PenaltyRulesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly rules: PenaltyRulesRepository,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  async list(hotelId?: number): Promise<PenaltyRuleResponse[]> {
    const hotels = hotelId === undefined ? await this.hotels.all() : [await this.hotels.get(hotelId)];
    const byId = new Map(hotels.map((hotel) => [hotel.id, hotel]));
    return (await this.rules.list(hotelId ?? null)).map((rule) => toResponse(rule, byId.get(rule.hotelId)!));
  }

  /** @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED, CONFLICT (name taken) */
  async create(request: CreatePenaltyRuleRequest): Promise<PenaltyRuleResponse> {
    const hotel = await this.hotels.get(request.hotelId);
    const none = {
      percent: '0',
      nights: null,
      flatMinor: 0,
      capToStay: true,
      taxCode: null,
      isDefault: false,
      active: true,
    };
    const values = { ...none, ...(await this.values(hotel, request)), hotelId: hotel.id, name: request.name };
    const cancellation = stepsOf(hotel, values, request.cancellation ?? []);
    return this.save(hotel, () => this.rules.insert({ ...values, cancellation }));
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT (name taken) */
  async update(id: number, request: UpdatePenaltyRuleRequest): Promise<PenaltyRuleResponse> {
    const hotel = await this.hotels.get((await this.rules.get(id)).hotelId);
    const changed = await this.values(hotel, request);
    const change = async (): Promise<PenaltyRuleRow> => {
      await this.rules.hold(hotel.id);
      const { id: _, ...before } = await this.rules.get(id);
      const values = { ...before, ...changed };
      const cancellation = request.cancellation
        ? stepsOf(hotel, values, request.cancellation, before.cancellation)
        : before.cancellation.map((step) => asNoShow(step, values));
      return this.rules.update(id, { ...values, cancellation });
    };
    return this.save(hotel, change);
  }

  private async values(hotel: HotelRow, request: UpdatePenaltyRuleRequest): Promise<Partial<PenaltyRuleValues>> {
    const { flat, cancellation: _, ...rest } = request;
    if (rest.taxCode != null && !(await this.taxes.find(hotel.id, rest.taxCode)))
      throw invalid('taxCode', `The hotel has no tax category "${rest.taxCode}"`);
    const flatMinor = flat == null ? {} : { flatMinor: parseAmount('flat', flat, hotel.currency) };
    return { ...given(rest), ...flatMinor };
  }

  private async save(hotel: HotelRow, write: () => Promise<PenaltyRuleRow>): Promise<PenaltyRuleResponse> {
    try {
      return toResponse(await this.db.transaction(write), hotel);
    } catch (error) {
      if (violates(error, 'penalty_rule_name_key'))
        throw new AppError('CONFLICT', 'A penalty rule of this name exists');
      throw error;
    }
  }
}

/**
 * @param before steps of the rule as they were: one that costs what a no-show does, and is sent back as it was read, stays as it is
 * @throws AppError VALIDATION_FAILED for two steps that begin at once
 */
function stepsOf(
  { currency }: HotelRow,
  noShow: Pick<PenaltyRuleValues, 'percent' | 'nights' | 'flatMinor'>,
  asked: readonly CancellationStepRequest[],
  before: readonly CancellationStep[] = [],
): CancellationStep[] {
  const steps = asked.map((step, index): CancellationStep => {
    const { daysBefore, time = '18:00', percent, nights = null, flat } = step;
    const flatMinor = flat == null ? 0 : parseAmount(`cancellation.${index}.flat`, flat, currency);
    if (step.asNoShow ?? (percent === undefined && flat == null)) {
      const same = before.find((one) => one.daysBefore === daysBefore && one.time === time && one.nights === nights);
      return asNoShow(
        { daysBefore, time, percent: '0', nights, flatMinor: 0, noShow: same?.noShow ?? { nights } },
        noShow,
      );
    }
    return { daysBefore, time, percent: percent ?? '0', nights, flatMinor };
  });
  if (new Set(steps.map(({ daysBefore, time }) => `${daysBefore} ${time}`)).size < steps.length)
    throw invalid('cancellation', 'Two steps begin at the same time');
  return steps.sort((a, b) => b.daysBefore - a.daysBefore || (a.time < b.time ? -1 : 1));
}

/** A step that costs what a no-show does follows the rule: else, once the rule is dearer, it would pay to cancel at the last minute. */
function asNoShow(
  step: CancellationStep,
  { percent, nights, flatMinor }: Pick<PenaltyRuleValues, 'percent' | 'nights' | 'flatMinor'>,
): CancellationStep {
  return step.noShow ? { ...step, percent, nights: step.noShow.nights ?? nights, flatMinor } : step;
}

function toResponse({ flatMinor, cancellation, ...rule }: PenaltyRuleRow, { currency }: HotelRow): PenaltyRuleResponse {
  return {
    ...rule,
    flat: formatMoney(flatMinor, currency),
    currency,
    cancellation: toStepResponses(cancellation, currency),
  };
}

/** Steps as clients see them. */
export function toStepResponses(steps: readonly CancellationStep[], currency: string): CancellationStepResponse[] {
  return steps.map(({ flatMinor, noShow, ...step }) => ({
    ...step,
    flat: formatMoney(flatMinor, currency),
    asNoShow: noShow !== undefined,
  }));
}
