import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, type LocalDate, today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import { FoliosService } from '../folios/folios.service.js';
import { type AuditCheck, blockers, type Waivers } from '../business-days/audit-checks.js';
import { closableFrom, type DayHours } from '../business-days/house-day.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { AuditFindings } from './audit-findings.js';
import { ChecklistNames } from './checklist-names.js';
import { NightAuditService } from './night-audit.service.js';
import { BusinessDaysRepository, type BusinessDayRow } from '../business-days/business-days.repository.js';

export interface Waiver {
  check: string;
  /** With NIGHT_JOBS: the job. */
  job?: string;
  reason: string;
}

/** What a person may say about a close. */
export interface CloseWords {
  waive?: readonly Waiver[];
  /** Why the day is closed before the hotel's hour. */
  earlyReason?: string;
}

/** A day with the instant from which it may be closed without a reason. */
export type ClosableDay = BusinessDayRow & { closableFrom: Date };

/** Opens and closes a hotel's business days; one is open at a time. */
@Injectable()
export class BusinessDaysService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly days: BusinessDaysRepository,
    private readonly findings: AuditFindings,
    private readonly folios: FoliosService,
    private readonly audits: NightAuditService,
    private readonly names: ChecklistNames,
  ) {}

  /** @throws AppError NOT_FOUND */
  async list(hotelId: number, limit: number, offset: number): Promise<{ businessDays: ClosableDay[]; total: number }> {
    const hotel = await this.hotels.get(hotelId);
    const hours = await this.policies.get(hotel.id);
    const { businessDays, total } = await this.days.page(hotel.id, limit, offset);
    return { businessDays: businessDays.map((day) => closable(day, hours, hotel)), total };
  }

  /**
   * The open day with its checklist as it is now; reading it opens no day.
   * @param withChecks false: only the day; the checklist reads the bills of weeks
   * @throws AppError NOT_FOUND
   */
  current(hotelId: number, withChecks = true): Promise<ClosableDay> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const day = await this.days.current(hotel);
      if (!withChecks) return closable({ ...day, checks: null }, await this.policies.get(hotel.id), hotel);
      const found = await this.findings.checks(hotel, day.businessDate);
      const checks = await this.names.of(hotel.id, day.businessDate, found);
      return closable({ ...day, checks }, await this.policies.get(hotel.id), hotel);
    });
  }

  /** A day, open or closed; its checklist as it was at the close. @throws AppError NOT_FOUND, VALIDATION_FAILED */
  async get(hotelId: number, date: string): Promise<ClosableDay> {
    assertDate('date', date);
    const hotel = await this.hotels.get(hotelId);
    const day = await this.days.find(hotel.id, date);
    if (!day) throw notFound('Business day');
    const found = day.status === 'open' ? await this.findings.checks(hotel, date) : day.checks;
    const checks = found && (await this.names.of(hotel.id, date, found));
    return closable({ ...day, checks }, await this.policies.get(hotel.id), hotel);
  }

  /**
   * Charges the night to every guest who is checked in, freezes the checklist and the pack, and opens the next date.
   * @throws AppError NOT_FOUND; DAY_NOT_OPEN for another date than the open one; DAY_NOT_BEGUN at the hotel; DAY_NOT_OVER
   * before the hotel's hour, without a reason (`closableFrom`); CHECKLIST_OPEN when a blocker is neither resolved nor waived
   * (`checks` names them)
   */
  close(hotelId: number, closing: string, { waive = [], earlyReason }: CloseWords = {}): Promise<ClosableDay> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const { businessDate: date } = await this.days.lock(hotel);
      if (date !== closing) throw new AppError('DAY_NOT_OPEN', `The open business date is ${date}`);
      const now = new Date();
      if (date > today(hotel.timeZone, now))
        throw new AppError('DAY_NOT_BEGUN', `${date} has not begun at the hotel; it may be closed when it is over`);
      const hours = await this.policies.get(hotel.id);
      const checks = await this.findings.checks(hotel, date, waiversOf(waive));
      const from = closableFrom(date, hours, hotel.timeZone);
      const isEarly = now < from;
      if (isEarly && earlyReason === undefined) throw notOver(date, from, hours, checks);
      const open = blockers(checks);
      if (open.length > 0) throw stillOpen(open, checks);
      await this.folios.postNights(hotel.id, date);
      const { userId: closedBy = null, email: closedByName = null } = this.context.principal ?? {};
      const how = { closedBy, closedByName, earlyReason: (isEarly && earlyReason) || null };
      const pack = await this.audits.make(hotel, date, checks, { ...how, closableFrom: from, closedAt: now });
      const day = await this.days.close(hotel.id, date, { checks, pack, ...how });
      await this.days.begin(hotel.id, addDays(date, 1));
      return { ...day, checks: await this.names.of(hotel.id, date, checks), closableFrom: from };
    });
  }
}

function closable(day: BusinessDayRow, hours: DayHours, { timeZone }: HotelRow): ClosableDay {
  return { ...day, closableFrom: closableFrom(day.businessDate, hours, timeZone) };
}

/** A waiver of NIGHT_JOBS that names no job holds for all that did not run. */
function waiversOf(waive: readonly Waiver[]): Waivers {
  const ofJobs = waive.flatMap(({ check, job, reason }) =>
    check === 'NIGHT_JOBS' && job !== undefined ? [[job, reason] as const] : [],
  );
  const ofChecks = waive.filter(({ job }) => job === undefined).map(({ check, reason }) => [check, reason] as const);
  return { checks: Object.fromEntries(ofChecks), jobs: Object.fromEntries(ofJobs) };
}

function notOver(date: LocalDate, from: Date, { closeFrom, noShowCutoff }: DayHours, checks: AuditCheck[]): AppError {
  const hour = `${addDays(date, 1)} ${closeFrom ?? noShowCutoff} by the hotel's clock`;
  const words = `${date} is not over: it may be closed from ${hour} on, or now with an earlyReason`;
  return new AppError('DAY_NOT_OVER', words, { extra: { closableFrom: from.toISOString(), checks } });
}

function stillOpen(open: readonly AuditCheck[], checks: AuditCheck[]): AppError {
  const found = open.map(({ check, count, examples }) => `${check} (${count}: ${examples.slice(0, 5).join(', ')})`);
  const words = `The day cannot be closed: ${found.join('; ')}. Resolve them, or waive each with a reason`;
  return new AppError('CHECKLIST_OPEN', words, { extra: { checks } });
}
