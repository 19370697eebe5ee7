import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { GUARANTEES } from '../bookings/booking-row.js';

const CHANNEL_REPORTS = ['not_needed', 'due', 'reported'] as const;

export class NoShowRecordsQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ example: '2027-03-01', description: 'First business date' })
  @IsOptional()
  @IsDate()
  from?: string;

  @ApiPropertyOptional({ example: '2027-03-31', description: 'Last business date' })
  @IsOptional()
  @IsDate()
  to?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only the record of this booking' })
  @IsOptional()
  @IsUUID()
  bookingId?: string;

  @ApiPropertyOptional({
    enum: CHANNEL_REPORTS,
    description: 'Of guests who have not come after all; due: the channel is still to be told',
  })
  @IsOptional()
  @IsIn(CHANNEL_REPORTS)
  channelReport?: (typeof CHANNEL_REPORTS)[number];
}

export class NoShowRecordResponse {
  @ApiProperty({ format: 'uuid' }) bookingId!: string;
  @ApiProperty() code!: string;
  @ApiProperty() guestName!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2027-03-01' }) businessDate!: string;
  @ApiProperty({ format: 'date-time', description: 'From when the guest was late' }) cutoffAt!: string;
  @ApiProperty({ enum: ['NO_SHOW', 'RELEASED'] }) outcome!: string;
  @ApiProperty({ enum: GUARANTEES }) guarantee!: string;
  @ApiProperty({ example: 'First night', description: 'Rule of the day of booking' }) rule!: string;
  @ApiProperty({ example: '120.00' }) penalty!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When later nights go back' })
  releaseAt!: string | null;
  @ApiProperty({ type: [String], description: 'Nights that went back' }) releasedNights!: string[];
  @ApiProperty({ enum: CHANNEL_REPORTS, description: 'Whether the channel was told' })
  channelReport!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) channelReportUntil!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the guest was reinstated' })
  reversedAt!: string | null;
}

export class NoShowRecordsResponse {
  @ApiProperty({ type: [NoShowRecordResponse] }) noShowRecords!: NoShowRecordResponse[];
  @ApiProperty() total!: number;
}
