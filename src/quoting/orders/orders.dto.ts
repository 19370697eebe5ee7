import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { RecipientResponse } from '../quotes/quotes-answers.dto.js';
import { RecipientRequest } from '../quotes/quotes-requests.dto.js';
import { ORDER_STATES, type OrderState } from './order-state.js';

export class OrdersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ORDER_STATES })
  @IsOptional()
  @IsIn(ORDER_STATES)
  state?: OrderState;

  @ApiPropertyOptional({ format: 'uuid', description: 'The order made of this quote' })
  @IsOptional()
  @IsUUID()
  quoteId?: string;
}

export class ShipRequest {
  @ApiProperty({ example: 'DHL' })
  @IsWords(100)
  carrier!: string;

  @ApiPropertyOptional({ example: 'JD014600003' })
  @IfGiven()
  @IsWords(200)
  tracking?: string;
}

export class UpdateSalesOrderRequest {
  @ApiPropertyOptional({
    example: '2026-03-26',
    description: 'Day it is promised to be shipped on, local to the shop; the customer is told of another one',
  })
  @IfGiven()
  @IsDate()
  promisedOn?: string;

  @ApiPropertyOptional({ maxLength: 500, example: 'The powder came late', description: 'Told to the customer' })
  @IfGiven()
  @IsWords(500)
  reason?: string;

  @ApiPropertyOptional({
    type: RecipientRequest,
    description: 'Whom it is for, as the invoice will have it; mails go there from now on',
  })
  @IfGiven()
  @ValidateNested()
  @Type(() => RecipientRequest)
  recipient?: RecipientRequest;
}

export class CancelSalesOrderRequest {
  @ApiProperty({ example: 'The customer called' })
  @IsWords(500)
  reason!: string;
}

export class OrderLineResponse {
  @ApiProperty() position!: number;
  @ApiProperty({ example: 'bracket.stl, Laser sintering, PA12 powder' }) description!: string;
  @ApiProperty() quantity!: number;
  @ApiProperty({ example: '17.62' }) unitPrice!: string;
  @ApiProperty({ example: '176.20' }) lineTotal!: string;
}

class AmountsResponse {
  @ApiProperty({ type: RecipientResponse }) recipient!: RecipientResponse;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [OrderLineResponse] }) lines!: OrderLineResponse[];
  @ApiProperty({ example: '59.97' }) subtotal!: string;
  @ApiProperty({ example: '16' }) taxRate!: string;
  @ApiProperty({ example: '9.60' }) tax!: string;
  @ApiProperty({ example: '69.57' }) total!: string;
}

export class OrderResponse extends AmountsResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'O-2026-0001' }) number!: string;
  @ApiProperty({ format: 'uuid' }) quoteId!: string;
  @ApiProperty({ example: 'Q-2026-0001' }) quoteNumber!: string;
  @ApiProperty({ enum: ORDER_STATES }) state!: OrderState;
  @ApiProperty({ type: String, nullable: true }) carrier!: string | null;
  @ApiProperty({ type: String, nullable: true }) tracking!: string | null;
  @ApiProperty({ type: String, nullable: true }) cancelReason!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-03-26',
    description: 'Day it is promised to be shipped on, local to the shop; null: not known yet',
  })
  promisedOn!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-03-24',
    description: 'The day it was first promised for',
  })
  firstPromisedOn!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the day was changed' }) promiseReason!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'I-2026-0001' }) invoiceNumber!: string | null;
  @ApiProperty({ type: Date }) createdAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) startedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) shippedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) deliveredAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) cancelledAt!: Date | null;
}

export class OrdersResponse {
  @ApiProperty({ type: [OrderResponse] }) orders!: OrderResponse[];
  @ApiProperty() total!: number;
}

export class OrderInvoiceResponse extends AmountsResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'I-2026-0001' }) number!: string;
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty({ example: '2026-03-12' }) issueDate!: string;
  @ApiProperty({ type: String, nullable: true, example: '2026-03-26', description: 'Last day to pay it' }) dueDate!:
    | string
    | null;
}
