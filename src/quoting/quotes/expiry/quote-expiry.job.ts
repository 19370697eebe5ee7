import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { defineJob, IsAsOf } from '../../../jobs/index.js';

export class QuoteExpiryPayload {
  @ApiPropertyOptional({
    example: '2026-03-01',
    description: 'A past instant, or the end of a date at the shop; default now',
  })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}

export class QuoteExpiryResult {
  @ApiProperty({ description: 'Quotes whose last day is over' }) expired!: number;
}

export const QuoteExpiry = defineJob<QuoteExpiryPayload, QuoteExpiryResult>({
  name: 'quote-expiry',
  title: 'Expiry of quotes',
  summary: 'End the quotes whose last day is over, and tell their customers',
  payload: QuoteExpiryPayload,
  result: QuoteExpiryResult,
  concurrency: 2,
});
