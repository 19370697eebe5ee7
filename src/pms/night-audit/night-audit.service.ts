import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import { formatMoney, parseMoney } from '../../platform/money/index.js';
import { type HotelRow, HotelsService } from '../../rooms/index.js';
import type { AuditCheck } from '../business-days/audit-checks.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { NightRuns } from '../nights/night-runs.js';
import { AuditFindings } from './audit-findings.js';
import { ChecklistNames } from './checklist-names.js';
import { depositLedger } from './deposit-ledger.js';
import { aboutNobody, exceptionsOf, type Names } from './exceptions.js';
import { type DayCounts, FiguresRepository, type PaidRow } from './figures.repository.js';
import { GuestLedgerRepository } from './guest-ledger.repository.js';
import { guestLedger, owingBefore } from './guest-ledger.js';
import { inPresentWords, jobLines } from './job-lines.js';
import type { NightAuditPack, NightFigures, PaymentLine } from './night-audit.dto.js';
import type { AuditException, GuestLedgerLine, PackGuest, PackNoShow } from './pack-rows.dto.js';
import { type NoShowRow, PeopleOfDayRepository } from './people-of-day.repository.js';
import { revenueOf, totals } from './revenue.js';

/** How a day is being closed. */
export interface ClosedDay {
  closedAt: Date;
  closedByName: string | null;
  closableFrom: Date;
  earlyReason: string | null;
}

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
    private readonly ledger: GuestLedgerRepository,
    private readonly people: PeopleOfDayRepository,
    private readonly checklist: ChecklistNames,
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
      const pack = frozen ? inPresentWords(frozen) : await this.preliminary(hotel, date);
      return { ...pack, checks: await this.checklist.of(hotel.id, date, pack.checks) };
    });
  }

  private async preliminary(hotel: HotelRow, date: LocalDate): Promise<NightAuditPack> {
    const open = await this.days.current(hotel);
    if (open.businessDate !== date) throw notFound('Business day');
    return this.make(hotel, date, await this.findings.checks(hotel, date), null);
  }

  /** In the caller's transaction. @param closed how the day is closed; null: it stays open */
  async make(
    hotel: HotelRow,
    date: LocalDate,
    checks: AuditCheck[],
    closed: ClosedDay | null,
  ): Promise<NightAuditPack> {
    const money = (minor: number) => formatMoney(minor, hotel.currency);
    const counts = await this.figures.counts(hotel.id, date, hotel.timeZone);
    const charged = await this.figures.charged(hotel.id, date);
    const paid = await this.figures.paid(hotel.id, date);
    const before = await this.figures.before(hotel.id, date);
    const owing = owingBefore(before, hotel.currency);
    const ledger = guestLedger(await this.ledger.of(hotel.id, date, owing && [...owing.keys()]), owing, hotel.currency);
    const revenue = revenueOf(charged, ledger.chargedMinor, hotel.currency);
    // A pack of an earlier release has a balance and no ledger.
    const openingMinor = before && !owing ? parseMoney(before.closing, hotel.currency) : ledger.openingMinor;
    const arrived = await this.people.arrived(hotel.id, date);
    const departed = await this.people.departed(hotel.id, date);
    const noShows = await this.people.noShows(hotel.id, date);
    const notCome = noShows.map((row) => packNoShow(row, money));
    const jobs = jobLines(hotel, await this.nights.ofNight(hotel, date), noShows);
    const names = await this.names(hotel, date, checks, ledger.lines);
    const roomNetMinor = totals(await this.figures.roomNights(hotel.id, date)).netMinor;
    const { id, name, legalName, timeZone: timezone, currency } = hotel;
    return {
      hotel: { id, name, legalName, timezone, currency },
      businessDate: date,
      status: closed ? 'final' : 'preliminary',
      generatedAt: (closed?.closedAt ?? new Date()).toISOString(),
      closing: closed && {
        at: closed.closedAt.toISOString(),
        by: closed.closedByName,
        closableFrom: closed.closableFrom.toISOString(),
        earlyReason: closed.earlyReason,
      },
      figures: figuresOf(counts, { arrived, departed, noShows }, roomNetMinor, money),
      revenue: revenue.lines,
      departments: revenue.departments,
      revenueTotal: revenue.total,
      payments: paid.map((row) => paymentLine(row, money)),
      depositPayments: (await this.figures.depositsPaid(hotel.id, date)).map((row) => paymentLine(row, money)),
      trialBalance: {
        opening: money(openingMinor),
        charged: money(ledger.chargedMinor),
        paid: money(ledger.paidMinor),
        closing: money(openingMinor + ledger.chargedMinor - ledger.paidMinor),
        deposits: depositLedger(await this.figures.deposits(hotel.id, date), money),
      },
      guestLedger: ledger.lines,
      arrived,
      departed,
      notCome,
      jobs,
      checks,
      exceptions: [...closedEarly(closed), ...exceptionsOf(jobs, checks, notCome, names)],
    };
  }

  /** Who the codes of the checklist are. */
  private async names(
    { id, currency }: HotelRow,
    date: LocalDate,
    checks: readonly AuditCheck[],
    ledger: readonly GuestLedgerLine[],
  ): Promise<Names> {
    const codes = checks.filter(({ check }) => check !== 'NIGHT_JOBS').flatMap(({ examples }) => examples);
    const stays = await this.people.named(id, date, [...new Set(codes)]);
    return {
      currency,
      stays: new Map(stays.map((stay) => [stay.booking, stay])),
      owed: new Map(ledger.map(({ booking, closing }) => [booking, closing])),
    };
  }
}

function paymentLine({ method, count, amountMinor }: PaidRow, money: (minor: number) => string): PaymentLine {
  return { method, count, amount: money(amountMinor) };
}

function closedEarly(closed: ClosedDay | null): AuditException[] {
  return closed?.earlyReason ? [aboutNobody('EARLY_CLOSE', `Closed before its hour: ${closed.earlyReason}`)] : [];
}

function packNoShow(row: NoShowRow, money: (minor: number) => string): PackNoShow {
  const { room, guest, booking, outcome, feeMinor, cameAfterAll } = row;
  return { room, guest, booking, outcome, fee: money(feeMinor), cameAfterAll };
}

interface People {
  arrived: readonly PackGuest[];
  departed: readonly PackGuest[];
  noShows: readonly NoShowRow[];
}

function figuresOf(
  counts: DayCounts,
  { arrived, departed, noShows }: People,
  roomNetMinor: number,
  money: (minor: number) => string,
): NightFigures {
  const inOrder = counts.rooms - counts.outOfOrder;
  const per = (rooms: number) => (rooms > 0 ? money(Math.round(roomNetMinor / rooms)) : null);
  const away = (which: NoShowRow['outcome']) =>
    noShows.filter(({ outcome, cameAfterAll }) => outcome === which && !cameAfterAll).length;
  return {
    ...counts,
    arrivals: arrived.length,
    departures: departed.length,
    noShows: away('NO_SHOW'),
    released: away('RELEASED'),
    occupancyPct: inOrder > 0 ? ((counts.occupied / inOrder) * 100).toFixed(2) : null,
    averageDailyRate: per(counts.occupied),
    revenuePerRoom: per(inOrder),
  };
}
