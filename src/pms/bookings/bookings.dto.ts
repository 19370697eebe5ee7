import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { CancellationStepResponse } from '../penalties/penalty-rules.dto.js';
import { CancellationFeeResponse } from './cancellation.dto.js';
import { BOOKING_STATUSES, type BookingStatus, GUARANTEES, type Guarantee } from './booking-row.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;

/** What is let pass, and why; the audit trail keeps it. */
export class OverrideRequest {
  @ApiPropertyOptional({
    example: 'Agreed with the guest',
    description:
      'Why restrictions (stop-sell, arrival or departure closed, least and greatest stay) are let pass; MANAGER and ADMIN only. Nights that are full stay refused',
  })
  @IfGiven()
  @IsWords(500)
  overrideReason?: string;
}

/** The same for what sells a stay for the first time. */
export class SellRequest extends OverrideRequest {
  @ApiPropertyOptional({
    example: 'Entered after the system was down',
    description: 'Why the arrival lies in the past; MANAGER and ADMIN only. Without it such a stay is refused with 409',
  })
  @IfGiven()
  @IsWords(500)
  pastArrivalReason?: string;
}

export class CreateBookingRequest extends SellRequest {
  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;

  @ApiProperty()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId!: number;

  @ApiProperty({ example: '2027-03-01' })
  @IsDate()
  arrival!: string;

  @ApiProperty({ example: '2027-03-04', description: 'Free again on this date' })
  @IsDate()
  departure!: string;

  @ApiProperty({ example: 'Ana Sousa' })
  @IsString()
  @Length(1, 200)
  guestName!: string;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'null: none' })
  @ValidateIf(isThere)
  @IsEmail()
  guestEmail?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'PT',
    description: 'ISO 3166-1 alpha-2; null: not known',
  })
  @ValidateIf(isThere)
  @Matches(/^[A-Z]{2}$/, { message: 'guestCountry must be two letters such as PT' })
  guestCountry?: string | null;

  @ApiPropertyOptional({ default: 1, minimum: 0, maximum: 100 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(100)
  adults?: number;

  @ApiPropertyOptional({ default: 0, minimum: 0, maximum: 100 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(100)
  children?: number;

  @ApiPropertyOptional({
    type: [Number],
    example: [9],
    description: 'Of the children whose age is known: whether they pay city tax; default: none is old enough',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(100)
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(120, { each: true })
  childAges?: number[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Business trip, letter of the employer',
    description: 'Why these guests pay no city tax; null: they pay',
  })
  @ValidateIf(isThere)
  @IsWords(200)
  cityTaxExempt?: string | null;

  @ApiPropertyOptional({
    enum: GUARANTEES,
    default: 'none',
    description: 'none: the room is kept until the evening of arrival; card, prepaid: all night, and charged for',
  })
  @IfGiven()
  @IsIn(GUARANTEES)
  guarantee?: Guarantee;

  @ApiPropertyOptional({ description: "Default: the hotel's default rule, if it has one" })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  penaltyRuleId?: number;

  @ApiPropertyOptional({
    enum: ['tentative', 'confirmed'],
    default: 'confirmed',
    description: 'Tentative sells nothing',
  })
  @IfGiven()
  @IsIn(['tentative', 'confirmed'])
  status?: 'tentative' | 'confirmed';

  @ApiPropertyOptional({ default: 'direct' })
  @IfGiven()
  @IsWords(50)
  channel?: string;

  @ApiPropertyOptional({
    description:
      "The channel's own number, of one booking of the hotel: sent again unchanged it answers 200 with that booking, otherwise 409",
  })
  @NullIsLeftOut()
  @IsWords(100)
  channelReference?: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: [{ type: 'number' }, { type: 'string' }] },
    example: ['120.00', '150.00', '90.00'],
    description: "Price of each night, major units, by date; default: the room nights' present prices",
  })
  @NullIsLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(366)
  nightPrices?: (number | string)[];

  @ApiPropertyOptional({ type: String, nullable: true, description: 'null: none' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 2000)
  notes?: string | null;
}

export class CreateGroupRequest {
  @ApiProperty({ type: [CreateBookingRequest], description: 'One booking for each room; all of them or none' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => CreateBookingRequest)
  bookings!: CreateBookingRequest[];
}

export class UpdateBookingRequest extends PartialType(
  PickType(CreateBookingRequest, [
    'arrival',
    'departure',
    'guestName',
    'guestEmail',
    'guestCountry',
    'adults',
    'children',
    'childAges',
    'cityTaxExempt',
    'guarantee',
    'notes',
    'overrideReason',
    'pastArrivalReason',
  ]),
  { skipNullProperties: false },
) {
  @ApiPropertyOptional({ type: [String], example: ['2027-03-02'], description: 'Days without housekeeping' })
  @NullIsLeftOut()
  @IsArray()
  @ArrayMaxSize(366)
  @IsDate({ each: true })
  noService?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Days on which the guest is not to be disturbed' })
  @NullIsLeftOut()
  @IsArray()
  @ArrayMaxSize(366)
  @IsDate({ each: true })
  doNotDisturb?: string[];
}

export class CheckInRequest extends OverrideRequest {
  @ApiPropertyOptional({
    description:
      'Default: the room assigned before, else a free one of the category: moving as little as can be, and inspected before clean before dirty',
  })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomId?: number;
}

export class BookedNight {
  @ApiProperty({ example: '2027-03-01' }) date!: string;
  @ApiProperty({ example: '120.00' }) price!: string;
}

export class PenaltyTermsResponse {
  @ApiProperty({ type: Number, nullable: true }) ruleId!: number | null;
  @ApiProperty() name!: string;
  @ApiProperty({ example: '100.0000' }) percent!: string;
  @ApiProperty({ type: Number, nullable: true }) nights!: number | null;
  @ApiProperty({ example: '0.00' }) flat!: string;
  @ApiProperty() capToStay!: boolean;
  @ApiProperty({ type: String, nullable: true }) taxCode!: string | null;
  @ApiProperty({ type: [CancellationStepResponse], description: 'What a cancellation costs, from when on' })
  cancellation!: CancellationStepResponse[];
}

export class BookingResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'B7K3-MQ9P' }) code!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) groupId!: string | null;
  @ApiProperty({ enum: BOOKING_STATUSES }) status!: BookingStatus;
  @ApiProperty({ example: '2027-03-01' }) arrival!: string;
  @ApiProperty({ example: '2027-03-04' }) departure!: string;
  @ApiProperty() adults!: number;
  @ApiProperty() children!: number;
  @ApiProperty({ type: [Number] }) childAges!: number[];
  @ApiProperty({ type: String, nullable: true }) cityTaxExempt!: string | null;
  @ApiProperty() guestName!: string;
  @ApiProperty({ type: String, nullable: true }) guestEmail!: string | null;
  @ApiProperty({ type: String, nullable: true }) guestCountry!: string | null;
  @ApiProperty() channel!: string;
  @ApiProperty({ type: String, nullable: true }) channelReference!: string | null;
  @ApiProperty({ enum: GUARANTEES }) guarantee!: Guarantee;
  @ApiProperty({ type: PenaltyTermsResponse, description: 'As of the day of booking' }) penalty!: PenaltyTermsResponse;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ example: '360.00' }) total!: string;
  @ApiProperty({ type: [BookedNight] }) nights!: BookedNight[];
  @ApiProperty({ type: [String] }) noService!: string[];
  @ApiProperty({ type: [String] }) doNotDisturb!: string[];
  @ApiProperty({ type: String, nullable: true }) notes!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) checkedInAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) checkedOutAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) cancelledAt!: string | null;
  @ApiProperty({ type: String, nullable: true }) cancelReason!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) cancelledBy!: string | null;
  @ApiProperty({ type: CancellationFeeResponse, nullable: true, description: 'Of a cancelled booking' })
  cancellationFee!: CancellationFeeResponse | null;
}

/** A guest who has left, and what the bill comes to. */
export class CheckedOutResponse extends BookingResponse {
  @ApiProperty({ example: '69.00', description: 'Still to pay, with tax; below zero: owed to the guest' })
  balance!: string;
  @ApiProperty({ example: '0.00', description: 'Deposit that was not needed for the bill: it is given back' })
  depositHeld!: string;
}

export class AssignedRoom {
  @ApiProperty() roomId!: number;
  @ApiProperty({ example: '2027-03-01' }) from!: string;
  @ApiProperty({ example: '2027-03-04', description: 'Not included' }) until!: string;
}

export class CheckedInResponse extends BookingResponse {
  @ApiProperty({ type: [AssignedRoom] }) rooms!: AssignedRoom[];
}

export class ListedBookingResponse extends BookingResponse {
  @ApiProperty({
    type: String,
    nullable: true,
    example: '101',
    description: 'Room of the latest nights; null: none yet',
  })
  room!: string | null;
  @ApiProperty({ example: '69.00', description: 'Charged and not yet paid, with tax; below zero: owed to the guest' })
  balance!: string;
}

export class BookingsResponse {
  @ApiProperty({ type: [ListedBookingResponse] }) bookings!: ListedBookingResponse[];
  @ApiProperty() total!: number;
}

export class GroupResponse {
  @ApiProperty({ format: 'uuid' }) groupId!: string;
  @ApiProperty({ type: [BookingResponse] }) bookings!: BookingResponse[];
}
