import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { amountOf, openWindow } from './amounts.js';
import { DepositsRepository } from './deposits.repository.js';
import { billOf, type Held, payable, sumOf, type WindowBill } from './folio-bill.js';
import type { FolioRow } from './folio-row.js';
import type { ApplyDepositRequest, DepositRequest } from './folios.dto.js';
import { FoliosRepository } from './folios.repository.js';
import { FoliosService } from './folios.service.js';

/** Bookings whose guest has not come: what they pay is a deposit. */
const BEFORE_ARRIVAL = ['tentative', 'confirmed'];

/**
 * Deposits: money taken before the stay. It is owed to the guest, not revenue, until it pays a bill: at the check-out, when the
 * invoice is issued, or by hand.
 */
@Injectable()
export class DepositsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly folioRows: FoliosRepository,
    private readonly folios: FoliosService,
    private readonly deposits: DepositsRepository,
  ) {}

  /**
   * Takes a deposit, or gives one back (below zero).
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT once the guest has come, or for a refund of more than is held
   */
  take(id: string, request: DepositRequest): Promise<void> {
    return this.db.transaction(async () => {
      await this.folioRows.get(id);
      const status = await this.deposits.bookingStatus(id);
      const { folio, businessDate } = await this.folios.posting(id);
      const { window = 1, method, reference = null } = request;
      const found = await this.folios.window(folio.id, window);
      const amountMinor = amountOf('amount', request.amount, folio.currency);
      if (amountMinor === 0) throw invalid('amount', 'amount must not be zero');
      if (amountMinor > 0) {
        checkBefore(status);
        openWindow(found);
      } else await this.checkHeld(folio, window, -amountMinor);
      const kind = amountMinor > 0 ? 'received' : 'refunded';
      await this.deposits.insert(folio.id, { window, kind, businessDate, method, amountMinor, reference }, this.userId);
    });
  }

  /**
   * Pays a window with its deposit, and with what an invoiced window of its payer has left: what is owed, or this much.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED; CONFLICT for more than is held or owed
   */
  apply(id: string, request: ApplyDepositRequest): Promise<void> {
    return this.db.transaction(async () => {
      const { folio, businessDate } = await this.folios.posting(id);
      const { window = 1, amount } = request;
      await this.folios.window(folio.id, window);
      const { windows } = billOf(await this.folios.whole(folio));
      const bill = windows.find((one) => one.window.number === window)!;
      const held = payable(bill, windows);
      const most = sumOf(held);
      const heldMinor = Math.max(most, bill.depositMinor);
      const minor = amount === undefined ? most : amountOf('amount', amount, folio.currency);
      if (amount !== undefined && minor <= 0) throw invalid('amount', 'amount must be above zero');
      if (most === 0 || minor > most)
        throw new AppError(
          'CONFLICT',
          `At most ${formatMoney(most, folio.currency)} can be applied: ${formatMoney(heldMinor, folio.currency)} is held, ` +
            `${formatMoney(bill.balanceMinor, folio.currency)} is to pay`,
          { extra: { reason: 'DEPOSIT_EXCEEDED', window, applicable: formatMoney(most, folio.currency) } },
        );
      await this.pay(folio, businessDate, window, upTo(minor, held));
    });
  }

  /**
   * Which of these folios hold money for a bill. Holds the open business day of their hotel if any does, before the caller locks them: the
   * deposit is applied on it.
   */
  async awaiting(hotelId: number, folioIds: readonly string[]): Promise<string[]> {
    const holding = await this.deposits.holding(folioIds);
    if (holding.length > 0) await this.folios.businessDate(hotelId);
    return holding;
  }

  /**
   * Pays what is owed in open windows with what is held: each with its own deposit, then with what is left in invoiced windows of
   * its payer. The caller's transaction has locked the business day and the folios.
   * @param window only this one
   */
  async settle(folioIds: readonly string[], window?: number): Promise<void> {
    for (const folioId of await this.deposits.holding(folioIds)) {
      const folio = await this.folioRows.get(folioId);
      const businessDate = await this.folios.businessDate(folio.hotelId);
      const numbers = (await this.folioRows.windows(folio.id)).map(({ number }) => number);
      for (const number of numbers.filter((one) => one === (window ?? one))) {
        // Read anew each time: what has paid one window pays no other.
        const { windows } = billOf(await this.folios.whole(folio));
        const bill = windows.find((one) => one.window.number === number)!;
        const own = bill.window.invoicedAt === null ? payable(bill, windows) : payable(bill, [bill]);
        await this.pay(folio, businessDate, number, own);
      }
    }
  }

  /** The same for a guest who leaves. */
  async settleBooking(bookingId: string): Promise<void> {
    const { folio } = await this.folios.posting((await this.folios.opened(bookingId)).id);
    await this.settle([folio.id]);
  }

  /** Gives back, to the deposit, what it has paid of the folio's windows. The caller's transaction has locked day and folio. */
  async holdAgain(folio: FolioRow, used: readonly { window: number; amountMinor: number }[]): Promise<void> {
    const businessDate = await this.folios.businessDate(folio.hotelId);
    for (const { window, amountMinor } of used) {
      const what = { window, businessDate, method: 'deposit' as const, reference: null };
      await this.folios.receive(folio, { ...what, amountMinor: -amountMinor });
      await this.deposits.insert(folio.id, { ...what, kind: 'received', amountMinor }, this.userId);
    }
  }

  /** Turns so much of the deposits into payments of the window, and takes over what was paid too much elsewhere. */
  private async pay(folio: FolioRow, businessDate: LocalDate, window: number, held: readonly Held[]): Promise<void> {
    for (const { window: from, of, minor } of held) {
      const what = { window, businessDate, amountMinor: minor };
      if (of === 'deposit') {
        const paid = { ...what, method: 'deposit' as const, reference: null };
        const { id: paymentId } = await this.folios.receive(folio, paid);
        const applied = { ...paid, window: from, kind: 'applied' as const, amountMinor: -minor, paymentId };
        await this.deposits.insert(folio.id, applied, this.userId);
      } else {
        const over = { ...what, method: 'other' as const };
        await this.folios.receive(folio, {
          ...over,
          window: from,
          amountMinor: -minor,
          reference: `To window ${window}`,
        });
        await this.folios.receive(folio, { ...over, reference: `From window ${from}` });
      }
    }
  }

  private async checkHeld(folio: FolioRow, window: number, refundMinor: number): Promise<void> {
    const { depositMinor } = await this.bill(folio, window);
    if (refundMinor <= depositMinor) return;
    const refundable = formatMoney(depositMinor, folio.currency);
    throw new AppError('CONFLICT', `At most ${refundable} can be refunded: so much of the deposit is held`, {
      extra: { reason: 'REFUND_EXCEEDS_RECEIVED', window, refundable },
    });
  }

  private async bill(folio: FolioRow, window: number): Promise<WindowBill> {
    return billOf(await this.folios.whole(folio)).windows.find((bill) => bill.window.number === window)!;
  }

  private get userId(): string | null {
    return this.context.principal?.userId ?? null;
  }
}

/** So much of what is held, in its order. */
function upTo(minor: number, held: readonly Held[]): Held[] {
  let left = minor;
  return held.flatMap((one) => {
    const part = Math.min(left, one.minor);
    left -= part;
    return part > 0 ? [{ ...one, minor: part }] : [];
  });
}

function checkBefore(status: string): void {
  if (BEFORE_ARRIVAL.includes(status)) return;
  throw new AppError(
    'CONFLICT',
    `The booking is ${status}: take a payment (POST /folios/{id}/payments), not a deposit`,
    {
      extra: { reason: 'NOT_BEFORE_ARRIVAL' },
    },
  );
}
