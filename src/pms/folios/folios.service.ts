import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { type LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.js';
import { dateOf } from '../../platform/http/date-fields.js';
import { parseMoney, InvalidMoneyError } from '../../platform/money/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { HotelsService } from '../../rooms/index.js';
import { BusinessDaysRepository } from '../business-days/business-days.repository.js';
import { HotelPolicyRepository, UNTAXED } from '../hotel-policy/hotel-policy.repository.js';
import { TaxCategoriesRepository } from '../taxes/tax-categories.repository.js';
import type { Tax } from '../taxes/tax.js';
import type { FolioLineRow, FolioPaymentRow, FolioRow, FolioWindowRow, Payer } from './folio-row.js';
import type { ChargeRequest, MoveLineRequest, PaymentRequest } from './folios.dto.js';
import { FoliosRepository } from './folios.repository.js';

export interface Folio extends FolioRow {
  windows: FolioWindowRow[];
  lines: FolioLineRow[];
  payments: FolioPaymentRow[];
}

export type PayListener = (payment: FolioPaymentRow) => Promise<void>;

/** Folios of bookings. Lines get the hotel's open business date; a window that was invoiced takes no more lines. */
@Injectable()
export class FoliosService {
  private readonly payListeners: PayListener[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly hotels: HotelsService,
    private readonly folios: FoliosRepository,
    private readonly days: BusinessDaysRepository,
    private readonly policies: HotelPolicyRepository,
    private readonly taxes: TaxCategoriesRepository,
  ) {}

  /** Calls the listener in the transaction that posts a payment. */
  onPaid(listener: PayListener): void {
    this.payListeners.push(listener);
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
        priceMode: request.priceMode ?? (policy.pricesIncludeTax ? ('gross' as const) : ('net' as const)),
        tax: await this.tax(folio.hotelId, request.taxCode ?? null),
      };
      return this.folios.insertLine(folio.id, line, this.userId);
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED */
  pay(id: string, request: PaymentRequest): Promise<FolioPaymentRow> {
    return this.db.transaction(async () => {
      const { folio, businessDate } = await this.posting(id);
      const { window = 1, method, reference = null } = request;
      await this.window(folio.id, window);
      const amountMinor = amountOf('amount', request.amount, folio.currency);
      if (amountMinor === 0) throw invalid('amount', 'amount must not be zero');
      const values = { window, businessDate, method, amountMinor, reference };
      const payment = await this.folios.insertPayment(folio.id, values, this.userId);
      for (const listener of this.payListeners) await listener(payment);
      return payment;
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT when there are eight */
  addWindow(id: string, payer: Payer): Promise<FolioWindowRow> {
    return this.db.transaction(async () => {
      const folio = await this.folios.lock(id);
      const window = await this.folios.addWindow(folio.id, payer);
      if (!window) throw new AppError('CONFLICT', 'A folio has at most eight windows');
      return window;
    });
  }

  /** @throws AppError NOT_FOUND, CONFLICT (window invoiced) */
  setPayer(id: string, number: number, payer: Payer): Promise<FolioWindowRow> {
    return this.db.transaction(async () => {
      const folio = await this.folios.lock(id);
      open(await this.window(folio.id, number));
      return (await this.folios.setPayer(folio.id, number, payer))!;
    });
  }

  /** Moves a line, or a part of its amount, to another window: the two parts add up to what it was. */
  moveLine(id: string, lineId: number, request: MoveLineRequest): Promise<Folio> {
    return this.db.transaction(async () => {
      const folio = await this.folios.lock(id);
      const line = await this.line(folio.id, lineId);
      open(await this.window(folio.id, line.window));
      open(await this.window(folio.id, request.window));
      if (request.window === line.window) throw invalid('window', 'The line is in this window');
      const part = request.amount === undefined ? undefined : amountOf('amount', request.amount, folio.currency);
      if (part === undefined || part === line.amountMinor) await this.folios.moveLine(line.id, request.window);
      else await this.split(folio, line, request.window, part);
      return this.whole(folio);
    });
  }

  /** Reverses a line by one of the opposite sign. @throws AppError NOT_FOUND, CONFLICT (corrected already, invoiced) */
  correctLine(id: string, lineId: number, reason: string): Promise<FolioLineRow> {
    return this.db.transaction(async () => {
      const { folio } = await this.posting(id);
      const line = await this.line(folio.id, lineId);
      open(await this.window(folio.id, line.window));
      const lines = await this.folios.lines(folio.id);
      if (line.kind === 'correction' || lines.some(({ correctsId }) => correctsId === line.id))
        throw new AppError('CONFLICT', 'The line has been corrected');
      return this.takeBack(folio, line, reason);
    });
  }

  /**
   * Posts the opposite line, in the line's own window or, once that is invoiced, an open one. The caller's transaction has
   * locked the business day and the folio.
   */
  async takeBack(folio: FolioRow, line: FolioLineRow, reason: string): Promise<FolioLineRow> {
    const opposite = {
      ...line,
      window: await this.openWindow(folio, line.window),
      kind: 'correction' as const,
      businessDate: await this.businessDate(folio.hotelId),
      description: reason,
      quantity: -line.quantity,
      amountMinor: -line.amountMinor,
      tax: { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment },
      correctsId: line.id,
    };
    return this.folios.insertLine(folio.id, opposite, this.userId);
  }

  /** Posts a line once more, to an open window, because what had taken it back was itself taken back. Locked as for takeBack. */
  async postAgain(folio: FolioRow, line: FolioLineRow, reason: string): Promise<FolioLineRow> {
    const again = {
      ...line,
      window: await this.openWindow(folio, line.window),
      businessDate: await this.businessDate(folio.hotelId),
      description: reason,
      tax: { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment },
      correctsId: undefined,
    };
    return this.folios.insertLine(folio.id, again, this.userId);
  }

  /** Posts nights up to a date, of one booking or of all guests who are checked in; answers how many. */
  async postNights(hotelId: number, until: LocalDate, bookingId?: string): Promise<number> {
    const policy = await this.policies.get(hotelId);
    return this.folios.postNights({
      hotelId,
      bookingId,
      until,
      businessDate: await this.businessDate(hotelId),
      priceMode: policy.pricesIncludeTax ? 'gross' : 'net',
      tax: await this.tax(hotelId, policy.roomTaxCode),
    });
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
      const window = open(await this.window(folio.id, number ?? 1));
      return write(folio, window.number, businessDate);
    });
  }

  /**
   * The folio, locked, and the business date for its new lines. The day is locked before the folio, in the same order as by
   * the close of the day, which then locks windows of folios.
   */
  private async posting(folioId: string): Promise<{ folio: FolioRow; businessDate: LocalDate }> {
    const { hotelId } = await this.folios.get(folioId);
    const businessDate = await this.businessDate(hotelId);
    return { folio: await this.folios.lock(folioId), businessDate };
  }

  private async split(folio: FolioRow, line: FolioLineRow, window: number, part: number): Promise<void> {
    if (Math.sign(part) !== Math.sign(line.amountMinor) || Math.abs(part) > Math.abs(line.amountMinor))
      throw invalid('amount', 'amount must lie between 0 and the amount of the line');
    await this.folios.setAmount(line.id, line.amountMinor - part);
    const tax = { code: line.taxCode, rate: line.taxRate, treatment: line.taxTreatment };
    const { kind, businessDate, serviceDate, description, quantity, priceMode } = line;
    const moved = { window, kind, businessDate, serviceDate, description, quantity, amountMinor: part, priceMode, tax };
    await this.folios.insertLine(folio.id, moved, this.userId);
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

  private async line(folioId: string, lineId: number): Promise<FolioLineRow> {
    const line = (await this.folios.lines(folioId)).find(({ id }) => id === lineId);
    if (!line) throw notFound('Folio line');
    return line;
  }

  private async window(folioId: string, number: number): Promise<FolioWindowRow> {
    const window = (await this.folios.windows(folioId)).find((one) => one.number === number);
    if (!window) throw notFound('Folio window');
    return window;
  }

  private async whole(folio: FolioRow): Promise<Folio> {
    return {
      ...folio,
      windows: await this.folios.windows(folio.id),
      lines: await this.folios.lines(folio.id),
      payments: await this.folios.payments(folio.id),
    };
  }

  private get userId(): string | null {
    return this.context.principal?.userId ?? null;
  }
}

/** @throws AppError CONFLICT once the window's invoice is issued */
function open(window: FolioWindowRow): FolioWindowRow {
  if (window.invoicedAt)
    throw new AppError('CONFLICT', `Window ${window.number} has been invoiced; correct it by a credit note`);
  return window;
}

/** Largest amount of one line, minor units. */
const MAX_AMOUNT = 1_000_000_000_000;

function checkSize(amountMinor: number): number {
  if (Math.abs(amountMinor) > MAX_AMOUNT) throw invalid('amount', 'The amount is too large');
  return amountMinor;
}

function amountOf(path: string, input: number | string, currency: string): number {
  try {
    return checkSize(parseMoney(input, currency));
  } catch (error) {
    if (error instanceof InvalidMoneyError) throw invalid(path, `${path}: ${error.message}`);
    throw error;
  }
}
