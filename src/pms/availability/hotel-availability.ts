import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { AvailabilityService, type HotelRow } from '../../rooms/index.js';
import { AvailabilityRepository, type AvailabilityRow } from './availability.repository.js';

export interface DayOfCategory extends AvailabilityRow {
  /** What may be sold at this moment; null for a date that is not open. */
  sellable: number | null;
  /** What all categories have left together, overbooking included; may be negative. Null for a date that is not open. */
  hotelLeft: number | null;
  source: 'live' | 'snapshot';
}

/** What a hotel has and has sold: from today on as it is at this moment, before that as it was recorded. */
@Injectable()
export class HotelAvailability {
  constructor(
    private readonly availability: AvailabilityRepository,
    private readonly inventory: AvailabilityService,
  ) {}

  /** Dates from..to included, by date and category. */
  async days(hotel: HotelRow, from: LocalDate, to: LocalDate): Promise<DayOfCategory[]> {
    const open = new Map<string, { sellable: number; hotelLeft: number }>();
    for (const { date, available: hotelLeft, categories } of await this.inventory.ofHotel(hotel.id, from, to))
      for (const { categoryId, sellable } of categories) open.set(key(date, categoryId), { sellable, hotelLeft });
    const recorded = await this.recorded(hotel, from, to);
    // A past date that nobody recorded is told by what the bookings say today.
    return (await this.availability.now(hotel.id, from, to)).map((row) => {
      const place = key(row.date, row.roomCategoryId);
      const kept = recorded.get(place);
      const { sellable, hotelLeft } = open.get(place) ?? { sellable: null, hotelLeft: null };
      return { ...(kept ?? row), sellable, hotelLeft, source: kept ? 'snapshot' : 'live' };
    });
  }

  private async recorded(hotel: HotelRow, from: LocalDate, to: LocalDate): Promise<Map<string, AvailabilityRow>> {
    const yesterday = addDays(today(hotel.timeZone, new Date()), -1);
    const until = to < yesterday ? to : yesterday;
    const rows = from <= until ? await this.availability.snapshots(hotel.id, from, until) : [];
    return new Map(rows.map((row) => [key(row.date, row.roomCategoryId), row]));
  }
}

const key = (date: LocalDate, categoryId: number) => `${date} ${categoryId}`;
