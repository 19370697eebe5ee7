import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, Max, Min, ValidateNested } from 'class-validator';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { type AuditCheck, WAIVABLE } from '../business-days/audit-checks.js';
import { NIGHT_JOB_NAMES } from '../nights/night-job.js';

export class BusinessDaysQuery extends PageQuery {
  @ApiProperty()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId!: number;
}

/** One for each check, or for each night job. */
const MOST_WAIVERS = 20;

export class WaiverRequest {
  @ApiProperty({ enum: WAIVABLE })
  @IsIn(WAIVABLE)
  check!: string;

  @ApiPropertyOptional({
    type: String,
    enum: NIGHT_JOB_NAMES as string[],
    description: 'With NIGHT_JOBS: the job that is done without; without it, all that the checklist names',
  })
  @IfGiven()
  @IsIn(NIGHT_JOB_NAMES)
  job?: string;

  @ApiProperty({ example: 'Guest called: comes at 3 a.m.' })
  @IsWords(500)
  reason!: string;
}

export class CloseDayRequest {
  @ApiPropertyOptional({ type: [WaiverRequest], description: 'Blockers that shall not hold up the close, and why' })
  @NullIsLeftOut()
  @IsArray()
  @ArrayMaxSize(MOST_WAIVERS)
  @ValidateNested({ each: true })
  @Type(() => WaiverRequest)
  waive?: WaiverRequest[];

  @ApiPropertyOptional({
    example: 'Power cut announced for midnight',
    description: "Why the day is closed before the hotel's hour (policy `closeFrom`); without it that is refused",
  })
  @IfGiven()
  @IsWords(500)
  earlyReason?: string;
}

export class OpenDayQuery {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    default: 'true',
    description: 'false: without the checklist, which reads the bills of weeks; for who only asks which day it is',
  })
  @IfGiven()
  @IsIn(['true', 'false'])
  checks?: 'true' | 'false';
}

/** A booking that a line of the checklist is about. */
export class CheckedBooking {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'B7K3-MQ9P' }) code!: string;
  @ApiProperty({ example: 'Ana Sousa' }) guestName!: string;
  @ApiProperty({ type: String, nullable: true, example: '101', description: 'Null: none yet' }) room!: string | null;
}

export class AuditCheckResponse implements AuditCheck {
  @ApiProperty({ enum: ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'OPEN_BALANCES', 'NO_TAXES', 'NIGHT_JOBS'] })
  check!: AuditCheck['check'];
  @ApiProperty({ enum: ['ok', 'warning', 'blocker'] }) level!: AuditCheck['level'];
  @ApiProperty() count!: number;
  @ApiProperty({ type: [String], description: 'Codes of bookings, or names of night jobs; at most 20' })
  examples!: string[];
  @ApiPropertyOptional({
    type: [CheckedBooking],
    description: 'Whose codes the examples are, in their order; not with night jobs, nor in the list of days',
  })
  bookings?: CheckedBooking[];
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
  @ApiProperty({ type: String, nullable: true, description: 'E-mail address of who closed it' })
  closedByName!: string | null;
  @ApiProperty({ format: 'date-time', description: 'From when it may be closed without a reason' })
  closableFrom!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was closed before' })
  earlyReason!: string | null;
  @ApiProperty({ type: [AuditCheckResponse], nullable: true, description: 'Null: not asked for' }) checks!:
    | AuditCheckResponse[]
    | null;
}

export class BusinessDaysResponse {
  @ApiProperty({ type: [BusinessDayResponse] }) businessDays!: BusinessDayResponse[];
  @ApiProperty() total!: number;
}
