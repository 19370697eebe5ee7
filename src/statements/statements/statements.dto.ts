import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { type Recognition, RECOGNITIONS } from '../agreements/terms.js';
import { IsQueryFlag, IsQueryId } from '../parties/fields.js';
import {
  CALCULATION_TYPES,
  type CalculationType,
  LINE_KINDS,
  type LineKind,
  STATEMENT_STATES,
  type StatementState,
} from './statement-types.js';

export class StatementsQuery {
  @ApiPropertyOptional() @IsQueryId() ownerId?: number;
  @ApiPropertyOptional() @IsQueryId() listingId?: number;

  @ApiPropertyOptional({ enum: STATEMENT_STATES })
  @IfGiven()
  @IsIn(STATEMENT_STATES)
  state?: StatementState;

  @ApiPropertyOptional({ default: false, description: 'Only those of which something is still to be paid out' })
  @IsQueryFlag()
  unpaid: boolean = false;

  @ApiPropertyOptional({ example: '2026-10-01', description: 'Statements whose period has a day from here on' })
  @IfGiven()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ example: '2026-10-31', description: 'Statements whose period has a day until here' })
  @IfGiven()
  @IsDate()
  to?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ maxLength: 60, description: 'nextCursor of the page before' })
  @IfGiven()
  @IsString()
  @MaxLength(60)
  cursor?: string;
}

export class VoidRequest {
  @ApiProperty({ maxLength: 500, example: 'A stay was missing' })
  @IsWords(500)
  reason!: string;
}

export class LaterStatementResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: '7-0004' }) number!: string;
}

export class StatementSummaryResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: '7-0003' }) number!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ enum: STATEMENT_STATES }) state!: StatementState;
  @ApiProperty() ownerId!: number;
  @ApiProperty() ownerName!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: of all listings of the owner' }) listingId!:
    | number
    | null;
  @ApiProperty({ example: '2026-10-01' }) from!: string;
  @ApiProperty({ example: '2026-10-31' }) to!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '150.00' }) opening!: string;
  @ApiProperty({ example: '1514.50' }) net!: string;
  @ApiProperty({ example: '0.00' }) payouts!: string;
  @ApiProperty({ example: '1664.50', description: 'opening + net - payouts' }) closing!: string;
  @ApiProperty({ example: '500.00' }) reserve!: string;
  @ApiProperty({ example: '1164.50', description: 'As it says: closing above the reserve' }) payable!: string;
  @ApiProperty({ example: '0.00', description: 'Missing for the reserve' }) shortfall!: string;
  @ApiProperty({
    example: '1164.50',
    description:
      'Still to be paid out: payable, less what was paid since and counts on no final statement. 0 unless it is final or sent and the last of its owner and listing',
  })
  left!: string;
  @ApiProperty({
    type: LaterStatementResponse,
    nullable: true,
    description:
      'The later final statement that opened with its closing, and with which it is paid; null: there is none',
  })
  goesOnTo!: LaterStatementResponse | null;
  @ApiProperty({ format: 'date-time' }) calculatedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finalisedAt!: string | null;
}

export class StatementsResponse {
  @ApiProperty({ type: [StatementSummaryResponse] }) statements!: StatementSummaryResponse[];
  @ApiProperty({ type: String, nullable: true }) nextCursor!: string | null;
}

export class StatementNightsResponse {
  @ApiProperty({ example: '2026-10-29' }) from!: string;
  @ApiProperty({ example: '2026-11-01', description: 'Not included' }) to!: string;
  @ApiProperty() count!: number;
  @ApiProperty() of!: number;
}

export class OriginalAmountResponse {
  @ApiProperty({ example: '1000.00' }) amount!: string;
  @ApiProperty({ example: 'CAD' }) currency!: string;
  @ApiProperty({ example: '0.7312' }) rate!: string;
  @ApiProperty({ example: '2026-10-29' }) rateDate!: string;
  @ApiProperty({ example: 'ECB' }) rateSource!: string;
}

export class StatementLineShareResponse {
  @ApiProperty({ example: '2026-10-29', description: 'First day that the share is of' }) from!: string;
  @ApiProperty({ example: '2026-11-01', description: 'Not included' }) to!: string;
  @ApiProperty({ example: 6_000, description: 'Basis points: 6000 is 60 %' }) shareBp!: number;
}

export class StatementLineResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: LINE_KINDS }) kind!: LineKind;
  @ApiProperty({ type: String, nullable: true, description: 'Of an adjustment: what it adjusts' }) adjustedKind!:
    | string
    | null;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) reservationId!: string | null;
  @ApiProperty({ example: '2026-10-31' }) date!: string;
  @ApiProperty({ type: StatementNightsResponse, nullable: true }) nights!: StatementNightsResponse | null;
  @ApiProperty({ example: '-120.00', description: 'What is taken from the owner is negative' }) amount!: string;
  @ApiProperty({ type: OriginalAmountResponse, nullable: true }) original!: OriginalAmountResponse | null;
  @ApiProperty() description!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) correctsStatementId!: string | null;
  @ApiProperty({
    type: [StatementLineShareResponse],
    nullable: true,
    description: "The owner's; null: it is not shared",
  })
  shares!: StatementLineShareResponse[] | null;
}

export class StatementStayResponse {
  @ApiProperty({ format: 'uuid' }) reservationId!: string;
  @ApiProperty() code!: string;
  @ApiProperty({ example: 'airbnb' }) channel!: string;
  @ApiProperty({ type: String, nullable: true }) guest!: string | null;
  @ApiProperty() listingId!: number;
  @ApiProperty() checkIn!: string;
  @ApiProperty() checkOut!: string;
  @ApiProperty() nightsInPeriod!: number;
  @ApiProperty() nights!: number;
  @ApiProperty() rent!: string;
  @ApiProperty() cleaning!: string;
  @ApiProperty() extras!: string;
  @ApiProperty() tax!: string;
  @ApiProperty() channelFee!: string;
  @ApiProperty() paymentFee!: string;
  @ApiProperty() managementFee!: string;
  @ApiProperty() net!: string;
  @ApiProperty({ type: String, nullable: true, example: 'already stated on 7-0002' }) note!: string | null;
}

export class StatementPayoutResponse {
  @ApiProperty() date!: string;
  @ApiProperty() amount!: string;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
}

export class StatementOwnerResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty() locale!: string;
}

export class StatementListingResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty() code!: string;
}

export class StatementShareResponse {
  @ApiProperty() listingId!: number;
  @ApiProperty({ example: 6_000, description: 'Basis points: 6000 is 60 %' }) shareBp!: number;
  @ApiProperty({ example: '2026-10-01', description: 'First day' }) from!: string;
  @ApiProperty({ example: '2026-10-31', description: 'Last day' }) to!: string;
}

export class StatementAgreementResponse {
  @ApiProperty() listingId!: number;
  @ApiProperty({ example: '20' }) feePercent!: string;
  @ApiProperty({ example: 'rent' }) feeBase!: string;
  @ApiProperty() from!: string;
  @ApiProperty({ type: String, nullable: true }) to!: string | null;
}

export class StatementResponse extends StatementSummaryResponse {
  @ApiProperty({ type: StatementOwnerResponse }) owner!: StatementOwnerResponse;
  @ApiProperty({ type: [StatementListingResponse] }) listings!: StatementListingResponse[];
  @ApiProperty({
    type: [StatementShareResponse],
    description: `The owner's shares of the listings on the days of the period, and on nights outside it of stays that count in it`,
  })
  shares!: StatementShareResponse[];
  @ApiProperty({ enum: RECOGNITIONS }) recognition!: Recognition;
  @ApiProperty({
    enum: CALCULATION_TYPES,
    nullable: true,
    description: 'What was asked for when it was made; null: what each agreement says',
  })
  calculationType!: CalculationType | null;
  @ApiProperty() revenue!: string;
  @ApiProperty() fees!: string;
  @ApiProperty() expenses!: string;
  @ApiProperty() adjustments!: string;
  @ApiProperty({ type: [StatementStayResponse] }) stays!: StatementStayResponse[];
  @ApiProperty({ type: [StatementLineResponse] }) lines!: StatementLineResponse[];
  @ApiProperty({ type: [StatementPayoutResponse] }) paid!: StatementPayoutResponse[];
  @ApiProperty({ type: [StatementAgreementResponse] }) agreements!: StatementAgreementResponse[];
  @ApiProperty({ type: [String], description: 'What a person should look at' }) warnings!: string[];
}
