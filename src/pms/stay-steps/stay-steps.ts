import { Injectable } from '@nestjs/common';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { type BookingBefore, type StepKind, StayStepsRepository } from './stay-steps.repository.js';

/** Writes a step of the front desk down, in the transaction that does it. */
@Injectable()
export class StaySteps {
  constructor(
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly days: BusinessDaysRepository,
    private readonly steps: StayStepsRepository,
  ) {}

  /** The booking as it is. The caller has locked it, and changes it next. */
  before(bookingId: string): Promise<BookingBefore> {
    return this.steps.snapshot(bookingId);
  }

  /** Notes that the step was done, with the folio lines this transaction has posted. */
  async done(kind: StepKind, before: BookingBefore, reason: string | null = null): Promise<void> {
    const { businessDate } = await this.days.current(await this.hotels.get(before.hotelId));
    const doneBy = this.context.principal?.userId ?? null;
    await this.steps.insert({ kind, businessDate, before, reason, doneBy });
  }
}
