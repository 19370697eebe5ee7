import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { Completed, JobContext, JobHandler } from '../../src/jobs/index.js';
import { handlerContext } from '../../src/jobs/testing/index.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { addDays, type LocalDate, parseLocalDate, startOfDay, today } from '../../src/platform/dates/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { BookingsService } from '../../src/pms/bookings/bookings.service.js';
import type { CreateBookingRequest } from '../../src/pms/bookings/bookings.dto.js';
import type { BookingRow } from '../../src/pms/bookings/booking-row.js';
import type { NightPayload } from '../../src/pms/nights/night-payload.js';
import { HotelsService, RoomAssignmentService, RoomCategoriesService, RoomsService } from '../../src/rooms/index.js';
import { Platform } from '../platform/harness.js';

export const d = parseLocalDate;

export interface World {
  hotelId: number;
  categoryId: number;
  /** By number: 101, 102, … */
  roomIds: Record<string, number>;
  timeZone: string;
}

/** The whole application with a hotel of its own; night jobs run where they are asked for, at the instant they are given. */
export class PmsHarness {
  private constructor(readonly platform: Platform) {}

  static async start(env: Record<string, string> = {}): Promise<PmsHarness> {
    return new PmsHarness(await Platform.start(env));
  }

  /** The same over an application that runs already. */
  static over(platform: Platform): PmsHarness {
    return new PmsHarness(platform);
  }

  stop(): Promise<void> {
    return this.platform.stop();
  }

  get tenantId(): string {
    return this.platform.a.id;
  }

  get<T>(type: Type<T>): T {
    return this.platform.app.get(type, { strict: false });
  }

  as<T>(fn: () => Promise<T>, tenantId = this.tenantId): Promise<T> {
    return this.get(RequestContext).asTenant(tenantId, fn);
  }

  /** Rows as the owner, who sees all tenants. */
  async sql<Row = Record<string, unknown>>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.platform.sql.query(text, parameters)).rows as Row[];
  }

  /** A request of the tenant's manager. A stay that begins in the past has a reason. */
  async api(method: string, path: string, body?: unknown) {
    const token = this.platform.a.MANAGER.token;
    const sent = path.startsWith('/bookings') && method !== 'GET' ? withReason(body) : body;
    return this.platform.call(method, `/api/v1${path}`, { token, body: sent });
  }

  /** A hotel with one category, its rooms, and inventory on the dates from..to (every night at the base price). */
  hotel(options: {
    rooms?: number;
    firstNumber?: number;
    timeZone?: string;
    currency?: string;
    basePrice?: string;
    from: LocalDate;
    to: LocalDate;
  }): Promise<World> {
    const { rooms = 10, firstNumber = 101, timeZone = 'Europe/Lisbon', currency = 'EUR' } = options;
    return this.as(async () => {
      const code = randomUUID().slice(0, 8).toUpperCase();
      const hotel = await this.get(HotelsService).create({ name: code, timeZone, currency });
      const category = await this.addCategory(hotel.id, { ...options, rooms, firstNumber });
      return { hotelId: hotel.id, timeZone, ...category };
    });
  }

  addCategory(
    hotelId: number,
    options: { rooms: number; firstNumber: number; basePrice?: string; from: LocalDate; to: LocalDate },
  ): Promise<{ categoryId: number; roomIds: Record<string, number> }> {
    return this.as(async () => {
      const code = randomUUID().slice(0, 8).toUpperCase();
      const { id: categoryId } = await this.get(RoomCategoriesService).create({
        hotelId,
        code,
        name: code,
        basePrice: options.basePrice ?? '100.00',
      });
      const { rooms } = await this.get(RoomsService).createMany({
        roomCategoryId: categoryId,
        firstNumber: options.firstNumber,
        count: options.rooms,
      });
      await this.sql(
        `INSERT INTO inventory_day (tenant_id, category_id, stay_date, capacity)
         SELECT $1, $2, day, $3 FROM generate_series($4::date, $5::date, '1 day') AS day`,
        [this.tenantId, categoryId, options.rooms, options.from, options.to],
      );
      await this.sql(
        `INSERT INTO room_night (tenant_id, room_id, stay_date, price_minor, price_source)
         SELECT r.tenant_id, r.id, day, c.base_price_minor, 'base'
         FROM room r JOIN room_category c ON c.id = r.category_id, generate_series($2::date, $3::date, '1 day') AS day
         WHERE r.category_id = $1`,
        [categoryId, options.from, options.to],
      );
      return { categoryId, roomIds: Object.fromEntries(rooms.map((room) => [room.number, room.id])) };
    });
  }

  book(
    world: World,
    arrival: string,
    departure: string,
    over: Partial<CreateBookingRequest> = {},
  ): Promise<BookingRow> {
    const { hotelId, categoryId: roomCategoryId } = world;
    const request = { hotelId, roomCategoryId, arrival, departure, guestName: 'Ana Sousa', ...over };
    return this.as(async () => {
      const booking = await this.get(BookingsService).create(request);
      await this.expectedLong(booking.id);
      return booking;
    });
  }

  /** The guest is expected as long as can be: a booking of this very minute is no no-show by a cut-off of the past. */
  async expectedLong(bookingId: string): Promise<void> {
    await this.sql('UPDATE booking SET expected_since = NULL WHERE id = $1', [bookingId]);
  }

  /** A guest who is checked in, in this room, whatever today is. */
  async inHouse(
    world: World,
    room: string,
    arrival: string,
    departure: string,
    over: Partial<CreateBookingRequest> = {},
  ): Promise<BookingRow> {
    const booking = await this.book(world, arrival, departure, over);
    await this.as(() =>
      this.get(RoomAssignmentService).assignRoom({ reservationId: booking.id, roomId: world.roomIds[room]! }),
    );
    await this.sql(`UPDATE booking SET status = 'checked_in', checked_in_at = now() WHERE id = $1`, [booking.id]);
    return booking;
  }

  /** Runs a night job at this instant, as a worker would; answers its result. */
  async night<Result extends object>(
    processor: Type<JobHandler<NightPayload, Result>>,
    payload: NightPayload,
    at: Date,
    tenantId = this.tenantId,
  ): Promise<Result> {
    const done = await this.as(() => this.get(processor).handle(payload, this.context(at, tenantId)), tenantId);
    return (done as Completed<Result>).result ?? done;
  }

  /** What a worker gives a handler, for an instant. */
  context(at: Date, tenantId = this.tenantId, over: Partial<JobContext> = {}): JobContext {
    return handlerContext(this.get(TenantDatabase), tenantId, { scheduledFor: at, ...over });
  }
}

/** Bookings of tests may begin in the past; a test of that rule itself says `pastArrivalReason: undefined`. */
function withReason(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if ('bookings' in body) return { ...body, bookings: (body.bookings as unknown[]).map(withReason) };
  return 'arrival' in body ? { pastArrivalReason: 'A test', ...body } : body;
}

/** A close that nothing but the date may refuse. */
export const CLOSE_ANYHOW = {
  waive: ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'NIGHT_JOBS'].map((check) => ({ check, reason: 'A test' })),
  earlyReason: 'A test',
};

/** A zone without clock changes in which it is now this hour of the day. */
export function zoneAt(hour: number): string {
  const offset = (hour - new Date().getUTCHours() + 24) % 24;
  return ZONES[offset > 14 ? offset - 24 : offset]!;
}

const ZONES: Record<number, string> = {
  [-9]: 'Pacific/Gambier',
  [-8]: 'Pacific/Pitcairn',
  [-7]: 'America/Phoenix',
  [-6]: 'America/Costa_Rica',
  [-5]: 'America/Bogota',
  [-4]: 'America/La_Paz',
  [-3]: 'America/Argentina/Buenos_Aires',
  [-2]: 'America/Noronha',
  [-1]: 'Atlantic/Cape_Verde',
  0: 'Africa/Abidjan',
  1: 'Africa/Lagos',
  2: 'Africa/Maputo',
  3: 'Africa/Nairobi',
  4: 'Asia/Dubai',
  5: 'Asia/Karachi',
  6: 'Asia/Dhaka',
  7: 'Asia/Bangkok',
  8: 'Asia/Singapore',
  9: 'Asia/Tokyo',
  10: 'Pacific/Port_Moresby',
  11: 'Pacific/Guadalcanal',
  12: 'Pacific/Tarawa',
  13: 'Pacific/Tongatapu',
  14: 'Pacific/Kiritimati',
};

/** The hotel's local date so many days from today. */
export function day(world: Pick<World, 'timeZone'>, offset: number): LocalDate {
  return addDays(today(world.timeZone, new Date()), offset);
}

/** Midnight at the hotel, the instant the night's jobs of that date are meant for. */
export function midnight(world: Pick<World, 'timeZone'>, date: LocalDate): Date {
  return startOfDay(date, world.timeZone);
}
