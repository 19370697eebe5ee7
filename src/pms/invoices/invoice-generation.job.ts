import { ApiProperty } from '@nestjs/swagger';
import { SKIPS } from './draft.js';
import { counted } from '../nights/counted.js';
import { defineNightJob } from '../nights/night-job.js';

/** Entries of each list in the result, which is kept with the job and with the night. */
export const LISTED = 200;

export class SkippedFolio {
  @ApiProperty({ format: 'uuid' }) folioId!: string;
  @ApiProperty() window!: number;
  @ApiProperty({ enum: SKIPS }) reason!: string;
  @ApiProperty() message!: string;
}

export class IssuedInvoice {
  @ApiProperty({ format: 'uuid' }) invoiceId!: string;
  @ApiProperty({ format: 'uuid' }) folioId!: string;
  @ApiProperty() window!: number;
  @ApiProperty({ example: 'CDM-2026-000012' }) number!: string;
  @ApiProperty({ example: '403.98' }) gross!: string;
}

export class InvoiceResult {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-03-01', description: 'Issue date: local to the hotel' }) issueDate!: string;
  @ApiProperty() invoicesGenerated!: number;
  @ApiProperty({ example: '403.98' }) totalAmount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'Windows without an invoice' }) windowsSkipped!: number;
  @ApiProperty({ type: [IssuedInvoice], description: `At most ${LISTED}; the job's items name all` })
  invoices!: IssuedInvoice[];
  @ApiProperty({ type: [SkippedFolio], description: `At most ${LISTED}; the job's items name all` })
  skipped!: SkippedFolio[];
  @ApiProperty({ type: [String], description: 'What is right for the books but probably not meant' })
  warnings!: string[];
}

export const InvoiceGeneration = defineNightJob({
  name: 'invoice-generation',
  summary: 'Invoices of stays that are over, numbered without gaps',
  result: InvoiceResult,
  route: 'generate-invoices',
  title: 'Invoices of finished stays',
  cron: '0 2 * * *',
  position: 50,
  line: ({ invoicesGenerated, totalAmount, currency, skipped }) =>
    `${counted(invoicesGenerated, 'invoice')}, ${totalAmount} ${currency}; ${counted(skipped.length, 'bill')} skipped`,
  // A night of an earlier release has no warnings.
  exceptions: ({ skipped, warnings = [] }) => [
    ...skipped.filter(({ reason }) => reason !== 'ZERO_VALUE').map(({ message }) => message),
    ...warnings,
  ],
});
