import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import type {
  ManualBlockResponse,
  CreateManualBlockRequest,
  BlockOnceRequest,
  BlockWeeklyRequest,
} from './blocks.dto.js';
import { ManualBlockRow } from './manual-block.entity.js';

/** Most blocks of a user; each is looked at for every day that is asked about. */
export const MOST_BLOCKS = 200;
/** Longest time of a block that holds once. */
const LONGEST_MS = 366 * 86_400_000;

type Times = Pick<ManualBlockRow, 'startsAt' | 'endsAt' | 'weekdays' | 'fromTime' | 'toTime' | 'since' | 'until'>;
const NO_TIMES: Times = {
  ...{ startsAt: null, endsAt: null, weekdays: null, fromTime: null, toTime: null, since: null, until: null },
};

/** Time that the user who acts keeps for herself. */
@Injectable()
export class BlocksService {
  constructor(private readonly db: PersonalDatabase) {}

  async list(): Promise<ManualBlockResponse[]> {
    const rows = await this.db.withRepository(ManualBlockRow, (blocks) =>
      blocks.find({ order: { createdAt: 'ASC', id: 'ASC' }, take: MOST_BLOCKS }),
    );
    return rows.map(toResponse);
  }

  /** @throws AppError VALIDATION_FAILED, CONFLICT where there are too many */
  async create({ kind, title, once, weekly }: CreateManualBlockRequest): Promise<ManualBlockResponse> {
    if ((once === undefined) === (weekly === undefined)) throw invalid('once', 'give either once or weekly');
    const times = { ...NO_TIMES, ...(once ? onceTimes(once) : weeklyTimes(weekly!)) };
    const id = uuidv7();
    return this.db.transaction(async (tx) => {
      // Of two at a time the second sees how many there are.
      await tx.rows(
        `SELECT pg_advisory_xact_lock(hashtextextended('manual-blocks ' || current_setting('app.person_id'), 0))`,
      );
      const blocks = tx.repository(ManualBlockRow);
      if ((await blocks.count()) >= MOST_BLOCKS)
        throw new AppError('CONFLICT', `You have ${MOST_BLOCKS} blocks, which is the most; delete one first`);
      await blocks.insert({ id, kind, title: title ?? null, ...times });
      return toResponse(await blocks.findOneByOrFail({ id }));
    });
  }

  /** @throws AppError NOT_FOUND */
  async delete(id: string): Promise<void> {
    const { affected } = await this.db.withRepository(ManualBlockRow, (blocks) => blocks.delete({ id }));
    if (affected === 0) throw notFound('Block');
  }
}

function onceTimes(once: BlockOnceRequest): Pick<Times, 'startsAt' | 'endsAt'> {
  const startsAt = new Date(once.start);
  const endsAt = new Date(once.end);
  const length = endsAt.getTime() - startsAt.getTime();
  if (!(length > 0)) throw invalid('once.end', 'once.end must be after once.start');
  if (length > LONGEST_MS) throw invalid('once.end', 'once.end must be within a year of once.start');
  return { startsAt, endsAt };
}

function weeklyTimes({ weekdays, from, to, ...dates }: BlockWeeklyRequest): Omit<Times, 'startsAt' | 'endsAt'> {
  const since = dateOf('weekly.since', dates.since) ?? null;
  const until = dateOf('weekly.until', dates.until) ?? null;
  if (since && until && until < since) throw invalid('weekly.until', 'weekly.until must not be before weekly.since');
  return { weekdays: weekdays.toSorted((a, b) => a - b), fromTime: from, toTime: to, since, until };
}

function toResponse(row: ManualBlockRow): ManualBlockResponse {
  const { id, kind, title, createdAt, startsAt, endsAt, weekdays, fromTime, toTime, since, until } = row;
  const once = startsAt && endsAt && { start: startsAt, end: endsAt };
  const weekly = weekdays && { weekdays, from: fromTime!.slice(0, 5), to: toTime!.slice(0, 5), since, until };
  return { id, kind, title, once, weekly, createdAt };
}
