import { Injectable } from '@nestjs/common';
import { type HotelNight, NightBoard, type NightCell, type NightNeed, type NightNext } from '../../jobs/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate, parseLocalDate, today } from '../../platform/dates/index.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { HotelsService } from '../../rooms/index.js';
import { NightRuns } from '../nights/night-runs.js';
import { type OpenDay, OpenDaysRepository } from './open-days.repository.js';

/** The word for the night that each hotel has now. */
export const CURRENT = 'current';
/** So many days that wait to be closed, and so many channels that are to be told, are listed. */
const WAITING_ONES = 100;
const HALF_A_DAY_MS = 12 * 3_600_000;

/** A business day that is over and still open: something keeps it from being closed, or only nobody has closed it yet. */
export interface WaitingDay {
  what: 'blockers' | 'closable';
  hotelId: number;
  businessDate: LocalDate;
  /** Since when it might have been closed. */
  at: Date;
  arrivals: number;
  departures: number;
  /** Jobs of its night that have not run. */
  nightJobs: string[];
}

/** A no-show of whom the channel is not told: it would take its commission. */
export interface ChannelToTell {
  what: 'channel-report';
  hotelId: number;
  /** Until when the channel takes it. */
  at: Date;
  bookingId: string;
  guest: string;
  channel: string;
}

export interface Tonight {
  /** Of the night that was asked for; of present nights, that of the hotel furthest behind. */
  date: LocalDate;
  now: Date;
  hotels: (HotelNight & { businessDate: LocalDate | null; cells: Omit<NightCell, 'hotelId'>[] })[];
  total: number;
  kinds: string[];
  needs: (NightNeed | WaitingDay | ChannelToTell)[];
  needsTotal: number;
  next: NightNext[];
}

/** A night of all hotels: board, what needs somebody, what comes next. */
@Injectable()
export class TonightService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly board: NightBoard,
    private readonly days: OpenDaysRepository,
    private readonly nights: NightRuns,
    private readonly hotels: HotelsService,
  ) {}

  /**
   * @param which the evening's date, or CURRENT
   * @throws AppError VALIDATION_FAILED for what is no date; NOT_FOUND for a hotel that is not there
   */
  of(which: string, hotelId: number | undefined, limit: number, offset: number): Promise<Tonight> {
    if (which !== CURRENT) assertDate('date', which);
    const date = which === CURRENT ? undefined : parseLocalDate(which);
    const night = { date, hotelId };
    return this.db.transaction(async () => {
      if (hotelId !== undefined) await this.hotels.get(hotelId);
      const now = new Date();
      const { hotels, total } = await this.board.hotels(night, limit, offset);
      const ids = hotels.map(({ hotelId: id }) => id);
      const cells = await this.board.cells(night, ids, now);
      const byHotel = new Map(ids.map((id): [number, Omit<NightCell, 'hotelId'>[]] => [id, []]));
      for (const { hotelId: id, ...cell } of cells) byHotel.get(id)!.push(cell);
      const { needs, total: found, next } = await this.board.needs(night);
      const open = await this.days.list(hotelId === undefined ? null : [hotelId]);
      const dates = new Map(open.map((day) => [day.hotelId, day.businessDate]));
      const waiting = await this.waiting(open, date);
      const toTell = date === undefined ? await this.channelsToTell(hotelId) : [];
      return {
        date: date ?? earliest(hotels) ?? today('UTC', new Date(now.getTime() - HALF_A_DAY_MS)),
        now,
        hotels: hotels.map((hotel) => ({
          ...hotel,
          businessDate: dates.get(hotel.hotelId) ?? null,
          cells: byHotel.get(hotel.hotelId)!,
        })),
        total,
        kinds: inOrder(cells, hotels),
        needs: [...needs, ...waiting.slice(0, WAITING_ONES), ...toTell.slice(0, WAITING_ONES)],
        needsTotal: found + waiting.length + toTell.length,
        next,
      };
    });
  }

  private async channelsToTell(hotelId: number | undefined): Promise<ChannelToTell[]> {
    const due = await this.days.unreported(hotelId === undefined ? null : [hotelId]);
    return due.map(({ until, ...one }) => ({ what: 'channel-report', at: until, ...one }));
  }

  /**
   * Business days of the night that are over and not closed, those that are blocked first; of the present night, those of nights
   * before as well.
   */
  private async waiting(open: readonly OpenDay[], date: LocalDate | undefined): Promise<WaitingDay[]> {
    const over = open.filter(
      ({ isOver, businessDate, presentNight }) =>
        isOver && (date === undefined ? businessDate <= presentNight : businessDate === date),
    );
    const missing = await this.nights.missingOf(
      over.map(({ hotelId: id, timeZone, businessDate }) => ({ id, timeZone, date: businessDate })),
    );
    const days = over.map(({ hotelId, businessDate, closableFrom, arrivals, departures }): WaitingDay => {
      const nightJobs = missing.get(hotelId) ?? [];
      const what = arrivals + departures + nightJobs.length > 0 ? 'blockers' : 'closable';
      return { what, hotelId, businessDate, at: closableFrom, arrivals, departures, nightJobs };
    });
    return [...days.filter(({ what }) => what === 'blockers'), ...days.filter(({ what }) => what === 'closable')];
  }
}

function earliest(hotels: readonly HotelNight[]): LocalDate | undefined {
  return hotels.map(({ date }) => date).sort()[0];
}

/** Kinds in the order in which they come in a night: by the earliest cell of each, seen from its hotel's noon. */
function inOrder(cells: readonly NightCell[], hotels: readonly HotelNight[]): string[] {
  const noons = new Map(hotels.map(({ hotelId, from }) => [hotelId, from.getTime()]));
  const first = new Map<string, number>();
  for (const { kind, fireAt, hotelId } of cells)
    first.set(kind, Math.min(first.get(kind) ?? Infinity, fireAt.getTime() - noons.get(hotelId)!));
  return [...first].sort(([one, at], [other, then]) => at - then || (one < other ? -1 : 1)).map(([kind]) => kind);
}
