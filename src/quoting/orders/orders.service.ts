import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Messages } from '../../messages/index.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';
import { AppError } from '../../platform/errors/app-error.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import { QuotingSettingsService } from '../catalogue/settings/quoting-settings.service.js';
import { OrderShipped } from '../quotes/mail/index.js';
import { chosenTiers, totalsNow } from '../quotes/quote-answers.js';
import { QuoteDecisions } from '../quotes/quote-decisions.service.js';
import { QuoteMails } from '../quotes/quote-mails.js';
import type { QuoteWithItems } from '../quotes/quote-row.js';
import type { OrderInvoiceRow, OrderLine, OrderRow } from './order-row.js';
import { after, type OrderAction, type OrderState } from './order-state.js';
import type { ShipRequest } from './orders.dto.js';
import { OrdersRepository } from './orders.repository.js';

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
    private readonly messages: Messages,
  ) {}

  onModuleInit(): void {
    // In the transaction that accepts: there is no accepted quote without its order, and no order without its quote.
    this.decisions.onAccepted(async (quote) => this.mails.accepted(quote, await this.make(quote)));
    this.decisions.onDeclined((quote) => this.mails.declined(quote));
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

  /** @throws AppError NOT_FOUND, CONFLICT */
  start(id: string): Promise<OrderRow> {
    return this.move(id, 'start', (state) => this.orders.move(id, state));
  }

  /** Hands it to a carrier: the customer is told, and the invoice is written. @throws AppError NOT_FOUND, CONFLICT */
  ship(id: string, { carrier, tracking }: ShipRequest): Promise<OrderRow> {
    return this.move(id, 'ship', async (state, order) => {
      await this.orders.move(id, state, { carrier, tracking });
      await this.writeInvoice(order);
      await this.messages.send({
        key: `order:${id}:shipped`,
        template: OrderShipped,
        to: { address: order.recipient.email, name: order.recipient.name },
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

  /** @throws AppError NOT_FOUND, CONFLICT */
  deliver(id: string): Promise<OrderRow> {
    return this.move(id, 'deliver', (state) => this.orders.move(id, state));
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  cancel(id: string, reason: string): Promise<OrderRow> {
    return this.move(id, 'cancel', (state) => this.orders.move(id, state, { cancelReason: reason }));
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

  /** The order of an accepted quote; answers its number. */
  private async make(quote: QuoteWithItems): Promise<string> {
    const { orderPrefix, timezone } = await this.settings.needed();
    const year = Number(today(timezone, quote.decidedAt!).slice(0, 4));
    const number = await this.settings.nextNumber(orderPrefix, year);
    const { subtotalMinor, taxMinor, totalMinor } = totalsNow(quote)!;
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
    });
    return number;
  }

  private async writeInvoice({ id, recipient, ...order }: OrderRow): Promise<void> {
    const { invoicePrefix, timezone } = await this.settings.needed();
    const issueDate = today(timezone, new Date());
    const number = await this.settings.nextNumber(invoicePrefix, Number(issueDate.slice(0, 4)));
    await this.orders.insertInvoice({ ...order, number, orderId: id, issueDate, recipient });
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
