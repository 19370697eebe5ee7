import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';
import { IsCurrencyCode, IsId, IsQueryFlag, IsQueryId, OrNull } from '../parties/fields.js';
import { type Channel, CHANNELS, RESERVATION_STATUSES, type ReservationStatus } from './reservation-facts.js';

const REMITTERS = ['channel', 'host'] as const;
/** What a person may make of a stay: not what no person knows. */
const DECIDED = RESERVATION_STATUSES.filter((status) => status !== 'needs_review');

/** Amounts of a stay, in its currency; fees are positive although they are taken away. */
export class ReservationMoney {
  @ApiMoneyOptional({ description: 'Of a cancelled stay: what was kept' })
  rent?: number | string;

  @ApiMoneyOptional({ description: 'Cleaning fee that the guest paid' })
  cleaning?: number | string;

  @ApiMoneyOptional({ description: 'What else the guest paid for' })
  extras?: number | string;

  @ApiMoneyOptional({ description: 'Lodging tax that the guest paid' })
  tax?: number | string;

  @ApiMoneyOptional({ description: 'What the channel took' })
  channelFee?: number | string;

  @ApiMoneyOptional({ description: 'What the payment took' })
  paymentFee?: number | string;

  @ApiPropertyOptional({
    oneOf: [{ type: 'number', minimum: 0 }, { type: 'string' }, { type: 'null' }],
    example: '632.00',
    description:
      'What was paid out to you; null: unknown. Kept also when the amounts do not come to it, and then in review',
  })
  @OrNull()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @Matches(/^\d{1,12}(\.\d{1,4})?$/, { message: 'payout must be an amount in major units, such as 120 or "99.95"' })
  payout?: number | string | null;
}

export class CreateReservationRequest extends ReservationMoney {
  @ApiProperty() @IsId() listingId!: number;

  @ApiPropertyOptional({ enum: CHANNELS, default: 'direct' })
  @IfGiven()
  @IsIn(CHANNELS)
  channel?: Channel;

  @ApiPropertyOptional({ example: 'HMTEST0001', description: "The channel's confirmation code; default: a new one" })
  @IfGiven()
  @IsWords(100)
  code?: string;

  @ApiPropertyOptional({ enum: DECIDED, default: 'confirmed' })
  @IfGiven()
  @IsIn(DECIDED)
  status?: ReservationStatus;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ana Sousa' })
  @OrNull()
  @IsWords(200)
  guest?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2026-01-20' })
  @OrNull()
  @IsDate()
  bookedOn?: string | null;

  @ApiProperty({ example: '2026-03-02' })
  @IsDate()
  checkIn!: string;

  @ApiProperty({ example: '2026-03-07', description: 'Day of departure: the night before is the last' })
  @IsDate()
  checkOut!: string;

  @ApiPropertyOptional({ example: 'EUR', description: "Default: the listing's" })
  @IfGiven()
  @IsString()
  @IsCurrencyCode()
  currency?: string;

  @ApiPropertyOptional({ enum: REMITTERS, default: 'host', description: 'Who hands the lodging tax to the state' })
  @IfGiven()
  @IsIn(REMITTERS)
  taxRemittedBy?: (typeof REMITTERS)[number];

  @ApiPropertyOptional({ default: false, description: "The guest's money went to the owner, not to you" })
  @IfGiven()
  @IsBoolean()
  paidToOwner?: boolean;
}

export class UpdateReservationRequest extends PartialType(
  OmitType(CreateReservationRequest, ['channel', 'code', 'currency']),
  { skipNullProperties: false },
) {
  @ApiPropertyOptional({ example: 'The guest stayed a night longer', description: 'Kept with the version' })
  @IfGiven()
  @IsWords(500)
  reason?: string;
}

export class ResolveReservationRequest {
  @ApiProperty({ enum: DECIDED })
  @IsIn(DECIDED)
  status!: ReservationStatus;

  @ApiProperty({ example: 'Confirmed by the channel by phone' })
  @IsWords(500)
  reason!: string;
}

export class ReservationsQuery extends PageQuery {
  @ApiPropertyOptional() @IsQueryId() listingId?: number;

  @ApiPropertyOptional({ example: '2026-03-01', description: 'Stays that end on this day or later' })
  @IsOptional()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ example: '2026-03-31', description: 'Stays that begin on this day or earlier' })
  @IsOptional()
  @IsDate()
  to?: string;

  @ApiPropertyOptional({ enum: RESERVATION_STATUSES })
  @IsOptional()
  @IsIn(RESERVATION_STATUSES)
  status?: ReservationStatus;

  @ApiPropertyOptional({ description: 'true: those that a person has to look at; false: the others' })
  @IfGiven()
  @IsQueryFlag()
  review?: boolean;

  @ApiPropertyOptional({ description: 'Part of the code or of the name of the guest' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

export class StayFacts {
  @ApiProperty() listingId!: number;
  @ApiProperty({ enum: CHANNELS }) channel!: Channel;
  @ApiProperty({ example: 'HMTEST0001' }) code!: string;
  @ApiProperty({ enum: RESERVATION_STATUSES }) status!: ReservationStatus;
  @ApiProperty({ type: String, nullable: true, description: 'As its source spells it' }) sourceStatus!: string | null;
  @ApiProperty({ type: String, nullable: true }) guest!: string | null;
  @ApiProperty({ type: String, nullable: true }) bookedOn!: string | null;
  @ApiProperty({ example: '2026-03-02' }) checkIn!: string;
  @ApiProperty({ example: '2026-03-07' }) checkOut!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '680.00' }) rent!: string;
  @ApiProperty({ example: '80.00' }) cleaning!: string;
  @ApiProperty({ example: '0.00' }) extras!: string;
  @ApiProperty({ example: '0.00' }) tax!: string;
  @ApiProperty({ enum: REMITTERS }) taxRemittedBy!: (typeof REMITTERS)[number];
  @ApiProperty({ example: '114.00' }) channelFee!: string;
  @ApiProperty({ example: '14.00' }) paymentFee!: string;
  @ApiProperty({ type: String, nullable: true, example: '632.00' }) payout!: string | null;
  @ApiProperty() paidToOwner!: boolean;
  @ApiProperty({ type: [String], description: 'Why a person has to look: unknown_status, gross_mismatch, net_only …' })
  review!: string[];
}

export class ReservationResponse extends StayFacts {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({
    description:
      'A person has to look. Until then it is on no statement, and a statement that would have it waits; with no other code than inexact_amount it is stated',
  })
  needsReview!: boolean;
  @ApiProperty() version!: number;
  @ApiProperty({ example: 'hostify', description: 'Who told it last: a provider, a file, or manual' }) source!: string;
  @ApiProperty({ format: 'date-time' }) changedAt!: Date;
}

export class ReservationVersionResponse {
  @ApiProperty() version!: number;
  @ApiProperty() source!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) createdBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: StayFacts }) facts!: StayFacts;
  @ApiProperty({
    oneOf: [
      { type: 'object', additionalProperties: true },
      { type: 'array', items: {} },
      { type: 'string' },
      { type: 'null' },
    ],
    description: 'The record it was read from: row of a file, answer of a provider',
  })
  raw!: unknown;
}

export class ReservationDetailsResponse extends ReservationResponse {
  @ApiProperty({ example: '632.00', description: 'What the amounts come to' }) expectedPayout!: string;
  @ApiProperty({ type: [ReservationVersionResponse], description: 'The last first, at most 200' })
  versions!: ReservationVersionResponse[];
}

export class ReservationsResponse {
  @ApiProperty({ type: [ReservationResponse] }) reservations!: ReservationResponse[];
  @ApiProperty() total!: number;
}
