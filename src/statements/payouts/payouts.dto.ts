import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IsWords } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoney } from '../../platform/money/api-money.js';
import { IsId, IsQueryFlag, IsQueryId, OrNull } from '../parties/fields.js';
import { PAYOUT_METHODS, type PayoutMethod } from './payout-row.js';

export class CreatePayoutRequest {
  @ApiProperty() @IsId() ownerId!: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    description:
      'Null: for all listings of the owner together, or for its only one. 400 where the owner has statements of each of several listings: then this or statementId says which balance it is taken off',
  })
  @OrNull()
  @IsId()
  listingId?: number | null;

  @ApiPropertyOptional({
    ...{ type: String, format: 'uuid', nullable: true },
    description:
      'The statement that it settles, wholly or in part, as POST /statements/{id}/pay does: 409 where that cannot be paid',
  })
  @OrNull()
  @IsUUID()
  statementId?: string | null;

  @ApiProperty({ example: '2026-04-05', description: 'Day on which it left the account' })
  @IsDate()
  day!: string;

  @ApiMoney({ description: "Above zero, in the owner's currency" })
  amount!: number | string;

  @ApiProperty({ enum: PAYOUT_METHODS })
  @IsIn(PAYOUT_METHODS)
  method!: PayoutMethod;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'SEPA 2026-04-0017',
    description: 'As it stands on the bank statement; the same one of a day and owner is refused with 409',
  })
  @OrNull()
  @IsWords(200)
  reference?: string | null;
}

export class VoidPayoutRequest {
  @ApiProperty({ example: 'The bank sent it back' })
  @IsWords(500)
  reason!: string;
}

export class PayoutsQuery extends PageQuery {
  @ApiPropertyOptional() @IsQueryId() ownerId?: number;

  @ApiPropertyOptional() @IsQueryId() listingId?: number;

  @ApiPropertyOptional({ format: 'uuid' }) @IsOptional() @IsUUID() statementId?: string;

  @ApiPropertyOptional({ example: '2026-04-01' }) @IsOptional() @IsDate() from?: string;

  @ApiPropertyOptional({ example: '2026-04-30' }) @IsOptional() @IsDate() to?: string;

  @ApiPropertyOptional({ default: false, description: 'With those that were voided' })
  @IsQueryFlag()
  voided: boolean = false;
}

export class PayoutResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() ownerId!: number;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) statementId!: string | null;
  @ApiProperty({ example: '2026-04-05' }) day!: string;
  @ApiProperty({ example: '1164.50' }) amount!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ enum: PAYOUT_METHODS }) method!: PayoutMethod;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it does not count' }) voidReason!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) voidedAt!: Date | null;
}

export class PayoutsResponse {
  @ApiProperty({ type: [PayoutResponse] }) payouts!: PayoutResponse[];
  @ApiProperty() total!: number;
}
