import { Injectable } from '@nestjs/common';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { NightCharges } from '../folios/night-charges.js';
import { HotelPolicyRepository, priceModeOf, UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import { cancellationFees, type DatedFee, feeAt } from '../penalties/cancellation.js';
import type { BookingRow } from './booking-row.js';
import { BookingsRepository } from './bookings.repository.js';

/** What a cancellation costs by the terms the booking was made under: charged with it, taken back by a reinstatement. */
@Injectable()
export class CancellationFees {
  constructor(
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly bookings: BookingsRepository,
    private readonly folios: FoliosService,
    private readonly folioRows: FoliosRepository,
    private readonly charges: NightCharges,
  ) {}

  /** What cancelling costs from when on, earliest first. A tentative booking is given up for nothing. */
  async of(booking: BookingRow): Promise<DatedFee[]> {
    if (booking.status === 'tentative') return [];
    const { timeZone } = await this.hotels.get(booking.hotelId);
    return cancellationFees(booking.penalty, booking.arrival, timeZone, booking.nightPricesMinor);
  }

  /**
   * Charges the fee of a booking that is cancelled in the caller's transaction, unless it is waived for a reason; answers the
   * booking with what it came to.
   * @param before the booking as it was
   */
  async charge(before: BookingRow, waived?: string): Promise<BookingRow> {
    const cancelFeeMinor = feeAt(await this.of(before), new Date());
    const due = cancelFeeMinor > 0 && waived === undefined;
    return this.bookings.noteCancelFee(before.id, {
      cancelFeeMinor,
      cancelFeeLineId: due ? await this.post(before, cancelFeeMinor) : null,
      cancelFeeWaived: cancelFeeMinor > 0 ? (waived ?? null) : null,
    });
  }

  /** The booking is no longer cancelled: what is left of the fee is taken back. */
  async takeBack(booking: BookingRow): Promise<void> {
    if (booking.cancelFeeMinor === null) return;
    await this.bookings.noteCancelFee(booking.id, {
      cancelFeeMinor: null,
      cancelFeeLineId: null,
      cancelFeeWaived: null,
    });
    if (booking.cancelFeeLineId === null) return;
    await this.charges.takeBackLine(
      booking,
      booking.cancelFeeLineId,
      'Cancellation fee taken back: booking reinstated',
    );
  }

  private async post({ id, hotelId, penalty }: BookingRow, amountMinor: number): Promise<number> {
    const { id: folioId } = await this.folios.opened(id);
    const businessDate = await this.folios.businessDate(hotelId);
    await this.folioRows.lock(folioId);
    const posted = await this.folioRows.insertLines([
      {
        bookingId: id,
        kind: 'cancellation',
        businessDate,
        serviceDate: businessDate,
        description: `Cancellation: ${penalty.name}`,
        amountMinor,
        // It is a share of the nights: with or without tax as these are.
        priceMode: priceModeOf(await this.policies.get(hotelId)),
        tax: penalty.tax ?? UNTAXED,
        createdBy: this.context.principal?.userId ?? null,
      },
    ]);
    return posted.get(id)!;
  }
}
