import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID, ValidateIf, ValidateNested } from 'class-validator';
import { defineJob } from '../../../jobs/index.js';
import { IfGiven } from '../../../platform/http/fields.js';
import { IsLevel, type Level, LEVELS } from '../../catalogue/fields.js';
import { CostedTierResponse, QuoteReasonResponse } from '../quotes-answers.dto.js';
import { QuoteItemRequest } from '../quotes-requests.dto.js';

/** A quote to be priced, or items without one; both: the items take the place of the quote's. */
export class QuoteCalculationPayload {
  @ApiPropertyOptional({ format: 'uuid' })
  @ValidateIf(({ quoteId, items }: QuoteCalculationPayload) => quoteId !== undefined || items === undefined)
  @IsUUID()
  quoteId?: string;

  @ApiPropertyOptional({ type: [QuoteItemRequest] })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => QuoteItemRequest)
  items?: QuoteItemRequest[];

  @ApiPropertyOptional({ enum: LEVELS, description: 'Price level, for items without a quote; default standard' })
  @IfGiven()
  @IsLevel()
  level?: Level;
}

export class CalculatedLine {
  @ApiProperty() position!: number;
  @ApiProperty({ type: [CostedTierResponse] }) tiers!: CostedTierResponse[];
}

export class QuoteCalculationResult {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) quoteId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Q-2026-0001' }) number!: string | null;
  @ApiProperty({ enum: ['ready', 'needs_review'] }) state!: 'ready' | 'needs_review';
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true }) subtotal!: string | null;
  @ApiProperty({ type: String, nullable: true }) tax!: string | null;
  @ApiProperty({ type: String, nullable: true }) total!: string | null;
  @ApiProperty({ type: [CalculatedLine] }) lines!: CalculatedLine[];
  @ApiProperty({ type: [QuoteReasonResponse] }) reasons!: QuoteReasonResponse[];
  @ApiProperty() priceHash!: string;
}

export const QuoteCalculation = defineJob<QuoteCalculationPayload, QuoteCalculationResult>({
  name: 'quote-calculation',
  title: 'Price of a quote',
  summary: 'Price a quote, or items without one',
  payload: QuoteCalculationPayload,
  result: QuoteCalculationResult,
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 3_000 },
  deadlineMs: 120_000,
  priority: 30,
  dedupe: ({ quoteId, items }) => (quoteId !== undefined && items === undefined ? `quote:${quoteId}` : undefined),
});
