import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';
import { MOST_WINDOWS } from '../folios/folio-row.js';
import { PayerRequest, TaxTotalResponse } from '../folios/folios.dto.js';
import { TAX_TREATMENTS } from '../taxes/tax.js';
import { BREAKS } from './invoice-hash.js';
import { INVOICE_KINDS, type InvoiceKind } from './invoice-row.js';
import { PAYMENT_STATES } from './payment-state.js';

export class InvoicesQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  bookingId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  folioId?: string;

  @ApiPropertyOptional({ example: '2026-03-01', description: 'First issue date' })
  @IsOptional()
  @IsString()
  from?: string;

  @ApiPropertyOptional({ example: '2026-03-31', description: 'Last issue date, included' })
  @IsOptional()
  @IsString()
  to?: string;

  @ApiPropertyOptional({ enum: INVOICE_KINDS })
  @IsOptional()
  @IsIn(INVOICE_KINDS)
  kind?: InvoiceKind;

  @ApiPropertyOptional({ example: 'CDM-2026-000012', description: 'As printed, or the running number alone' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  number?: string;
}

export class IssueInvoiceRequest {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  folioId!: string;

  @ApiProperty({ minimum: 1, maximum: MOST_WINDOWS })
  @IsInt()
  @Min(1)
  @Max(MOST_WINDOWS)
  window!: number;
}

export class CreditLineRequest {
  @ApiProperty({ description: 'Line of the invoice' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  lineId!: number;

  @ApiMoneyOptional({ description: 'Part of the line, in its price mode; default: all that is left of it' })
  amount?: number | string;
}

export class CreditNoteRequest {
  @ApiProperty({ example: 'One night less than charged' })
  @IsWords(500)
  reason!: string;

  @ApiPropertyOptional({
    type: [CreditLineRequest],
    description: 'These lines; without lines and amount: all that is left',
  })
  @NullIsLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => CreditLineRequest)
  lines?: CreditLineRequest[];

  @ApiMoneyOptional({ description: 'This much of the total, tax included, spread over its taxes' })
  amount?: number | string;
}

export class ChainQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  legalEntityId!: number;
}

export class SellerResponse {
  @ApiProperty() name!: string;
  @ApiProperty() address!: string;
  @ApiProperty({ example: 'PT' }) country!: string;
  @ApiProperty({ type: String, nullable: true }) vatNumber!: string | null;
  @ApiProperty({ type: String, nullable: true }) taxNumber!: string | null;
  @ApiProperty({ type: String, nullable: true }) registerText!: string | null;
  @ApiProperty({ type: Number, nullable: true }) paymentDays!: number | null;
  @ApiProperty({ type: String, nullable: true }) iban!: string | null;
  @ApiProperty({ type: String, nullable: true }) bic!: string | null;
  @ApiProperty({ type: String, nullable: true }) bankName!: string | null;
}

export class StayResponse {
  @ApiProperty() hotel!: string;
  @ApiProperty() guest!: string;
  @ApiProperty({ type: [String], example: ['101'] }) rooms!: string[];
  @ApiProperty() bookingCode!: string;
  @ApiProperty({ example: '2026-03-01' }) arrival!: string;
  @ApiProperty({ example: '2026-03-04' }) departure!: string;
}

export class InvoiceSummaryResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: INVOICE_KINDS }) kind!: string;
  @ApiProperty({ example: 'CDM-2026-000012' }) number!: string;
  @ApiProperty({ example: 'CDM' }) series!: string;
  @ApiProperty({ example: 2026 }) fiscalYear!: number;
  @ApiProperty({ example: 12 }) runningNumber!: number;
  @ApiProperty() legalEntityId!: number;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ format: 'uuid' }) bookingId!: string;
  @ApiProperty({ format: 'uuid' }) folioId!: string;
  @ApiProperty() window!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) correctsInvoiceId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of a credit note' }) reason!: string | null;
  @ApiProperty({ example: '2026-03-04', description: 'Local to the hotel' }) issueDate!: string;
  @ApiProperty({ example: '2026-03-04' }) supplyDate!: string;
  @ApiProperty({ format: 'date-time' }) issuedAt!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '364.53' }) net!: string;
  @ApiProperty({ example: '39.45' }) tax!: string;
  @ApiProperty({ example: '403.98', description: 'Below zero for a credit note' }) gross!: string;
  @ApiProperty({ example: '300.00' }) paid!: string;
  @ApiProperty({ example: '0.00', description: 'Zero or below' }) credited!: string;
  @ApiProperty({ example: '103.98', description: 'Below zero: owed to the guest; 0 for a credit note' })
  balance!: string;
  @ApiProperty({ type: String, enum: PAYMENT_STATES, nullable: true, description: 'Null for a credit note' })
  paymentState!: string | null;
  @ApiProperty({ type: PayerRequest }) buyer!: PayerRequest;
  @ApiProperty({ description: 'sha256 of all it says and of the hash before it in the series' }) hash!: string;
  @ApiProperty() prevHash!: string;
}

export class InvoicesResponse {
  @ApiProperty({ type: [InvoiceSummaryResponse] }) invoices!: InvoiceSummaryResponse[];
  @ApiProperty() total!: number;
}

export class InvoiceLineResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ type: Number, nullable: true }) folioLineId!: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Line of the invoice that is credited' })
  correctsLineId!: number | null;
  @ApiProperty({ example: '2026-03-01' }) serviceDate!: string;
  @ApiProperty() description!: string;
  @ApiProperty() quantity!: number;
  @ApiProperty({ example: '100.00', description: 'Quantity included' }) amount!: string;
  @ApiProperty({ enum: ['gross', 'net'] }) priceMode!: string;
  @ApiProperty() taxCode!: string;
  @ApiProperty({ example: '10.0000' }) taxRate!: string;
  @ApiProperty({ enum: TAX_TREATMENTS }) taxTreatment!: string;
}

export class InvoicePaymentResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: '2026-03-04' }) paidOn!: string;
  @ApiProperty({ example: 'card' }) method!: string;
  @ApiProperty({ example: '300.00' }) amount!: string;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
  @ApiProperty({ description: 'Paid until the issue, and so on the document' }) atIssue!: boolean;
}

export class InvoiceResponse extends InvoiceSummaryResponse {
  @ApiProperty({ type: SellerResponse }) seller!: SellerResponse;
  @ApiProperty({ type: String, nullable: true, example: '2026-03-18', description: 'Of what was open at the issue' })
  dueDate!: string | null;
  @ApiProperty({ type: [String], example: ['buyer.country'], description: 'What keeps it from being an e-invoice' })
  eInvoiceLacks!: string[];
  @ApiProperty({ type: StayResponse }) stay!: StayResponse;
  @ApiProperty({ type: [InvoiceLineResponse] }) lines!: InvoiceLineResponse[];
  @ApiProperty({ type: [TaxTotalResponse] }) taxes!: TaxTotalResponse[];
  @ApiProperty({ type: [InvoicePaymentResponse] }) payments!: InvoicePaymentResponse[];
  @ApiProperty({ type: [InvoiceSummaryResponse], description: 'In the order of their issue' })
  creditNotes!: InvoiceSummaryResponse[];
}

export class ChainBreakResponse {
  @ApiProperty() number!: number;
  @ApiProperty({ type: String, nullable: true }) textNumber!: string | null;
  @ApiProperty({
    enum: BREAKS,
    description:
      'CONTENT: not what was hashed. LINK: not chained to the one before. GAP: a number is missing. ORDER: dated before ' +
      'the one before. END: numbers were given out that no invoice carries.',
  })
  reason!: string;
}

export class CheckedSeriesResponse {
  @ApiProperty() seriesId!: number;
  @ApiProperty({ example: 'CDM' }) code!: string;
  @ApiProperty({ enum: INVOICE_KINDS }) kind!: string;
  @ApiProperty({ example: 2026 }) fiscalYear!: number;
  @ApiProperty({ description: 'Documents in order, up to the break if there is one' }) checked!: number;
  @ApiProperty({ description: 'Hash of the last of them' }) lastHash!: string;
  @ApiProperty({ type: ChainBreakResponse, nullable: true }) break!: ChainBreakResponse | null;
}

export class ChainResponse {
  @ApiProperty() legalEntityId!: number;
  @ApiProperty({ description: 'No series is broken' }) sound!: boolean;
  @ApiProperty({ type: [CheckedSeriesResponse] }) series!: CheckedSeriesResponse[];
}
