import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { LocalDate } from '../../platform/dates/index.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import type { CustomerOrder } from '../quotes/customer/customer-orders.js';
import type { Recipient } from '../quotes/quote-row.js';
import { OrderInvoiceSending } from './invoice/order-invoice.job.js';
import { type Amounts, AMOUNTS, type OrderInvoiceRow, type OrderRow } from './order-row.js';
import type { OrderState } from './order-state.js';

const ORDER = `o.id, o.number, o.quote_id AS "quoteId", q.number AS "quoteNumber", o.state, o.recipient, o.carrier, o.tracking,
  o.cancel_reason AS "cancelReason", o.created_at AS "createdAt", o.started_at AS "startedAt", o.shipped_at AS "shippedAt",
  o.delivered_at AS "deliveredAt", o.cancelled_at AS "cancelledAt",
  o.promised_on AS "promisedOn", o.first_promised_on AS "firstPromisedOn", o.promise_reason AS "promiseReason",
  o.promise_changes AS "promiseChanges", (SELECT i.number FROM order_invoice i WHERE i.order_id = o.id) AS "invoiceNumber",
  o.currency, o.lines, o.tax_rate::float8::text AS "taxRate", o.subtotal_minor AS "subtotalMinor",
  o.tax_minor AS "taxMinor", o.total_minor AS "totalMinor"`;
const FROM = 'sales_order o JOIN quote q ON q.id = o.quote_id';

type NewOrder = Amounts & Pick<OrderRow, 'number' | 'quoteId' | 'recipient' | 'promisedOn'>;

@Injectable()
export class OrdersRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(order: NewOrder): Promise<void> {
    await this.db.rows(
      `INSERT INTO sales_order (id, number, quote_id, recipient, currency, lines, tax_rate, subtotal_minor, tax_minor,
         total_minor, promised_on, first_promised_on)
       VALUES ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7, $8, $9, $10, $11, $11)`,
      [uuidv7(), order.number, order.quoteId, JSON.stringify(order.recipient), ...values(order), order.promisedOn],
    );
  }

  async insertInvoice(invoice: OrderInvoiceRow): Promise<void> {
    await this.db.rows(
      `INSERT INTO order_invoice (id, number, order_id, issue_date, recipient, currency, lines, tax_rate, subtotal_minor,
         tax_minor, total_minor, due_date, letterhead)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7::jsonb, $8, $9, $10, $11, $12, $13::jsonb)`,
      [
        invoice.id,
        invoice.number,
        invoice.orderId,
        invoice.issueDate,
        JSON.stringify(invoice.recipient),
        ...values(invoice),
        invoice.dueDate,
        JSON.stringify(invoice.letterhead),
      ],
    );
  }

  async correct(id: string, recipient: Recipient): Promise<void> {
    await this.db.rows('UPDATE sales_order SET recipient = $2::jsonb WHERE id = $1', [id, JSON.stringify(recipient)]);
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<OrderRow> {
    return this.read(id, '');
  }

  /** @throws AppError NOT_FOUND */
  lock(id: string): Promise<OrderRow> {
    return this.read(id, 'FOR NO KEY UPDATE OF o');
  }

  /** Of an accepted quote, as far as its customer is told. */
  forCustomer(quoteId: string): Promise<CustomerOrder | undefined> {
    return this.db.first<CustomerOrder>(
      `SELECT o.number, o.state, promised_on AS "promisedOn", promised_on IS DISTINCT FROM first_promised_on AS "promiseChanged",
         carrier, tracking,
         -- By what was mailed: the document may have been made because somebody of the shop has opened it.
         CASE WHEN d.created_at = o.shipped_at THEN 'with_shipping'
           WHEN EXISTS (SELECT FROM mail_message m WHERE m.tenant_id = o.tenant_id AND m.key = 'order:' || o.id || ':invoice')
           THEN 'by_itself'
           WHEN EXISTS (SELECT FROM job_live j
             WHERE j.tenant_id = o.tenant_id AND j.name = '${OrderInvoiceSending.name}' AND j.dedupe_key = o.id::text)
           THEN 'follows' END AS invoice
       FROM sales_order o
       LEFT JOIN order_invoice i ON i.tenant_id = o.tenant_id AND i.order_id = o.id
       LEFT JOIN order_invoice_document d ON d.tenant_id = i.tenant_id AND d.invoice_id = i.id
       WHERE o.quote_id = $1`,
      [quoteId],
    );
  }

  /**
   * Orders whose mail about the shipping went without the invoice, and for which nothing was ever started that mails it: those
   * shipped before there was such a job. Only of the last sixty days; an older invoice is not mailed without a person. 500 at most.
   */
  async neverInvoiced(): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT o.id FROM sales_order o
       JOIN order_invoice i ON i.tenant_id = o.tenant_id AND i.order_id = o.id
       JOIN mail_message m ON m.tenant_id = o.tenant_id AND m.key = 'order:' || o.id || ':shipped'
       WHERE o.shipped_at > now() - interval '60 days' AND m.attachments = '[]'
         AND NOT EXISTS (SELECT FROM mail_message n WHERE n.tenant_id = o.tenant_id AND n.key = 'order:' || o.id || ':invoice')
         AND NOT EXISTS (SELECT FROM job j WHERE j.tenant_id = o.tenant_id AND j.name = '${OrderInvoiceSending.name}'
           AND j.data @> jsonb_build_object('orderId', o.id))
       ORDER BY o.id LIMIT 500`,
    );
    return rows.map(({ id }) => id);
  }

  /** @throws AppError NOT_FOUND before it was shipped */
  async invoice(orderId: string): Promise<OrderInvoiceRow> {
    const row = await this.db.first<OrderInvoiceRow>(
      `SELECT id, number, order_id AS "orderId", issue_date AS "issueDate", due_date AS "dueDate", recipient, letterhead,
         ${AMOUNTS}
       FROM order_invoice WHERE order_id = $1`,
      [orderId],
    );
    if (!row) throw notFound('Invoice');
    return row;
  }

  async page(
    { state, quoteId }: { state?: OrderState; quoteId?: string },
    { limit, offset }: PageQuery,
  ): Promise<{ orders: OrderRow[]; total: number }> {
    const where = '($1::text IS NULL OR o.state = $1) AND ($2::uuid IS NULL OR o.quote_id = $2)';
    const parameters = [state ?? null, quoteId ?? null];
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(
        `SELECT count(*) AS total FROM sales_order o WHERE ${where}`,
        parameters,
      );
      const orders = await tx.rows<OrderRow>(
        `SELECT ${ORDER} FROM ${FROM} WHERE ${where} ORDER BY o.created_at DESC, o.id DESC LIMIT $3 OFFSET $4`,
        [...parameters, limit, offset],
      );
      return { orders, total: count!.total };
    });
  }

  async move(
    id: string,
    state: OrderState,
    { carrier, tracking, cancelReason }: { carrier?: string; tracking?: string; cancelReason?: string } = {},
  ): Promise<void> {
    await this.db.rows(
      `UPDATE sales_order SET state = $2, carrier = coalesce($3, carrier), tracking = coalesce($4, tracking),
         cancel_reason = coalesce($5, cancel_reason),
         started_at = CASE WHEN $2 = 'in_production' THEN now() ELSE started_at END,
         shipped_at = CASE WHEN $2 = 'shipped' THEN now() ELSE shipped_at END,
         delivered_at = CASE WHEN $2 = 'delivered' THEN now() ELSE delivered_at END,
         cancelled_at = CASE WHEN $2 = 'cancelled' THEN now() ELSE cancelled_at END WHERE id = $1`,
      [id, state, carrier ?? null, tracking ?? null, cancelReason ?? null],
    );
  }

  async promise(id: string, promisedOn: LocalDate, reason: string | null): Promise<void> {
    await this.db.rows(
      `UPDATE sales_order SET promised_on = $2, first_promised_on = coalesce(first_promised_on, $2), promise_reason = $3,
         promise_changes = promise_changes + 1 WHERE id = $1`,
      [id, promisedOn, reason],
    );
  }

  private async read(id: string, lock: string): Promise<OrderRow> {
    const row = await this.db.first<OrderRow>(`SELECT ${ORDER} FROM ${FROM} WHERE o.id = $1 ${lock}`, [id]);
    if (!row) throw notFound('Order');
    return row;
  }
}

function values({ currency, lines, taxRate, subtotalMinor, taxMinor, totalMinor }: Amounts): unknown[] {
  return [currency, JSON.stringify(lines), taxRate, subtotalMinor, taxMinor, totalMinor];
}
