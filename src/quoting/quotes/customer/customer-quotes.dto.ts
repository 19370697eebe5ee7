import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';
import { TierResponse, TotalsResponse } from '../quotes-answers.dto.js';
import { QUOTE_STATES, type QuoteState } from '../quote-state.js';
import type { ChosenQuantity } from '../quotes-requests.dto.js';

/** `1:10,2:50`: 10 pieces of line 1 and 50 of line 2. */
const CHOICE = /^\d{1,3}:\d{1,9}(,\d{1,3}:\d{1,9}){0,99}$/;

export class CustomerTotalsQuery {
  @ApiPropertyOptional({
    type: String,
    example: '1:10,2:50',
    description: 'Quantities by position, of those that were offered; a line that is not named counts with its first',
  })
  @IfGiven()
  @Matches(CHOICE, { message: 'choice must be positions with quantities, such as 1:10,2:50' })
  choice?: string;
}

export function chosenIn(choice = ''): ChosenQuantity[] {
  return choice
    .split(',')
    .filter(Boolean)
    .map((one) => {
      const [position = 0, quantity = 0] = one.split(':').map(Number);
      return { position, quantity };
    });
}

export class CustomerLineResponse {
  @ApiProperty() position!: number;
  @ApiProperty({ example: 'bracket.stl' }) part!: string;
  @ApiProperty({ example: 'Laser sintering' }) process!: string;
  @ApiProperty({ example: 'PA12 powder' }) material!: string;
  @ApiProperty({ type: String, nullable: true }) finish!: string | null;
  @ApiProperty({ type: [TierResponse] }) tiers!: TierResponse[];
  @ApiProperty({ description: 'Quantity that counts: the chosen one, or the first' }) quantity!: number;
}

/** What a customer sees: the quote, and nothing else of the shop. */
export class CustomerQuoteResponse {
  @ApiProperty({ example: 'Q-2026-0001' }) number!: string;
  @ApiProperty() revision!: number;
  @ApiProperty({ enum: QUOTE_STATES }) state!: QuoteState;
  @ApiProperty({ description: 'It can be accepted or declined now' }) open!: boolean;
  @ApiProperty({ description: 'What the state means for the customer' }) message!: string;
  @ApiPropertyOptional({ description: 'This and all below only while the quote stands' }) shop?: string;
  @ApiPropertyOptional() recipient?: string;
  @ApiPropertyOptional({ example: '2026-03-31' }) validUntil?: string;
  @ApiPropertyOptional({ example: 'EUR' }) currency?: string;
  @ApiPropertyOptional({ type: String, nullable: true }) note?: string | null;
  @ApiPropertyOptional({ type: String, nullable: true }) terms?: string | null;
  @ApiPropertyOptional({ type: [CustomerLineResponse] }) lines?: CustomerLineResponse[];
  @ApiPropertyOptional({ type: TotalsResponse }) totals?: TotalsResponse;
}
