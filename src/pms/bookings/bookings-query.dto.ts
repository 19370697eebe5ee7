import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { BOOKING_STATUSES, type BookingStatus } from './booking-row.js';

export class BookingsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ description: 'Category that was booked' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId?: number;

  @ApiPropertyOptional({ enum: BOOKING_STATUSES })
  @IsOptional()
  @IsIn(BOOKING_STATUSES)
  status?: BookingStatus;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'true: neither cancelled ones nor no-shows' })
  @IsOptional()
  @IsIn(['true', 'false'])
  standing?: 'true' | 'false';

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  groupId?: string;

  @ApiPropertyOptional({ example: '2027-03-01', description: 'Arriving on or after' })
  @IsOptional()
  @IsDate()
  arrivalFrom?: string;

  @ApiPropertyOptional({ example: '2027-03-31', description: 'Arriving on or before' })
  @IsOptional()
  @IsDate()
  arrivalTo?: string;

  @ApiPropertyOptional({ example: '2027-03-01', description: 'Leaving on or after' })
  @IsOptional()
  @IsDate()
  departureFrom?: string;

  @ApiPropertyOptional({ example: '2027-03-31', description: 'Leaving on or before' })
  @IsOptional()
  @IsDate()
  departureTo?: string;

  @ApiPropertyOptional({ example: '2027-03-01', description: 'Staying on this night' })
  @IsOptional()
  @IsDate()
  stayDate?: string;

  @ApiPropertyOptional({
    example: '2027-03-07',
    description: 'With stayDate: staying on any night from that one to this one',
  })
  @IsOptional()
  @IsDate()
  stayTo?: string;

  @ApiPropertyOptional({ description: 'Part of guest, code or channel reference' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  search?: string;
}
