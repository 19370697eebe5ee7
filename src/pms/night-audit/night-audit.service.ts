import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { formatMoney, parseMoney } from '../../platform/money/index.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import type { AuditCheck } from '../business-days/audit-checks.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { NIGHT_JOBS } from '../nights/night-job.js';
import { NightRuns } from '../nights/night-runs.js';
import { type Totals, totalsOf } from '../taxes/tax.js';
import { AuditFindings } from './audit-findings.js';
import { exceptionsOf } from './exceptions.js';
import { type ChargedRow, type DayCounts, type DepositFigures, FiguresRepository } from './figures.repository.js';
import type { DepositLedger, NightFigures, JobLine, NightAuditPack, RevenueLine } from './night-audit.dto.js';

/** The pack of a night: what each job did, the day's figures, the trial balance, and what to look at. */
@Injectable()
export class NightAuditService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly hotels: HotelsService,
    private readonly days: BusinessDaysRepository,
    private readonly findings: AuditFindings,
    private readonly nights: NightRuns,
    private readonly figures: FiguresRepository,
  ) {}

  /**
   * The pack frozen when the day was closed, or a preliminary one of the open day.
   * @throws AppError NOT_FOUND (hotel, a day that does not exist), VALIDATION_FAILED
   */
  get(hotelId: number, date: string): Promise<NightAuditPack> {
    return this.db.transaction(async () => {
      assertDate('date', date);
      const hotel = await this.hotels.get(hotelId);
      const frozen = await this.days.pack<NightAuditPack>(hotel.id, date);
      if (frozen) return inPresentWords(frozen);
      const open = await this.days.current(hotel);
      if (open.businessDate !== date) throw notFound('Business day');
      return this.make(hotel, date, await this.findings.checks(hotel.id, date), 'preliminary');
    });
  }

  /** In the caller's transaction. */
  async make(
    hotel: HotelRow,
    date: LocalDate,
    checks: AuditCheck[],
    status: NightAuditPack['status'],
  ): Promise<NightAuditPack> {
    const money = (minor: number) => formatMoney(minor, hotel.currency);
    const counts = await this.figures.counts(hotel.id, date, hotel.timeZone);
    const charged = await this.figures.charged(hotel.id, date);
    const paid = await this.figures.paid(hotel.id, date);
    const jobs = await this.jobLines(hotel.id, date);
    const chargedMinor = totals(charged).grossMinor;
    const paidMinor = paid.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const openingMinor = await this.opening(hotel, date);
    const { id, name, legalName, timeZone: timezone, currency } = hotel;
    return {
      hotel: { id, name, legalName, timezone, currency },
      businessDate: date,
      status,
      generatedAt: new Date().toISOString(),
      figures: figuresOf(counts, totals(charged.filter(({ kind }) => kind === 'night')).netMinor, money),
      revenue: charged.map((row) => revenueLine(row, money)),
      payments: paid.map(({ method, count, amountMinor }) => ({ method, count, amount: money(amountMinor) })),
      trialBalance: {
        opening: money(openingMinor),
        charged: money(chargedMinor),
        paid: money(paidMinor),
        closing: money(openingMinor + chargedMinor - paidMinor),
        deposits: depositLedger(await this.figures.deposits(hotel.id, date), money),
      },
      jobs,
      checks,
      exceptions: exceptionsOf(jobs, checks),
    };
  }

  private async opening(hotel: HotelRow, date: LocalDate): Promise<number> {
    const before = await this.figures.balanceBefore(hotel.id, date);
    if (before !== undefined) return parseMoney(before, hotel.currency);
    const { charged, paidMinor } = await this.figures.postedBefore(hotel.id, date);
    return totals(charged).grossMinor - paidMinor;
  }

  /** A line for every night job, also for those that did not run. */
  private async jobLines(hotelId: number, date: LocalDate): Promise<JobLine[]> {
    const runs = new Map((await this.nights.ofNight(hotelId, date)).map((run) => [run.jobName, run]));
    return NIGHT_JOBS.map(({ contract: { name: jobName } }) => {
      const run = runs.get(jobName);
      const { jobId = null, finishedAt, result = null } = run ?? {};
      return { jobName, jobId, finishedAt: finishedAt?.toISOString() ?? null, result };
    });
  }
}

const NO_DEPOSITS: DepositFigures = { openingMinor: 0, receivedMinor: 0, refundedMinor: 0, appliedMinor: 0 };

/** Packs frozen by earlier releases have the zone of their hotel under its former name, and know no deposits. */
function inPresentWords(pack: NightAuditPack): NightAuditPack {
  const { timeZone, ...hotel } = pack.hotel as NightAuditPack['hotel'] & { timeZone?: string };
  const none = depositLedger(NO_DEPOSITS, (minor) => formatMoney(minor, pack.hotel.currency));
  const trialBalance = { ...pack.trialBalance, deposits: pack.trialBalance.deposits ?? none };
  return { ...pack, trialBalance, hotel: { ...hotel, timezone: hotel.timezone ?? timeZone } };
}

function totals(rows: readonly ChargedRow[]): Totals {
  return totalsOf(
    rows.map(({ amountMinor, priceMode, taxCode: code, taxRate: rate, taxTreatment: treatment }) => ({
      amountMinor,
      priceMode,
      tax: { code, rate, treatment },
    })),
  );
}

function depositLedger(figures: DepositFigures, money: (minor: number) => string): DepositLedger {
  const { openingMinor, receivedMinor, refundedMinor, appliedMinor } = figures;
  return {
    opening: money(openingMinor),
    received: money(receivedMinor),
    refunded: money(refundedMinor),
    applied: money(appliedMinor),
    closing: money(openingMinor + receivedMinor - refundedMinor - appliedMinor),
  };
}

function revenueLine(row: ChargedRow, money: (minor: number) => string): RevenueLine {
  const { netMinor, taxMinor, grossMinor } = totals([row]);
  const { kind, taxCode, taxRate, lines } = row;
  return { kind, taxCode, taxRate, lines, net: money(netMinor), tax: money(taxMinor), gross: money(grossMinor) };
}

function figuresOf(counts: DayCounts, roomNetMinor: number, money: (minor: number) => string): NightFigures {
  const inOrder = counts.rooms - counts.outOfOrder;
  const per = (rooms: number) => (rooms > 0 ? money(Math.round(roomNetMinor / rooms)) : null);
  return {
    ...counts,
    occupancyPct: inOrder > 0 ? ((counts.occupied / inOrder) * 100).toFixed(2) : null,
    averageDailyRate: per(counts.occupied),
    revenuePerRoom: per(inOrder),
  };
}
