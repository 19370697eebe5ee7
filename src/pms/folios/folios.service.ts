import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { formatMoney } from '../../platform/money/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { HotelPolicyRepository, priceModeOf, UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import type { Tax } from '../taxes/tax.js';
import { DepositsRepository } from './deposits.repository.js';
import { amountOf, checkSize, openWindow } from './amounts.js';
import {
  type DepositRow,
  type FolioLineRow,
  type FolioPaymentRow,
  type FolioRow,
  type FolioWindowRow,
  MOST_WINDOWS,
  type Payer,
} from './folio-row.js';
import type { ChargeRequest, PaymentRequest } from './folios.dto.js';
import { FoliosRepository, type NewPayment } from './folios.repository.js';
import { CityTaxLinesRepository } from './city-tax-lines.repository.js';

export interface Folio extends FolioRow {
  windows: FolioWindowRow[];
  lines: FolioLineRow[];
  payments: FolioPaymentRow[];
  deposits: DepositRow[];
}

export type PayListener = (payment: FolioPaymentRow) => Promise<void>;
/** Takes back by a credit note what `line` says; answers false when no invoice carries the line. */
export type Creditor = (folio: FolioRow, line: FolioLineRow, reason: string) => Promise<boolean>;

/** Folios of bookings. Lines get the hotel's open business date; a window that was invoiced takes no more lines. */
@Injectable()
export class FoliosService {
  private readonly payListeners: PayListener[] = [];
  private creditor?: Creditor;

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly folios: FoliosRepository,
    private readonly deposits: DepositsRepository,
    private readonly days: BusinessDaysRepository,
    private readonly policies: HotelPolicyRepository,
    private readonly taxes: TaxCategoriesRepository,
    private readonly cityTaxes: CityTaxLinesRepository,
  ) {}

  /** Calls the listener in the transaction that posts a payment. */
  onPaid(listener: PayListener): void {
    this.payListeners.push(listener);
  }

  /** Says who takes back what an invoice carries. */
  creditBy(creditor: Creditor): void {
    this.creditor = creditor;
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<Folio> {
    return this.db.transaction(async () => this.whole(await this.folios.get(id)));
  }

  /** The booking's folio, opened if it has none. @throws AppError NOT_FOUND */
  ofBooking(bookingId: string): Promise<Folio> {
    return this.db.transaction(async () => this.whole(await this.opened(bookingId)));
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED, CONFLICT (window invoiced) */
  charge(id: string, request: ChargeRequest): Promise<FolioLineRow> {
    return this.post(id, request.window, async (folio, window, businessDate) => {
      const { quantity = 1, description } = request;
      const unit = amountOf('amount', request.amount, folio.currency);
      const serviceDate = dateOf('serviceDate', request.serviceDate) ?? businessDate;
      const policy = await this.policies.get(folio.hotelId);
      const line = {
        window,
        kind: 'charge' as const,
        businessDate,
        serviceDate,
        description,
        quantity,
        amountMinor: checkSize(unit * quantity),
        priceMode: request.priceMode ?? priceModeOf(policy),
        tax: await this.tax(folio.hotelId, request.taxCode ?? null),
      };
      const posted = await this.folios.insertLine(folio.id, line, this.userId);
      if (request.department) await this.folios.setDepartment(posted.id, request.department);
      return posted;
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for a refund of more than the window has received */
  pay(id: string, request: PaymentRequest): Promise<FolioPaymentRow> {
    return this.db.transaction(async () => {
      const { folio, businessDate } = await this.posting(id);
      const { window = 1, method, reference = null } = request;
      await this.window(folio.id, window);
      const amountMinor = amountOf('amount', request.amount, folio.currency);
      if (amountMinor === 0) throw invalid('amount', 'amount must not be zero');
      if (amountMinor < 0) await this.checkRefund(folio, window, -amountMinor);
      return this.receive(folio, { window, businessDate, method, amountMinor, reference });
    });
  }

  /** Posts a payment. The caller's transaction has locked the business day and the folio. */
  async receive(folio: FolioRow, payment: NewPayment): Promise<FolioPaymentRow> {
    const posted = await this.folios.insertPayment(folio.id, payment, this.userId);
    for (const listener of this.payListeners) await listener(posted);
    return posted;
  }

  /** A refund gives back what was received in the window and has not been given back. */
  private async checkRefund(folio: FolioRow, window: number, refundMinor: number): Promise<void> {
    const receivedMinor = (await this.folios.payments(folio.id))
      .filter((payment) => payment.window === window)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (refundMinor <= receivedMinor) return;
    const refundable = formatMoney(Math.max(0, receivedMinor), folio.currency);
    throw new AppError('CONFLICT', `At most ${refundable} can be refunded: so much was received in window ${window}`, {
      extra: { reason: 'REFUND_EXCEEDS_RECEIVED', window, refundable },
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT when there are as many as a folio has */
  addWindow(id: string, payer: Payer): Promise<FolioWindowRow> {
    return this.db.transaction(async () => {
      const folio = await this.folios.lock(id);
      const window = await this.folios.addWindow(folio.id, payer);
      if (!window)
        throw new AppError('CONFLICT', `A folio has at most ${MOST_WINDOWS} windows`, {
          extra: { reason: 'TOO_MANY_WINDOWS' },
        });
      return window;
    });
  }

  /** @throws AppError NOT_FOUND, CONFLICT (window invoiced) */
  setPayer(id: string, number: number, payer: Payer): Promise<FolioWindowRow> {
    return this.db.transaction(async () => {
      const folio = await this.folios.lock(id);
      openWindow(await this.window(folio.id, number));
      return (await this.folios.setPayer(folio.id, number, payer))!;
    });
  }

  /**
   * Posts the opposite of what `line` says, which is what is left of it: in the line's own window or, where its invoice is out, by
   * a credit note. The caller's transaction has locked the business day and the folio.
   * @throws AppError CONFLICT when it has been taken back
   */
  async takeBack(folio: FolioRow, line: FolioLineRow, reason: string): Promise<void> {
    if (await this.creditor?.(folio, line, reason)) return;
    const opposite = {
      ...line,
      window: await this.openWindow(folio, line.window),
      kind: 'correction' as const,
      businessDate: await this.businessDate(folio.hotelId),
      description: reason,
      quantity: -line.quantity,
      amountMinor: -line.amountMinor,
      familyMinor: -line.amountMinor,
      tax: { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment },
      correctsId: line.id,
      rootId: line.rootId ?? line.id,
    };
    await this.folios.insertLine(folio.id, opposite, this.userId);
  }

  /** Posts a line once more, to an open window, because what had taken it back was itself taken back. Locked as for takeBack. */
  async postAgain(folio: FolioRow, line: FolioLineRow): Promise<FolioLineRow> {
    const again = {
      ...line,
      window: await this.openWindow(folio, line.window),
      businessDate: await this.businessDate(folio.hotelId),
      tax: { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment },
      correctsId: undefined,
      rootId: undefined,
      familyMinor: undefined,
    };
    return this.folios.insertLine(folio.id, again, this.userId);
  }

  /** Posts nights up to a date and their city taxes, of one booking or of all guests who are checked in; answers how many nights. */
  async postNights(hotelId: number, until: LocalDate, bookingId?: string): Promise<number> {
    const policy = await this.policies.get(hotelId);
    const businessDate = await this.businessDate(hotelId);
    const priceMode = priceModeOf(policy);
    const tax = await this.tax(hotelId, policy.roomTaxCode);
    const posted = await this.folios.postNights({ hotelId, bookingId, until, businessDate, priceMode, tax });
    await this.cityTaxes.post({ hotelId, bookingId, businessDate, priceMode });
    return posted;
  }

  /** Posts the city taxes of a booking's nights that are charged and have none. The caller's transaction has locked day and folio. */
  async postCityTaxes(hotelId: number, bookingId: string): Promise<void> {
    const priceMode = priceModeOf(await this.policies.get(hotelId));
    await this.folios.addOpenWindows([bookingId]);
    await this.cityTaxes.post({ hotelId, bookingId, businessDate: await this.businessDate(hotelId), priceMode });
  }

  /** The booking's folio without its lines, opened if it has none. @throws AppError NOT_FOUND */
  async opened(bookingId: string): Promise<FolioRow> {
    const found = await this.folios.ofBooking(bookingId);
    if (found) return found;
    await this.folios.open([bookingId]);
    const opened = await this.folios.ofBooking(bookingId);
    if (!opened) throw notFound('Booking');
    return opened;
  }

  /** The hotel's open business date, which stays so until the caller's transaction ends. */
  async businessDate(hotelId: number): Promise<LocalDate> {
    return (await this.days.posting(await this.hotels.get(hotelId))).businessDate;
  }

  private async tax(hotelId: number, code: string | null): Promise<Tax> {
    if (code === null) return UNTAXED;
    const tax = await this.taxes.find(hotelId, code);
    if (!tax) throw invalid('taxCode', `The hotel has no tax category "${code}"`);
    return tax;
  }

  private post<T>(
    id: string,
    number: number | undefined,
    write: (folio: FolioRow, window: number, businessDate: LocalDate) => Promise<T>,
  ): Promise<T> {
    return this.db.transaction(async () => {
      const { folio, businessDate } = await this.posting(id);
      const window = openWindow(await this.window(folio.id, number ?? 1));
      return write(folio, window.number, businessDate);
    });
  }

  /**
   * The folio, locked, and the business date for its new lines. The day is locked before the folio, in the same order as by
   * the close of the day, which then locks windows of folios.
   */
  async posting(folioId: string): Promise<{ folio: FolioRow; businessDate: LocalDate }> {
    const { hotelId } = await this.folios.get(folioId);
    const businessDate = await this.businessDate(hotelId);
    return { folio: await this.folios.lock(folioId), businessDate };
  }

  /** This window, or the lowest that is open, or one more. @throws AppError CONFLICT when all windows are invoiced and no further one may be opened */
  private async openWindow(folio: FolioRow, wanted: number): Promise<number> {
    const opens = async () => (await this.folios.windows(folio.id)).filter((window) => !window.invoicedAt);
    let windows = await opens();
    if (windows.length === 0) {
      await this.folios.addOpenWindows([folio.bookingId]);
      windows = await opens();
    }
    const window = windows.find(({ number }) => number === wanted) ?? windows[0];
    if (!window) throw new AppError('CONFLICT', 'All windows of the folio have been invoiced');
    return window.number;
  }

  /** @throws AppError NOT_FOUND */
  async window(folioId: string, number: number): Promise<FolioWindowRow> {
    const window = (await this.folios.windows(folioId)).find((one) => one.number === number);
    if (!window) throw notFound('Folio window');
    return window;
  }

  /** With its windows, lines, payments and deposits. */
  async whole(folio: FolioRow): Promise<Folio> {
    return {
      ...folio,
      windows: await this.folios.windows(folio.id),
      lines: await this.folios.lines(folio.id),
      payments: await this.folios.payments(folio.id),
      deposits: await this.deposits.of(folio.id),
    };
  }

  private get userId(): string | null {
    return this.context.principal?.userId ?? null;
  }
}
