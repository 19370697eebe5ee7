import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { addDays, type LocalDate, startOfDay } from '../../platform/dates/index.js';
import { formatMoney } from '../../platform/money/index.js';
import { InventoryService } from '../../rooms/index.js';
import { FoliosRepository } from '../folios/folios.repository.js';
import { FoliosService } from '../folios/folios.service.js';
import { NightCharges } from '../folios/night-charges.js';
import { NoShowCheck, type NoShowResult } from './no-show-check.job.js';
import { NoShowNotice } from './no-show-notice.job.js';
import type { Night } from '../nights/night-runs.js';
import { penaltyOf } from '../penalties/penalty.js';
import { HotelPolicyRepository, priceModeOf, UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import { cutoffOf, releaseOf } from './cutoff.js';
import { type LateBooking, NoShowsRepository, type NewRecord } from './no-shows.repository.js';

const HOUR_MS = 3_600_000;
/** How long after the departure a channel takes the report that nobody came, hours. (Booking.com; rules pms B.0) */
const REPORT_HOURS = 48;

/** One check of a hotel, in the transaction of its night run; every step handles all bookings with one statement. */
@Injectable()
export class NoShowWork {
  constructor(
    private readonly policies: HotelPolicyRepository,
    private readonly bookings: NoShowsRepository,
    private readonly inventory: InventoryService,
    private readonly folios: FoliosService,
    private readonly nightCharges: NightCharges,
    private readonly folioRows: FoliosRepository,
    private readonly jobs: JobsService,
  ) {}

  async run(night: Night): Promise<NoShowResult> {
    const { hotel, now, date, jobId } = night;
    const policy = await this.policies.get(hotel.id);
    const due = await this.bookings.dueArrivals(hotel.id, date);
    const cutoffs = due
      .map(({ arrival, guaranteed }) => {
        const guarantee = guaranteed ? 'card' : 'none';
        return { arrival, guaranteed, at: cutoffOf(guarantee, arrival, policy, hotel.timeZone) };
      })
      .filter(({ at }) => at <= now);
    const held = await this.bookings.hold(hotel.id, cutoffs, now);
    const by = { hotelId: hotel.id, timeZone: hotel.timeZone, noShowCutoff: policy.noShowCutoff, now };
    const late = held.length > 0 ? await this.bookings.mark(held, cutoffs, by) : [];
    const records = late.map((booking): NewRecord => {
      const releaseAt = booking.guarantee === 'none' ? null : releaseOf(booking.arrival, policy, hotel.timeZone);
      return {
        booking,
        outcome: booking.guarantee === 'none' ? 'RELEASED' : 'NO_SHOW',
        penaltyMinor: booking.guarantee === 'none' ? 0 : penaltyOf(booking.penalty, booking.nightPricesMinor),
        releaseAt,
        releaseNow: releaseAt === null || releaseAt <= now,
        reportUntil: reportUntil(booking, hotel.timeZone),
      };
    });
    // In the order in which all transactions lock: nights before folios, jobs last.
    const { releases, freed } = await this.release(now, held, records);
    // A guest whose check-in was undone may have been charged for nights.
    await this.nightCharges.takeBackMany(hotel.id, freed);
    if (records.length > 0) {
      const businessDate = await this.folios.businessDate(hotel.id);
      const lines = await this.charge(businessDate, priceModeOf(policy), records);
      await this.bookings.record(hotel.id, businessDate, jobId, records, lines);
    }
    await this.bookings.released(releases, freed);
    await this.enqueueReleases(night, records);
    await this.enqueueNotices(night, records);
    const charged = records.filter(({ penaltyMinor }) => penaltyMinor > 0);
    const total = charged.reduce((sum, { penaltyMinor }) => sum + penaltyMinor, 0);
    return {
      hotelId: hotel.id,
      asOf: now.toISOString(),
      checked: due.reduce((sum, { bookings }) => sum + bookings, 0),
      noShowsDetected: records.filter(({ outcome }) => outcome === 'NO_SHOW').length,
      released: records.filter(({ outcome }) => outcome === 'RELEASED').length,
      penaltiesApplied: charged.length,
      penaltyTotal: formatMoney(total, hotel.currency),
      currency: hotel.currency,
      roomsFreed: freed.length,
      bookings: records.map(({ booking, outcome, penaltyMinor }) => ({
        bookingId: booking.id,
        code: booking.code,
        outcome,
        penalty: formatMoney(penaltyMinor, hotel.currency),
      })),
    };
  }

  /** Posts the fees, by the terms each booking was made under; answers the line of each booking. */
  private async charge(
    businessDate: LocalDate,
    priceMode: 'gross' | 'net',
    records: readonly NewRecord[],
  ): Promise<Map<string, number>> {
    const charged = records.filter(({ penaltyMinor }) => penaltyMinor > 0);
    if (charged.length === 0) return new Map();
    await this.folioRows.open(charged.map(({ booking }) => booking.id));
    return this.folioRows.insertLines(
      charged.map(({ booking, penaltyMinor }) => ({
        bookingId: booking.id,
        kind: 'no_show',
        businessDate,
        serviceDate: booking.arrival,
        description: `No-show: ${booking.penalty.name}`,
        amountMinor: penaltyMinor,
        // It is a share of the nights: with or without tax as these are.
        priceMode,
        tax: booking.penalty.tax ?? UNTAXED,
      })),
    );
  }

  /**
   * Gives nights back: all of a booking without guarantee, those after the first of a no-show, at once or at the hotel's
   * hour. Answers of which bookings, and which nights.
   */
  private async release(now: Date, held: readonly string[], records: readonly NewRecord[]) {
    const atOnce = records
      .filter(({ releaseNow }) => releaseNow)
      .map(({ booking, outcome }) => ({
        reservationId: booking.id,
        from: outcome === 'RELEASED' ? booking.arrival : addDays(booking.arrival, 1),
      }));
    const due = await this.bookings.releasesDue(held, now);
    const freed = await this.inventory.releaseMany([...atOnce, ...due]);
    return { releases: [...atOnce, ...due].map(({ reservationId }) => reservationId), freed };
  }

  /** Starts a delayed check for each hour at which nights are given back later. */
  private async enqueueReleases({ hotel }: Night, records: readonly NewRecord[]): Promise<void> {
    const later = records.flatMap(({ releaseAt, releaseNow }) => (releaseNow ? [] : [releaseAt!.getTime()]));
    for (const at of [...new Set(later)].sort((a, b) => a - b))
      await this.jobs.enqueue(
        NoShowCheck,
        { hotelId: hotel.id },
        { runAt: new Date(at), hotelId: hotel.id, uniqueKey: `release:${hotel.id}:${at}` },
      );
  }

  /** Starts a message job for each guest with an address; the audit does not wait for its outcome. */
  private async enqueueNotices({ hotel }: Night, records: readonly NewRecord[]): Promise<void> {
    const reachable = records.filter(({ booking }) => booking.guestEmail !== null);
    if (reachable.length === 0) return;
    const payloads = reachable.map(({ booking }) => ({ bookingId: booking.id }));
    await this.jobs.enqueueMany(NoShowNotice, payloads, { hotelId: hotel.id });
  }
}

/** Where the hotel sells by itself: nobody takes a commission, so nobody is told who did not come. */
const OWN_SALES: ReadonlySet<string> = new Set([
  ...['direct', 'phone', 'email', 'walk-in', 'website', 'corporate', 'groups', 'complimentary', 'aviation', 'other'],
]);

/** Until when the channel can be told; null for a booking that came through none. */
function reportUntil({ channel, departure }: LateBooking, zone: string): Date | null {
  if (OWN_SALES.has(channel.toLowerCase())) return null;
  return new Date(startOfDay(departure, zone).getTime() + REPORT_HOURS * HOUR_MS);
}
