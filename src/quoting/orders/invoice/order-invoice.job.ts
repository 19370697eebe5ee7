import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../../jobs/index.js';

export class OrderInvoicePayload {
  @ApiProperty({ format: 'uuid', description: 'An order that was shipped' })
  @IsUUID()
  orderId!: string;
}

export class OrderInvoiceResult {
  @ApiProperty({ example: 'I-2026-0001' }) number!: string;
}

/** The storage may be full until somebody makes room: tried for some days, then a person has to look. */
export const OrderInvoiceSending = defineJob<OrderInvoicePayload, OrderInvoiceResult>({
  name: 'order-invoice',
  title: 'Invoice of an order',
  summary: 'Print and mail the invoice of a shipped order that could not be printed when it was shipped',
  payload: OrderInvoicePayload,
  result: OrderInvoiceResult,
  attempts: 60,
  backoff: { type: 'exponential', delayMs: 60_000 },
  deadlineMs: 120_000,
  startableBy: [],
  hasRoute: true,
  dedupe: ({ orderId }) => orderId,
});
