import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { IfGiven } from '../../../platform/http/fields.js';
import { TierResponse, TotalsResponse } from '../quotes-answers.dto.js';
import { QUOTE_STATES, type QuoteState } from '../quote-state.js';
import type { ChosenQuantity } from '../quotes-requests.dto.js';
import { CUSTOMER_ORDER_STATES, type CustomerOrder } from './customer-orders.js';

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
  @ApiProperty({ description: 'There is a picture at parts/{position}/thumbnail' }) picture!: boolean;
  @ApiProperty({ description: 'It can be seen in 3-D: there is a mesh at parts/{position}/mesh' }) mesh!: boolean;
  @ApiProperty({ type: [TierResponse] }) tiers!: TierResponse[];
  @ApiProperty({ description: 'Quantity that counts: the chosen one, or the first' }) quantity!: number;
}

export class CustomerOrderResponse {
  @ApiProperty({ example: 'O-2026-0001' }) number!: string;
  @ApiProperty({ enum: CUSTOMER_ORDER_STATES }) state!: CustomerOrder['state'];
  @ApiProperty({
    type: String,
    nullable: true,
    example: '2026-03-13',
    description: 'It is planned to be shipped by then',
  })
  promisedOn!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'DHL' }) carrier!: string | null;
  @ApiProperty({ type: String, nullable: true }) tracking!: string | null;
}

/** Whom to ask. */
export class CustomerContactResponse {
  @ApiProperty({ type: String, nullable: true, example: 'quotes@alpine.test' }) email!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'In lines' }) address!: string | null;
}

/** What a customer sees: the quote, what became of it, and nothing else of the shop. */
export class CustomerQuoteResponse {
  @ApiProperty({ example: 'Q-2026-0001' }) number!: string;
  @ApiProperty() revision!: number;
  @ApiProperty({ enum: QUOTE_STATES }) state!: QuoteState;
  @ApiProperty({ description: 'It can be accepted or declined now' }) open!: boolean;
  @ApiProperty({ description: 'What the state means for the customer' }) message!: string;
  @ApiPropertyOptional({ description: 'This and all below only while the quote stands' }) shop?: string;
  @ApiPropertyOptional({ type: CustomerContactResponse }) contact?: CustomerContactResponse;
  @ApiPropertyOptional({ type: CustomerOrderResponse, description: 'Made of the quote when it was accepted' })
  order?: CustomerOrderResponse;
  @ApiPropertyOptional({ type: [String], description: 'What comes after the answer, sentence by sentence; else empty' })
  next?: string[];
  @ApiPropertyOptional() recipient?: string;
  @ApiPropertyOptional({ example: '2026-03-31' }) validUntil?: string;
  @ApiPropertyOptional({ example: 'EUR' }) currency?: string;
  @ApiPropertyOptional({ type: String, nullable: true }) note?: string | null;
  @ApiPropertyOptional({ type: String, nullable: true }) terms?: string | null;
  @ApiPropertyOptional({ type: [CustomerLineResponse] }) lines?: CustomerLineResponse[];
  @ApiPropertyOptional({ type: TotalsResponse }) totals?: TotalsResponse;
}
