import { type JobContext, type JobHandler, Processor } from '../../../jobs/index.js';
import { OrdersService } from '../orders.service.js';
import { OrderInvoiceSending, type OrderInvoicePayload, type OrderInvoiceResult } from './order-invoice.job.js';

/** Printed and stored before the transaction that writes the mail: the storage may take its time. */
@Processor(OrderInvoiceSending)
export class OrderInvoiceProcessor implements JobHandler<OrderInvoicePayload, OrderInvoiceResult> {
  constructor(private readonly orders: OrdersService) {}

  async handle({ orderId }: OrderInvoicePayload, ctx: JobContext) {
    const pdf = await this.orders.invoicePdf(orderId);
    return ctx.complete(async () => ({ number: await this.orders.mailInvoice(orderId, pdf) }));
  }
}
