import { ApiProperty } from '@nestjs/swagger';
import { defineJob } from '../../../jobs/index.js';

export class QuoteExpiryPayload {}

export class QuoteExpiryResult {
  @ApiProperty({ description: 'Quotes whose last day is over' }) expired!: number;
}

export const QuoteExpiry = defineJob<QuoteExpiryPayload, QuoteExpiryResult>({
  name: 'quote-expiry',
  summary: 'End the quotes whose last day is over, and tell their customers',
  payload: QuoteExpiryPayload,
  result: QuoteExpiryResult,
  concurrency: 2,
});
