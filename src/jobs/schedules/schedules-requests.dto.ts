import { ApiProperty, ApiPropertyOptional, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { IfGiven, IsInstant, IsWords } from '../../platform/http/fields.js';
import { IsDate } from '../../platform/http/date-fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import type { DstPolicy } from '../cron/cron.js';
import { MISFIRE_POLICIES, type MisfirePolicy } from './misfire.js';
import { SLOT_STATES, type SlotState } from './slots.sql.js';

const DST_POLICIES: DstPolicy[] = ['skip', 'once', 'both'];
const DST = {
  enum: DST_POLICIES,
  default: 'once',
  description:
    'Local times that do not exist or come twice: once = right after the gap, and the first time only; skip = not at all, and the first time only; both = right after the gap, and both times. Does not touch expressions that fire every so many hours.',
};

class PolicyFields {
  @ApiPropertyOptional(DST)
  @IfGiven()
  @IsIn(DST_POLICIES)
  dst?: DstPolicy;

  @ApiPropertyOptional({
    enum: MISFIRE_POLICIES,
    default: 'once',
    description: 'Slots missed while nothing ran: once = one job for the latest, all = a job each, skip = none.',
  })
  @IfGiven()
  @IsIn(MISFIRE_POLICIES)
  misfire?: MisfirePolicy;

  @ApiPropertyOptional({ minimum: 0, maximum: 86_400, default: 0, description: 'Spreads starts over so many seconds.' })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(86_400)
  jitterSeconds?: number;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 604_800,
    default: 900,
    description: 'Seconds after which a slot whose job has not begun is late, or missed.',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(604_800)
  graceSeconds?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 60,
    maximum: 604_800,
    nullable: true,
    description: 'Seconds after its slot by which a job should be done: its `dueBy`. null: no time is set.',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt()
  @Min(60)
  @Max(604_800)
  dueSeconds?: number | null;

  @ApiPropertyOptional({ default: true })
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;
}

class RhythmFields {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What its jobs work on, as their type says.',
  })
  @IsObject()
  data!: Record<string, unknown>;

  @ApiProperty({ example: '30 2 * * *', description: 'Minute, hour, day of month, month, day of week; or @daily etc.' })
  @IsString()
  @MaxLength(512)
  cron!: string;

  @ApiProperty({ example: 'Europe/Madrid', description: 'IANA zone the expression is read in.' })
  @IsString()
  @MaxLength(64)
  timezone!: string;
}

export class RecurringJobRequest extends IntersectionType(RhythmFields, PolicyFields) {
  @ApiProperty({ example: 'room-generation-sweep' })
  @IsString()
  @MaxLength(100)
  type!: string;

  @ApiPropertyOptional({ maxLength: 100, description: 'The same name again edits that schedule.' })
  @IfGiven()
  @IsWords(100)
  name?: string;
}

export class EditScheduleRequest extends IntersectionType(
  PartialType(RhythmFields, { skipNullProperties: false }),
  PolicyFields,
) {}

export class PauseScheduleRequest {
  @ApiPropertyOptional({ maxLength: 500 })
  @IfGiven()
  @IsWords(500)
  reason?: string;
}

export class ListSchedulesQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'room-generation-sweep' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  type?: string;

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional()
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ description: 'Whether somebody has paused it' })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  paused?: boolean;

  @ApiPropertyOptional({
    description:
      "true: only those of single people, whose data name a user (her calendars, her digest); false: only the business's",
  })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  personal?: boolean;
}

export class PreviewRangeQuery {
  @ApiPropertyOptional({ format: 'date', description: "First local day; default: today in the schedule's zone." })
  @IfGiven()
  @IsDate()
  @IsDateString({ strict: true })
  from?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 400, default: 400 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(400)
  days: number = 400;
}

export class PreviewQuery extends IntersectionType(PreviewRangeQuery, PickType(RhythmFields, ['cron', 'timezone'])) {
  @ApiPropertyOptional(DST)
  @IfGiven()
  @IsIn(DST_POLICIES)
  dst?: DstPolicy;
}

class SlotRange {
  @ApiPropertyOptional({ format: 'uuid' })
  @IfGiven()
  @IsUUID()
  scheduleId?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Slots at or after this instant.' })
  @IfGiven()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Slots before this instant.' })
  @IfGiven()
  @IsInstant()
  to?: string;
}

export class ListSlotsQuery extends IntersectionType(PageQuery, SlotRange) {
  @ApiPropertyOptional({
    type: String,
    example: 'missed,late',
    description: `States, separated by commas: ${SLOT_STATES.join(', ')}.`,
  })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(SLOT_STATES, { each: true })
  state?: SlotState[];

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;
}

export class BackfillRequest {
  @ApiPropertyOptional({ format: 'uuid', description: 'One schedule only.' })
  @IfGiven()
  @IsUUID()
  scheduleId?: string;

  @ApiProperty({ format: 'date-time', description: 'Slots at or after this instant.' })
  @IsInstant()
  from!: string;

  @ApiProperty({ format: 'date-time', description: 'Slots before this instant.' })
  @IsInstant()
  to!: string;

  @ApiPropertyOptional({ default: false, description: 'Count only.' })
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}

export class WaiveRequest {
  @ApiProperty({ maxLength: 500 })
  @IsWords(500)
  reason!: string;
}
