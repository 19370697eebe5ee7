import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { type AuditCheck, WAIVABLE } from '../business-days/audit-checks.js';

export class BusinessDaysQuery extends PageQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;
}

export class WaiverRequest {
  @ApiProperty({ enum: WAIVABLE })
  @IsIn(WAIVABLE)
  check!: string;

  @ApiProperty({ example: 'Guest called: comes at 3 a.m.' })
  @IsString()
  @Length(1, 500)
  reason!: string;
}

export class CloseDayRequest {
  @ApiPropertyOptional({ type: [WaiverRequest], description: 'Blockers that shall not hold up the close, and why' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(WAIVABLE.length)
  @ValidateNested({ each: true })
  @Type(() => WaiverRequest)
  waive?: WaiverRequest[];
}

export class AuditCheckResponse implements AuditCheck {
  @ApiProperty({ enum: ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'OPEN_BALANCES', 'NO_TAXES', 'NIGHT_JOBS'] })
  check!: AuditCheck['check'];
  @ApiProperty({ enum: ['ok', 'warning', 'blocker'] }) level!: AuditCheck['level'];
  @ApiProperty() count!: number;
  @ApiProperty({ type: [String], description: 'At most 20' }) examples!: string[];
  @ApiPropertyOptional({ description: 'Why the day was closed all the same' }) waived?: string;
}

export class BusinessDayResponse {
  @ApiProperty() hotelId!: number;
  @ApiProperty({ example: '2026-03-01' }) businessDate!: string;
  @ApiProperty({ enum: ['open', 'closed'] }) status!: string;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'null: nothing has been posted at the hotel yet; the first posting opens its day',
  })
  openedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) closedAt!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) closedBy!: string | null;
  @ApiProperty({ type: [AuditCheckResponse], nullable: true }) checks!: AuditCheckResponse[] | null;
}

export class BusinessDaysResponse {
  @ApiProperty({ type: [BusinessDayResponse] }) businessDays!: BusinessDayResponse[];
  @ApiProperty() total!: number;
}
