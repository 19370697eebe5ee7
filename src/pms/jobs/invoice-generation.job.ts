import { ApiProperty } from '@nestjs/swagger';
import { nightJob } from '../nights/night-job.js';

export class SkippedFolio {
  @ApiProperty({ format: 'uuid' }) folioId!: string;
  @ApiProperty() window!: number;
  @ApiProperty({ enum: ['ZERO_VALUE', 'NO_SERIES', 'FAILED'] }) reason!: string;
  @ApiProperty() message!: string;
}

export class IssuedInvoice {
  @ApiProperty({ format: 'uuid' }) invoiceId!: string;
  @ApiProperty({ example: 'CDM-2026-000012' }) number!: string;
  @ApiProperty({ example: '403.98' }) gross!: string;
}

export class InvoiceResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-03-01', description: 'Issue date: local to the hotel' }) issueDate!: string;
  @ApiProperty() invoicesGenerated!: number;
  @ApiProperty({ example: '403.98' }) totalAmount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [IssuedInvoice] }) invoices!: IssuedInvoice[];
  @ApiProperty({ type: [SkippedFolio] }) skipped!: SkippedFolio[];
}

export const InvoiceGeneration = nightJob({
  name: 'invoice-generation',
  summary: 'Invoices of stays that are over, numbered without gaps',
  result: InvoiceResult,
  aliases: ['generate-invoices'],
});
