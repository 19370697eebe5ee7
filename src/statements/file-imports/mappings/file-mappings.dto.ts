import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsObject, ValidateNested } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import {
  CHANNELS,
  type Channel,
  RESERVATION_STATUSES,
  type ReservationStatus,
} from '../../reservations/reservation-facts.js';
import type { FileMapping } from '../layouts/mapped.js';
import type { DecimalMark } from '../reading/amounts.js';
import { DATE_ORDERS, type DateOrder } from '../reading/dates.js';

const Title = (description: string) => (target: object, key: string) => {
  ApiPropertyOptional({ type: String, maxLength: 200, description })(target, key);
  IfGiven()(target, key);
  IsWords(200)(target, key);
};

/** Titles of the columns. */
export class MappedColumns implements Record<keyof FileMapping['columns'], string | undefined> {
  @Title('Code of the stay, unique for its channel; must be given') code: string | undefined;
  @Title('First night; must be given') checkIn: string | undefined;
  @Title('Day of departure; this or nights must be given') checkOut: string | undefined;
  @Title('Number of nights') nights: string | undefined;
  @Title('Name or id of the listing') listing: string | undefined;
  @Title('Name of the guest') guest: string | undefined;
  @Title('Status; without it all stays are confirmed') status: string | undefined;
  @Title('Channel: Airbnb, Booking.com, Vrbo, Direct') source: string | undefined;
  @Title('Day of the booking') bookedOn: string | undefined;
  @Title('Currency, an ISO 4217 code') currency: string | undefined;
  @Title('Price of the nights, before fees; this or amount must be given') gross: string | undefined;
  @Title('Cleaning fee that the guest paid') cleaning: string | undefined;
  @Title('Other services that the guest paid') extras: string | undefined;
  @Title('Lodging tax that the channel remits') taxes: string | undefined;
  @Title('Lodging tax that the host remits') hostTax: string | undefined;
  @Title('What the channel took, of either sign') commission: string | undefined;
  @Title('What the payment cost, of either sign') paymentFee: string | undefined;
  @Title('What reached the manager') amount: string | undefined;
}

export class MappedConstants {
  @ApiPropertyOptional({ maxLength: 200, description: 'Listing of all rows: what the file would call it' })
  @IfGiven()
  @IsWords(200)
  listing?: string;

  @ApiPropertyOptional({ example: 'EUR' })
  @IfGiven()
  @IsWords(3)
  currency?: string;

  @ApiPropertyOptional({ enum: CHANNELS, default: 'direct' })
  @IfGiven()
  @IsIn(CHANNELS)
  channel?: Channel;
}

export class MappedStatus {
  @ApiProperty({ example: 'Bestätigt', maxLength: 100 })
  @IsWords(100)
  word!: string;

  @ApiProperty({ enum: RESERVATION_STATUSES })
  @IsIn(RESERVATION_STATUSES)
  status!: ReservationStatus;
}

export class FileMappingRequest {
  @ApiProperty({ maxLength: 100, description: 'Unique' })
  @IsWords(100)
  name!: string;

  @ApiProperty({ type: MappedColumns, description: 'Field → title of its column, in any letter case' })
  @IsObject()
  @ValidateNested()
  @Type(() => MappedColumns)
  columns!: MappedColumns;

  @ApiPropertyOptional({ type: MappedConstants, description: 'What is the same for all rows' })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => MappedConstants)
  constants?: MappedConstants;

  @ApiPropertyOptional({ type: [MappedStatus], description: 'Words of the status column; others are put to review' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => MappedStatus)
  statuses?: MappedStatus[];

  @ApiPropertyOptional({
    enum: DATE_ORDERS,
    description: 'Order of dates that are only numbers; left out: as the file tells',
  })
  @IfGiven()
  @IsIn(DATE_ORDERS)
  dateOrder?: DateOrder;

  @ApiPropertyOptional({ enum: ['.', ','], description: 'Left out: as the file tells' })
  @IfGiven()
  @IsIn(['.', ','])
  decimalMark?: DecimalMark;
}

export class FileMappingResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { code: 'Booking ref' } })
  columns!: Record<string, string>;
  @ApiProperty({ type: MappedConstants }) constants!: MappedConstants;
  @ApiProperty({ type: [MappedStatus] }) statuses!: MappedStatus[];
  @ApiProperty({ type: String, enum: DATE_ORDERS, nullable: true }) dateOrder!: DateOrder | null;
  @ApiProperty({ type: String, enum: ['.', ','], nullable: true }) decimalMark!: DecimalMark | null;
}

export class FileMappingsResponse {
  @ApiProperty({ type: [FileMappingResponse] }) mappings!: FileMappingResponse[];
  @ApiProperty() total!: number;
}
