import { ApiProperty } from '@nestjs/swagger';
import { MAIL_STATES, type MailState } from '../../platform/mail/outbox-rules.js';
import { type Level, LEVELS } from '../catalogue/fields.js';
import { type Reason, REASON_UNITS } from './pricing/terms.js';
import { QUOTE_STATES, type QuoteState } from './quote-state.js';

export class RecipientResponse {
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) company!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Rua Augusta 1\n1100-048 Lisboa' }) address!: string | null;
  @ApiProperty() email!: string;
}

export class HintResponse {
  @ApiProperty({ example: 100 }) quantity!: number;
  @ApiProperty({ example: '1283.00', description: 'So many cost no more' }) lineTotal!: string;
}

export class CostResponse {
  @ApiProperty({ example: '1.8376' }) material!: string;
  @ApiProperty({ example: '6.2202' }) machine!: string;
  @ApiProperty({ example: '1.5000' }) finishing!: string;
  @ApiProperty({ example: '0.0000' }) finish!: string;
  @ApiProperty({ example: '2.5000', description: 'Setup by the quantity' }) setupShare!: string;
  @ApiProperty({ example: '12.0578' }) unit!: string;
  @ApiProperty({ example: '15.7060', description: 'In one part' }) grams!: string;
  @ApiProperty({ example: '0.3456', description: 'Of the machine, for one part' }) hours!: string;
}

/** What a line costs for one quantity. */
export class TierResponse {
  @ApiProperty({ example: 10 }) quantity!: number;
  @ApiProperty({ example: '17.62' }) unitPrice!: string;
  @ApiProperty({ example: '176.20' }) lineTotal!: string;
  @ApiProperty({ example: '5' }) discountPercent!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Working days until it is shipped' }) leadDays!:
    | number
    | null;
  @ApiProperty({ type: HintResponse, nullable: true }) hint!: HintResponse | null;
}

export class CostedTierResponse extends TierResponse {
  @ApiProperty({ description: 'The margin floor raised the price' }) floored!: boolean;
  @ApiProperty({ type: CostResponse, nullable: true, description: 'What it costs the shop; null: priced by hand' })
  cost!: CostResponse | null;
}

export class QuoteReasonResponse {
  @ApiProperty({ type: Number, nullable: true, description: 'Of the item; null: the quote' }) position!: number | null;
  @ApiProperty({ example: 'part_not_solid' }) code!: string;
  @ApiProperty() message!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Null where nothing can be measured' }) measured!:
    | number
    | null;
  @ApiProperty({ type: Number, nullable: true, description: 'What is allowed' }) limit!: number | null;
  @ApiProperty({
    type: String,
    enum: [...REASON_UNITS, null],
    nullable: true,
    description: 'minor: minor units of the currency',
  })
  unit!: Reason['unit'] | null;
}

export class ManualResponse {
  @ApiProperty() reason!: string;
  @ApiProperty() by!: string;
}

export class QuoteItemResponse {
  @ApiProperty() position!: number;
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty() fileName!: string;
  @ApiProperty() process!: string;
  @ApiProperty() material!: string;
  @ApiProperty({ type: String, nullable: true }) finish!: string | null;
  @ApiProperty({ type: String, nullable: true }) leadTime!: string | null;
  @ApiProperty({ type: [Number] }) quantities!: number[];
  @ApiProperty({ type: [CostedTierResponse], description: 'None before the quote is priced' })
  tiers!: CostedTierResponse[];
  @ApiProperty({ type: ManualResponse, nullable: true, description: 'Priced by hand' }) manual!: ManualResponse | null;
}

export class TotalsResponse {
  @ApiProperty({ example: '176.20', description: 'Sum of the lines' }) lines!: string;
  @ApiProperty({ example: '0.00', description: 'What is missing to the least order' }) minimumOrder!: string;
  @ApiProperty({ example: '176.20' }) subtotal!: string;
  @ApiProperty({ example: '20' }) taxRate!: string;
  @ApiProperty({ example: '35.24' }) tax!: string;
  @ApiProperty({ example: '211.44' }) total!: string;
}

export class DecisionResponse {
  @ApiProperty({ enum: ['customer', 'shop'] }) by!: 'customer' | 'shop';
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'Chosen quantity by position',
  })
  quantities!: Record<string, number>;
}

export class QuoteMailResponse {
  @ApiProperty({
    enum: MAIL_STATES,
    description:
      'sent: the server took it; failed: it did not; suppressed: the address gets no mail; ambiguous: the answer got lost',
  })
  state!: MailState;
  @ApiProperty() toAddress!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What the mail server said, or why it was not asked' })
  words!: string | null;
}

export class QuoteSummaryResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'Q-2026-0001' }) number!: string;
  @ApiProperty({ example: 1 }) revision!: number;
  @ApiProperty({ enum: QUOTE_STATES }) state!: QuoteState;
  @ApiProperty({ type: Number, nullable: true }) customerId!: number | null;
  @ApiProperty({ type: RecipientResponse }) recipient!: RecipientResponse;
  @ApiProperty({ enum: LEVELS }) level!: Level;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, nullable: true, example: '2026-03-31', description: 'Last day, local to the shop' })
  validUntil!: string | null;
  @ApiProperty({ type: String, nullable: true }) subtotal!: string | null;
  @ApiProperty({ type: String, nullable: true }) tax!: string | null;
  @ApiProperty({ type: String, nullable: true }) total!: string | null;
  @ApiProperty({ type: [QuoteReasonResponse], description: 'Why a person has to look' })
  reasons!: QuoteReasonResponse[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The revision before' }) previousId!:
    | string
    | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The revision that took its place' })
  nextId!: string | null;
  @ApiProperty({ type: Date }) createdAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) calculatedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) sentAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) decidedAt!: Date | null;
}

export class QuoteResponse extends QuoteSummaryResponse {
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: [QuoteItemResponse] }) items!: QuoteItemResponse[];
  @ApiProperty({ type: TotalsResponse, nullable: true }) totals!: TotalsResponse | null;
  @ApiProperty({ type: DecisionResponse, nullable: true }) decision!: DecisionResponse | null;
  @ApiProperty({ type: String, nullable: true, description: 'SHA-256 of the price: the same inputs give the same' })
  priceHash!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Where the customer sees it, once it was sent' })
  link!: string | null;
  @ApiProperty({
    type: QuoteMailResponse,
    nullable: true,
    description:
      'The mail that it was sent with, or a repeat of it from the log: the one that was sent, else the newest; null before it was sent, and once the mail is no longer kept',
  })
  mail!: QuoteMailResponse | null;
}

export class QuotesResponse {
  @ApiProperty({ type: [QuoteSummaryResponse] }) quotes!: QuoteSummaryResponse[];
  @ApiProperty() total!: number;
}

export class CalculationResponse {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty() statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
}

export class AlternativeResponse {
  @ApiProperty({ example: 'sls' }) process!: string;
  @ApiProperty({ example: 'pa12' }) material!: string;
  @ApiProperty({ type: Number, nullable: true, description: '1: cheapest of rankedBy pieces; null: cannot be made so' })
  rank!: number | null;
  @ApiProperty() cheapest!: boolean;
  @ApiProperty({ type: [CostedTierResponse] }) tiers!: CostedTierResponse[];
  @ApiProperty({ type: [QuoteReasonResponse] }) reasons!: QuoteReasonResponse[];
}

export class CompareResponse {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '2026-03-01' }) pricedOn!: string;
  @ApiProperty({ example: 100, description: 'Quantity whose price makes the ranks' }) rankedBy!: number;
  @ApiProperty({ type: [AlternativeResponse] }) alternatives!: AlternativeResponse[];
}
