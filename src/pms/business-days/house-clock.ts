import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { HotelRow } from '../../rooms/index.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { BusinessDaysRepository } from './business-days.repository.js';
import { type HouseMoment, isOver } from './house-day.js';

/** Tells what a hotel's desk goes by at this moment. */
@Injectable()
export class HouseClock {
  constructor(
    private readonly days: BusinessDaysRepository,
    private readonly policies: HotelPolicyRepository,
  ) {}

  async now(hotel: Pick<HotelRow, 'id' | 'timeZone'>): Promise<HouseMoment> {
    const { businessDate } = await this.days.current(hotel);
    const hours = await this.policies.get(hotel.id);
    return { now: new Date(), timeZone: hotel.timeZone, businessDate, hours };
  }
}

/** @throws AppError STAY_OVER */
export function checkNotOver(departure: LocalDate, moment: HouseMoment): void {
  if (!isOver(departure, moment)) return;
  const words = `The stay was over on ${departure} at ${moment.hours.checkOutTime}; give it a later departure, or book anew`;
  throw new AppError('STAY_OVER', words);
}
