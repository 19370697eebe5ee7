import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { given } from '../../platform/http/given.js';
import { HotelsService } from '../../rooms/index.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import type { HotelPolicyRequest } from './hotel-policy.dto.js';
import { type HotelPolicy, HotelPolicyRepository } from './hotel-policy.repository.js';

/** How a hotel runs its front office, as people change it. */
@Injectable()
export class HotelPolicyService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  /** @throws AppError NOT_FOUND (hotel) */
  async get(hotelId: number): Promise<HotelPolicy> {
    return this.policies.get((await this.hotels.get(hotelId)).id);
  }

  /**
   * Changes what is given. Bookings have no price mode of their own, so that prices cannot turn from gross to net, or back, while a
   * stay that was sold is still to be charged: it would cost another amount than was agreed.
   * @throws AppError NOT_FOUND (hotel), VALIDATION_FAILED; CONFLICT, reason PRICES_SOLD
   */
  async change(hotelId: number, request: HotelPolicyRequest): Promise<HotelPolicy> {
    const hotel = await this.hotels.get(hotelId);
    if (request.roomTaxCode != null && !(await this.taxes.find(hotel.id, request.roomTaxCode)))
      throw invalid('roomTaxCode', `The hotel has no tax category "${request.roomTaxCode}"`);
    return this.db.transaction(async () => {
      // One change at a time: each writes all columns.
      await this.policies.hold(hotel.id);
      const before = await this.policies.get(hotel.id);
      const policy = { ...before, ...given(request) };
      if (policy.pricesIncludeTax !== before.pricesIncludeTax) await this.checkNoneSold(hotel.id);
      await this.policies.put(hotel.id, policy);
      return policy;
    });
  }

  private async checkNoneSold(hotelId: number): Promise<void> {
    await this.policies.holdSales(hotelId);
    if (await this.policies.staysToCharge(hotelId))
      throw new AppError(
        'CONFLICT',
        'Stays are booked, or may be reinstated, that are still to be charged: their prices were agreed as they are. Turn this ' +
          'when none is left',
        { extra: { reason: 'PRICES_SOLD' } },
      );
  }
}
