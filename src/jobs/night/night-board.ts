import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import type { JobError, LedgerStatus } from '../ledger/job-row.js';
import { type Forecast, forecast } from './forecast.js';
import { CELLS, type CellState, DEAD, FAILED_ITEMS, HOTELS, MISSED, NEXT } from './night.sql.js';

/** A hotel with the night that is looked at: from noon to noon by its clock. */
export interface HotelNight {
  hotelId: number;
  name: string;
  timezone: string;
  /** Of the evening. */
  date: LocalDate;
  from: Date;
  to: Date;
}

/** What became of a job kind at a hotel in the night, by its worst slot. */
export interface NightCell extends Forecast {
  hotelId: number;
  kind: string;
  state: CellState;
  scheduleId: string;
  fireAt: Date;
  jobId: string | null;
  jobStatus: LedgerStatus | null;
  progress: number | null;
  startedAt: Date | null;
  completedAt: Date | null;
  dueBy: Date | null;
  /** Slots so far, and those whose job is done. */
  slots: number;
  done: number;
  /** The last runs of the schedule, and how long half of them and nineteen of twenty took at most, ms. */
  runs: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

interface Found {
  kind: string;
  hotelId: number | null;
  at: Date;
}

/** What somebody has to look at. */
export type NightNeed =
  | (Found & { what: 'missed'; scheduleId: string; scheduleName: string | null })
  | (Found & { what: 'dead'; letterId: string; fingerprint: string; jobId: string; error: JobError })
  | (Found & { what: 'failed-items'; jobId: string; items: number });

export type NightNext = Found & { scheduleId: string; scheduleName: string | null };

export interface NightNeeds {
  needs: NightNeed[];
  /** More than are listed. */
  total: number;
  next: NightNext[];
}

/** Which night: the evening's date, or each hotel's present night; of all hotels or of one. */
export interface WhichNight {
  date?: LocalDate;
  hotelId?: number;
}

/** Entries of each sort in the list of what needs somebody, and of what comes next. */
const NEEDS_OF_A_SORT = 100;
const NEXT_ONES = 10;

type Counted<T> = T & { total: number };
type CellRow = Omit<NightCell, keyof Forecast> & { startsAt: Date };

/** A night of all hotels: what was owed, what became of it, and what comes next. Reads a few statements, however many hotels there are. */
@Injectable()
export class NightBoard {
  constructor(private readonly db: TenantDatabase) {}

  /** Hotels by name, each with its night. */
  async hotels(
    { date, hotelId }: WhichNight,
    limit: number,
    offset: number,
  ): Promise<{ hotels: HotelNight[]; total: number }> {
    const rows = await this.db.rows<Counted<HotelNight>>(HOTELS, [date ?? null, hotelId ?? null, limit, offset]);
    return { hotels: rows.map(({ total: _, ...hotel }) => hotel), total: rows[0]?.total ?? 0 };
  }

  /** The cells of these hotels. */
  async cells({ date }: WhichNight, hotelIds: readonly number[], now = new Date()): Promise<NightCell[]> {
    if (hotelIds.length === 0) return [];
    const rows = await this.db.rows<CellRow>(CELLS, [date ?? null, hotelIds]);
    return rows.map(({ startsAt, ...cell }) => ({ ...cell, ...outlook({ startsAt, ...cell }, now) }));
  }

  /** What needs somebody, the worst sort first, and what comes next. */
  async needs({ date, hotelId }: WhichNight): Promise<NightNeeds> {
    const values = [date ?? null, hotelId ?? null];
    return this.db.transaction(async (tx) => {
      const list = <T>(sql: string, most: number) => tx.rows<Counted<T>>(sql, [...values, most]);
      const dead = await list<Omit<Extract<NightNeed, { what: 'dead' }>, 'what'>>(DEAD, NEEDS_OF_A_SORT);
      const missed = await list<NightNext>(MISSED, NEEDS_OF_A_SORT);
      const failed = await list<Found & { jobId: string; items: number }>(FAILED_ITEMS, NEEDS_OF_A_SORT);
      const next = await tx.rows<NightNext>(NEXT, [...values, NEXT_ONES]);
      return {
        needs: [
          ...dead.map(({ total: _, ...one }) => ({ what: 'dead' as const, ...one })),
          ...missed.map(({ total: _, ...one }) => ({ what: 'missed' as const, ...one })),
          ...failed.map(({ total: _, ...one }) => ({ what: 'failed-items' as const, ...one })),
        ],
        total: (dead[0]?.total ?? 0) + (missed[0]?.total ?? 0) + (failed[0]?.total ?? 0),
        next,
      };
    });
  }
}

const UNFINISHED: readonly CellState[] = ['owed', 'running', 'late'];

function outlook(cell: CellRow, now: Date): Forecast {
  return UNFINISHED.includes(cell.state) && cell.completedAt === null
    ? forecast(cell, now)
    : { expectedEnd: null, atRisk: false };
}
