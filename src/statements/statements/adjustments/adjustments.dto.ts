import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsUUID, Matches } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { IsId } from '../../parties/fields.js';

export const ADJUSTMENT_KINDS = ['amount', 'exclude', 'override'] as const;
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number];

export class AdjustmentRequest {
  @ApiProperty({
    enum: ADJUSTMENT_KINDS,
    description: `amount: an amount of its own; exclude: a stay is listed with 0; override: a stay comes to the amount, whatever the
rules say`,
  })
  @IsIn(ADJUSTMENT_KINDS)
  kind!: AdjustmentKind;

  @ApiPropertyOptional({ format: 'uuid', description: 'The stay, of exclude and override' })
  @IfGiven()
  @IsUUID()
  reservationId?: string;

  @ApiPropertyOptional({ description: 'Of amount: the listing that it is of, if of one' })
  @IfGiven()
  @IsId()
  listingId?: number;

  @ApiPropertyOptional({
    type: String,
    example: '-40.00',
    description:
      "From the owner's side, in the statement's currency: what is taken away is negative. Of amount and override",
  })
  @IfGiven()
  @Matches(/^-?\d{1,12}(\.\d{1,4})?$/, { message: 'amount must be a decimal string such as "-40.00"' })
  amount?: string;

  @ApiPropertyOptional({ example: '2026-10-31', description: "Default: the period's last day" })
  @IfGiven()
  @IsDate()
  date?: string;

  @ApiProperty({ maxLength: 200, example: 'Broken lamp paid by the guest', description: 'Shown to the owner' })
  @IsWords(200)
  description!: string;

  @ApiProperty({ maxLength: 500, example: 'Agreed on the phone on 3 November' })
  @IsWords(500)
  reason!: string;
}

export class AdjustmentResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ADJUSTMENT_KINDS }) kind!: AdjustmentKind;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) reservationId!: string | null;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ type: String, nullable: true, example: '-40.00' }) amount!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '2026-10-31' }) date!: string;
  @ApiProperty() description!: string;
  @ApiProperty() reason!: string;
}

export class AdjustmentsResponse {
  @ApiProperty({ type: [AdjustmentResponse] }) adjustments!: AdjustmentResponse[];
  @ApiProperty() total!: number;
}
