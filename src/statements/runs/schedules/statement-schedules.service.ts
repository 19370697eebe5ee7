import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SchedulesService } from '../../../jobs/index.js';
import { violates } from '../../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { type LocalDate, today } from '../../../platform/dates/index.js';
import { AppError, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { given } from '../../../platform/http/given.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { StatementSettingsService } from '../../parties/settings/statement-settings.service.js';
import { cronOf, nextFirings } from './schedule-rule.js';
import { toRule } from './schedule-values.js';
import { StatementSchedule } from './statement-schedule.entity.js';
import { StatementScheduleJob } from './statement-schedule.job.js';
import type {
  CreateStatementScheduleRequest,
  StatementScheduleResponse,
  UpdateStatementScheduleRequest,
} from './statement-schedules.dto.js';

/** Firings that an answer shows. */
const SHOWN = 5;
const USUAL_ZONE = 'UTC';

/** Schedules of statements, each with a schedule of the platform that follows it. */
@Injectable()
export class StatementSchedulesService implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly schedules: SchedulesService,
    private readonly settings: StatementSettingsService,
  ) {}

  onModuleInit(): void {
    this.settings.onSaved(async ({ timezone }, before) => {
      if (timezone === before?.timezone) return;
      for (const row of await this.all()) await this.follow(row, timezone);
    });
  }

  /** The manager's. */
  async zone(): Promise<string> {
    return (await this.settings.find())?.timezone ?? USUAL_ZONE;
  }

  find(id: number): Promise<StatementSchedule | null> {
    return this.db.withRepository(StatementSchedule, (rows) => rows.findOneBy({ id }));
  }

  /** By id. */
  all(): Promise<StatementSchedule[]> {
    return this.db.withRepository(StatementSchedule, (rows) => rows.find({ order: { id: 'ASC' } }));
  }

  async list(): Promise<StatementScheduleResponse[]> {
    const zone = await this.zone();
    return (await this.all()).map((row) => toResponse(row, zone));
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<StatementScheduleResponse> {
    return toResponse(await this.needed(id), await this.zone());
  }

  /** @throws AppError VALIDATION_FAILED; CONFLICT for a name that is taken */
  create(request: CreateStatementScheduleRequest): Promise<StatementScheduleResponse> {
    return this.save(null, request);
  }

  /** @throws AppError NOT_FOUND; VALIDATION_FAILED; CONFLICT for a name that is taken */
  async update(id: number, request: UpdateStatementScheduleRequest): Promise<StatementScheduleResponse> {
    return this.db.transaction(async () => {
      const {
        name,
        rhythm,
        calculationType,
        groupingBy: grouping,
        notify,
        active,
        ...before
      } = await this.needed(id, true);
      // A schedule that changes its rhythm states as the new one usually does, unless it says.
      const period = request.rhythm && request.rhythm !== rhythm ? undefined : before.period;
      const { dayOfMonth, weekday, anchorDate, localTime, skipDates } = before;
      const earlier = { name, rhythm, calculationType, grouping, notify, active, localTime, skipDates, period };
      const days = {
        dayOfMonth: dayOfMonth ?? undefined,
        weekday: weekday ?? undefined,
        anchorDate: anchorDate ?? undefined,
      };
      return this.save(id, { ...earlier, ...days, ...given(request) });
    });
  }

  /** Its runs stay. @throws AppError NOT_FOUND */
  async remove(id: number): Promise<void> {
    await this.db.transaction(async () => {
      await this.needed(id, true);
      await this.db.withRepository(StatementSchedule, (rows) => rows.delete({ id }));
      await this.schedules.remove(keyOf(id));
    });
  }

  private async save(
    id: number | null,
    {
      name,
      calculationType = null,
      grouping = 'listing',
      notify = true,
      active = true,
      ...request
    }: CreateStatementScheduleRequest,
  ): Promise<StatementScheduleResponse> {
    const zone = await this.zone();
    const { anchorDate, skipDates = [] } = request;
    if (anchorDate !== undefined) assertDate('anchorDate', anchorDate);
    skipDates.forEach((date, index) => assertDate(`skipDates.${index}`, date));
    const rule = toRule({ ...request, anchorDate, skipDates: skipDates as LocalDate[] }, today(zone, new Date()));
    const values = {
      ...rule,
      skipDates: [...rule.skipDates],
      name,
      calculationType,
      groupingBy: grouping,
      notify,
      active,
    };
    try {
      return await this.db.transaction(async (tx) => {
        const rows = tx.repository(StatementSchedule);
        if (id === null) {
          const createdBy = this.context.principal?.userId ?? null;
          const { identifiers } = await rows.insert({ ...values, createdBy });
          id = identifiers[0]!.id as number;
        } else await rows.update({ id }, values);
        const row = await rows.findOneByOrFail({ id });
        await this.follow(row, zone);
        return toResponse(row, zone);
      });
    } catch (error) {
      if (violates(error, 'statement_schedule_name_key'))
        throw new AppError('CONFLICT', 'A schedule of statements of this name exists');
      throw error;
    }
  }

  /** Moves the platform's schedule to where this one is now. */
  private async follow(row: StatementSchedule, timezone: string): Promise<void> {
    await this.schedules.put({
      key: keyOf(row.id),
      contract: StatementScheduleJob,
      data: { scheduleId: row.id },
      cron: cronOf(row),
      timezone,
      enabled: row.active,
      label: `Statements: ${row.name}`.slice(0, 100),
      // After a time without schedulers every slot is looked at: the one that counts need not be the last.
      misfire: 'all',
    });
  }

  private async needed(id: number, lock = false): Promise<StatementSchedule> {
    if (lock) await this.db.rows('SELECT FROM statement_schedule WHERE id = $1 FOR UPDATE', [id]);
    const row = await this.find(id);
    if (!row) throw notFound('Statement schedule');
    return row;
  }
}

const keyOf = (id: number) => `statement-schedule:${id}`;

function toResponse(row: StatementSchedule, timezone: string): StatementScheduleResponse {
  const { groupingBy: grouping, id, name, rhythm, dayOfMonth, weekday, anchorDate, localTime, period } = row;
  const { calculationType, skipDates, notify, active } = row;
  return {
    ...{ id, name, rhythm, dayOfMonth, weekday, anchorDate, localTime, period, calculationType, grouping, skipDates },
    ...{ notify, active, timezone },
    nextRuns: active ? nextFirings(row, timezone, new Date(), SHOWN) : [],
  };
}
