import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, today } from '../../platform/dates/index.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import { FoliosService } from '../folios/folios.service.js';
import { blockers } from '../business-days/audit-checks.js';
import { AuditFindings } from './audit-findings.js';
import { NightAuditService } from './night-audit.service.js';
import { BusinessDaysRepository, type BusinessDayRow } from '../business-days/business-days.repository.js';

export interface Waiver {
  check: string;
  reason: string;
}

/** Opens and closes a hotel's business days; one is open at a time. */
@Injectable()
export class BusinessDaysService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly days: BusinessDaysRepository,
    private readonly findings: AuditFindings,
    private readonly folios: FoliosService,
    private readonly audits: NightAuditService,
  ) {}

  /** @throws AppError NOT_FOUND */
  async list(
    hotelId: number,
    limit: number,
    offset: number,
  ): Promise<{ businessDays: BusinessDayRow[]; total: number }> {
    return this.days.page((await this.hotels.get(hotelId)).id, limit, offset);
  }

  /** The open day with its checklist as it is now; reading it opens no day. @throws AppError NOT_FOUND */
  current(hotelId: number): Promise<BusinessDayRow> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const day = await this.days.current(hotel);
      return { ...day, checks: await this.findings.checks(hotel.id, day.businessDate) };
    });
  }

  /** A day, open or closed; its checklist as it was at the close. @throws AppError NOT_FOUND, VALIDATION_FAILED */
  async get(hotelId: number, date: string): Promise<BusinessDayRow> {
    assertDate('date', date);
    const hotel = await this.hotels.get(hotelId);
    const day = await this.days.find(hotel.id, date);
    if (!day) throw notFound('Business day');
    return day.status === 'open' ? { ...day, checks: await this.findings.checks(hotel.id, date) } : day;
  }

  /**
   * Charges the night to every guest who is checked in, freezes the checklist and the pack, and opens the next date.
   * @throws AppError NOT_FOUND; CONFLICT when the date is not the open one, is not over at the hotel, or a blocker is
   * neither resolved nor waived (`checks` names them)
   */
  close(hotelId: number, closing: string, waivers: readonly Waiver[] = []): Promise<BusinessDayRow> {
    return this.db.transaction(async () => {
      const hotel = await this.hotels.get(hotelId);
      const { businessDate: date } = await this.days.lock(hotel);
      if (date !== closing) throw new AppError('CONFLICT', `The open business date is ${date}`);
      if (date > today(hotel.timeZone, new Date()))
        throw new AppError('CONFLICT', `${date} has not begun at the hotel`);
      const waived = Object.fromEntries(waivers.map(({ check, reason }) => [check, reason]));
      const checks = await this.findings.checks(hotel.id, date, waived);
      const open = blockers(checks);
      if (open.length > 0) {
        const words = open.map(({ check, count }) => `${check} (${count})`).join(', ');
        throw new AppError('CONFLICT', `The day cannot be closed: ${words}`, { extra: { checks } });
      }
      await this.folios.postNights(hotel.id, date);
      const pack = await this.audits.make(hotel, date, checks, 'final');
      const closedBy = this.context.principal?.userId ?? null;
      const day = await this.days.close(hotel.id, date, { checks, pack, closedBy });
      await this.days.begin(hotel.id, addDays(date, 1));
      return day;
    });
  }
}
