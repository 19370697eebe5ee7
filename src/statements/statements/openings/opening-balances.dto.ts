import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches } from 'class-validator';
import { IsDate } from '../../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { IsCurrencyCode, IsId, OrNull } from '../../parties/fields.js';

export class OpeningBalanceRequest {
  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description: 'Of the statements of this listing alone; null: of those of all listings together',
  })
  @OrNull()
  @IsId()
  listingId?: number | null;

  @ApiProperty({
    type: String,
    example: '1250.00',
    description: 'What the owner is owed; negative: what it owes',
  })
  @Matches(/^-?\d{1,12}(\.\d{1,4})?$/, { message: 'amount must be a decimal string such as "-40.00"' })
  amount!: string;

  @ApiPropertyOptional({ example: 'EUR', description: "The owner's, which it is anyway" })
  @IfGiven()
  @IsString()
  @IsCurrencyCode()
  currency?: string;

  @ApiProperty({
    example: '2026-03-31',
    description: 'At the end of this day: it stands for everything before, and the first statement begins after it',
  })
  @IsDate()
  date!: string;

  @ApiProperty({ maxLength: 200, example: 'Balance of the last statement of the former program' })
  @IsWords(200)
  note!: string;
}

export class OpeningBalanceResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() ownerId!: number;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ example: '1250.00' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '2026-03-31' }) date!: string;
  @ApiProperty() note!: string;
}

export class OpeningBalancesResponse {
  @ApiProperty({ type: [OpeningBalanceResponse] }) openingBalances!: OpeningBalanceResponse[];
  @ApiProperty() total!: number;
}
