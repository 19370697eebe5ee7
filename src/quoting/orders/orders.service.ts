import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { JobsService } from '../../jobs/index.js';
import { Messages } from '../../messages/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { addDays, today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { assertDate } from '../../platform/http/date-fields.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import { formatMoney } from '../../platform/money/index.js';
import { QuotingSettingsService } from '../catalogue/settings/quoting-settings.service.js';
import type { StoredFile } from '../../platform/storage/index.js';
import { longestLead } from '../quotes/lead-days.js';
import { CustomerOrders } from '../quotes/customer/customer-orders.js';
import { ShopMidnight } from '../quotes/expiry/shop-midnight.js';
import { letterheadOf } from '../quotes/letterhead.js';
import { OrderInvoiceReady, OrderRescheduled, OrderShipped } from '../quotes/mail/index.js';
import { chosenTiers, totalsNow } from '../quotes/quote-answers.js';
import { QuoteDecisions } from '../quotes/quote-decisions.service.js';
import { type OrderMade, QuoteMails } from '../quotes/quote-mails.js';
import type { QuoteWithItems } from '../quotes/quote-row.js';
import { OrderInvoiceSending } from './invoice/order-invoice.job.js';
import { OrderInvoiceDocuments } from './invoice/order-invoice-documents.service.js';
import type { OrderInvoiceRow, OrderLine, OrderRow } from './order-row.js';
import { after, type OrderAction, type OrderState } from './order-state.js';
import type { ShipRequest, UpdateSalesOrderRequest } from './orders.dto.js';
import { OrdersRepository } from './orders.repository.js';
import { workingDaysAfter } from './promise.js';

const DONE: Record<OrderAction, string> = {
  start: 'started',
  ship: 'shipped',
  deliver: 'delivered',
  cancel: 'cancelled',
};

/** Orders: made of accepted quotes, then produced, shipped and invoiced. */
@Injectable()
export class OrdersService implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly orders: OrdersRepository,
    private readonly settings: QuotingSettingsService,
    private readonly decisions: QuoteDecisions,
    private readonly mails: QuoteMails,
    private readonly customers: CustomerOrders,
    private readonly messages: Messages,
    private readonly documents: OrderInvoiceDocuments,
    private readonly jobs: JobsService,
    private readonly midnight: ShopMidnight,
  ) {}

  onModuleInit(): void {
    // In the transaction that accepts: there is no accepted quote without its order, and no order without its quote.
    this.decisions.onAccepted(async (quote) => this.mails.accepted(quote, await this.make(quote)));
    this.decisions.onDeclined((quote) => this.mails.declined(quote));
    this.customers.tellBy((quoteId) => this.orders.forCustomer(quoteId));
    this.midnight.add(async () => {
      for (const orderId of await this.orders.neverInvoiced())
        await this.jobs.enqueue(OrderInvoiceSending, { orderId });
    });
  }

  list(
    filter: { state?: OrderState; quoteId?: string },
    page: PageQuery,
  ): Promise<{ orders: OrderRow[]; total: number }> {
    return this.orders.page(filter, page);
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<OrderRow> {
    return this.orders.get(id);
  }

  /** @throws AppError NOT_FOUND, also before it was shipped */
  async invoice(id: string): Promise<OrderInvoiceRow> {
    return this.orders.invoice((await this.orders.get(id)).id);
  }

  /** Its PDF, the same bytes whenever it is asked for. @throws AppError NOT_FOUND, also before it was shipped; TOO_MANY_REQUESTS */
  async invoicePdf(id: string): Promise<StoredFile> {
    const order = await this.orders.get(id);
    return this.documents.kept(await this.orders.invoice(id), order);
  }

  /**
   * Corrects whom it is for, or promises it for another day, until it is on its way.
   * @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT
   */
  update(id: string, { promisedOn, reason, recipient }: UpdateSalesOrderRequest): Promise<OrderRow> {
    if (promisedOn === undefined && recipient === undefined)
      throw invalid('promisedOn', 'Give promisedOn or recipient');
    return this.db.transaction(async () => {
      if (recipient) {
        await this.open(id, 'its papers name whom it was for');
        const { name, company = null, address = null, email } = recipient;
        await this.orders.correct(id, { name, company, address, email });
      }
      return promisedOn === undefined ? this.orders.get(id) : this.promise(id, promisedOn, reason);
    });
  }

  /**
   * Promises it for another day; the customer is told. The same day again changes nothing.
   * @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT once it is on its way or cancelled
   */
  private promise(id: string, promisedOn: string, reason: string | undefined): Promise<OrderRow> {
    assertDate('promisedOn', promisedOn);
    return this.db.transaction(async () => {
      const order = await this.open(id, 'its day stands');
      if (order.promisedOn === promisedOn) return order;
      const { timezone } = await this.settings.needed();
      const ordered = today(timezone, order.createdAt);
      if (promisedOn < ordered) throw invalid('promisedOn', `promisedOn must not lie before the order of ${ordered}`);
      await this.orders.promise(id, promisedOn, reason ?? null);
      const { number, recipient, promisedOn: before, promiseChanges } = order;
      await this.messages.send({
        key: `order:${id}:promised:${promiseChanges + 1}`,
        template: OrderRescheduled,
        to: { address: recipient.email, name: recipient.name },
        data: { orderNumber: number, customerName: recipient.name, readyBy: promisedOn, before, reason },
      });
      return this.orders.get(id);
    });
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  start(id: string): Promise<OrderRow> {
    return this.move(id, 'start', (state) => this.orders.move(id, state));
  }

  /**
   * Hands it to a carrier: the customer is told, and the invoice is written. One that cannot be printed now follows by a mail of its
   * own. @throws AppError NOT_FOUND, CONFLICT
   */
  ship(id: string, { carrier, tracking }: ShipRequest): Promise<OrderRow> {
    return this.move(id, 'ship', async (state, order) => {
      await this.orders.move(id, state, { carrier, tracking });
      const invoice = await this.writeInvoice(order);
      const pdf = await this.documents.issue(invoice, order);
      if (!pdf) await this.jobs.enqueue(OrderInvoiceSending, { orderId: id });
      await this.messages.send({
        key: `order:${id}:shipped`,
        template: OrderShipped,
        to: { address: order.recipient.email, name: order.recipient.name },
        attachments: pdf ? [{ fileId: pdf.id, name: pdf.name }] : [],
        data: {
          orderNumber: order.number,
          customerName: order.recipient.name,
          carrier,
          trackingNumber: tracking,
          lines: order.lines
            .filter(({ position }) => position > 0)
            .map(({ description, quantity }) => ({ name: description, quantity })),
        },
      });
    });
  }

  /** Mails the invoice that the mail about the shipping was sent without; answers its number. @throws AppError NOT_FOUND */
  async mailInvoice(id: string, pdf: StoredFile): Promise<string> {
    const order = await this.orders.get(id);
    const { number, dueDate, recipient, totalMinor, currency } = await this.orders.invoice(id);
    await this.messages.send({
      key: `order:${id}:invoice`,
      template: OrderInvoiceReady,
      to: { address: recipient.email, name: recipient.name },
      attachments: [{ fileId: pdf.id, name: pdf.name }],
      data: {
        invoiceNumber: number,
        orderNumber: order.number,
        customerName: recipient.name,
        total: formatMoney(totalMinor, currency),
        currency,
        dueOn: dueDate,
      },
    });
    return number;
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  deliver(id: string): Promise<OrderRow> {
    return this.move(id, 'deliver', (state) => this.orders.move(id, state));
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  cancel(id: string, reason: string): Promise<OrderRow> {
    return this.move(id, 'cancel', (state) => this.orders.move(id, state, { cancelReason: reason }));
  }

  /** Locked, while it is not on its way. @throws AppError NOT_FOUND; CONFLICT, which says what stands */
  private async open(id: string, stands: string): Promise<OrderRow> {
    const order = await this.orders.lock(id);
    if (!after('ship', order.state))
      throw new AppError('CONFLICT', `The order is ${order.state.replace('_', ' ')}: ${stands}`);
    return order;
  }

  private move(
    id: string,
    action: OrderAction,
    write: (state: OrderState, order: OrderRow) => Promise<void>,
  ): Promise<OrderRow> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      const state = after(action, order.state);
      if (!state)
        throw new AppError(
          'CONFLICT',
          `The order is ${order.state.replace('_', ' ')}: it cannot be ${DONE[action]} now`,
        );
      await write(state, order);
      return this.orders.get(id);
    });
  }

  /** The order of an accepted quote. */
  private async make(quote: QuoteWithItems): Promise<OrderMade> {
    const { orderPrefix, timezone, ...times } = await this.settings.needed();
    const accepted = today(timezone, quote.decidedAt!);
    const year = Number(accepted.slice(0, 4));
    const number = await this.settings.nextNumber(orderPrefix, year);
    const { subtotalMinor, taxMinor, totalMinor } = totalsNow(quote)!;
    const chosen = chosenTiers(quote.price!, quote.decision);
    const days = longestLead(quote.price!.lines.map(({ position, tiers }) => tiers[chosen.get(position)!]!));
    const promisedOn = days === null ? null : workingDaysAfter(accepted, days, times);
    await this.orders.insert({
      number,
      quoteId: quote.id,
      recipient: quote.recipient,
      currency: quote.currency,
      lines: linesOf(quote),
      taxRate: quote.snapshot!.book!.taxRate,
      subtotalMinor,
      taxMinor,
      totalMinor,
      promisedOn,
    });
    return { number, promisedOn };
  }

  private async writeInvoice(order: OrderRow): Promise<OrderInvoiceRow> {
    const settings = await this.settings.needed();
    const { invoicePrefix, timezone, paymentDays } = settings;
    const issueDate = today(timezone, new Date());
    const { id: orderId, recipient, currency, lines, taxRate, subtotalMinor, taxMinor, totalMinor } = order;
    const invoice = {
      id: uuidv7(),
      number: await this.settings.nextNumber(invoicePrefix, Number(issueDate.slice(0, 4))),
      orderId,
      issueDate,
      dueDate: paymentDays === null ? null : addDays(issueDate, paymentDays),
      recipient,
      letterhead: letterheadOf(settings),
      ...{ currency, lines, taxRate, subtotalMinor, taxMinor, totalMinor },
    };
    await this.orders.insertInvoice(invoice);
    return invoice;
  }
}

/** Lines of the chosen quantities; what is missing to the least order is a line of its own, at position 0. */
function linesOf(quote: QuoteWithItems): OrderLine[] {
  const { price, snapshot, decision } = quote;
  const chosen = chosenTiers(price!, decision);
  const lines = price!.lines.map(({ position, tiers }) => {
    const { file, process, material, finish } = snapshot!.lines.find((line) => line.position === position)!;
    const { quantity, unitMinor, lineMinor } = tiers[chosen.get(position)!]!;
    const description = [file.name, process.name, material.name, finish?.name].filter(Boolean).join(', ');
    return { position, description, quantity, unitMinor, lineMinor };
  });
  const { minimumOrderMinor } = totalsNow(quote)!;
  if (minimumOrderMinor === 0) return lines;
  const rest = { unitMinor: minimumOrderMinor, lineMinor: minimumOrderMinor };
  return [...lines, { position: 0, description: 'Up to the least order', quantity: 1, ...rest }];
}
