import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { HotelRow } from '../../rooms/index.js';
import { HouseClock } from '../business-days/house-clock.js';

type Hotel = Pick<HotelRow, 'id' | 'timeZone'>;

/** What the desk lets pass only with a reason, and who may give one. The audit trail keeps the body that gave it. */
@Injectable()
export class DeskRules {
  constructor(
    private readonly context: RequestContext,
    private readonly clock: HouseClock,
  ) {}

  /** Whether restrictions are let pass. @throws AppError FORBIDDEN for a role that may not */
  overrides(reason: string | undefined): boolean {
    if (reason === undefined) return false;
    if (!this.mayDecide) throw new AppError('FORBIDDEN', 'A MANAGER or an ADMIN lets restrictions pass');
    return true;
  }

  /**
   * A stay that begins in the past is entered by somebody who says why. Jobs have nobody to ask.
   * @throws AppError CONFLICT without a reason, FORBIDDEN for a role that may not give one
   */
  async checkArrival(hotel: Hotel, arrival: LocalDate, reason: string | undefined): Promise<void> {
    if (this.context.principal?.kind === 'job') return;
    const date = await this.date(hotel);
    if (arrival >= date) return;
    if (!this.mayDecide) throw new AppError('FORBIDDEN', 'A MANAGER or an ADMIN enters an arrival of the past');
    if (reason === undefined)
      throw new AppError('CONFLICT', `The arrival lies before ${date}: say why in pastArrivalReason`, {
        extra: { reason: 'PAST_ARRIVAL', dates: [arrival] },
      });
  }

  /**
   * The date from which on guests may come: today, or yesterday for as long as its books are open. Books that were left open
   * longer do not hold the desk back.
   */
  private async date(hotel: Hotel): Promise<LocalDate> {
    const { now, timeZone, businessDate } = await this.clock.now(hotel);
    const date = today(timeZone, now);
    return businessDate < date ? addDays(date, -1) : date;
  }

  private get mayDecide(): boolean {
    return ['ADMIN', 'MANAGER'].includes(this.context.principal?.role ?? '');
  }
}

/** @throws AppError VALIDATION_FAILED for a booking of nobody */
export function checkGuests({ adults, children }: { adults: number; children: number }): void {
  if (adults + children < 1) throw invalid('adults', 'A booking is for at least one guest');
}
