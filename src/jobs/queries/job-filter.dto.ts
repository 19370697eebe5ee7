import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDateString,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { BULL_STATUSES, STATUSES } from '../ledger/job-row.js';
import type { JobFilter } from './job-filter.js';
import { NEWEST_FIRST, SORT_WORDS, type SortWord } from './job-order.js';

export const STATUS_WORDS = [...STATUSES, ...BULL_STATUSES];
/** Most kinds that one filter names. */
const MAX_KINDS = 50;

const FINISHED = { format: 'date-time' } as const;

/** The value a text stands for, or the text where it stands for none: the validators name that. */
function jsonOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    return text;
  }
}

const SeveralWords = () =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value));

/** What a filter says in a query and in a body alike. */
class CommonFilterFields {
  @ApiPropertyOptional({ format: 'uuid', description: 'Jobs of this batch.' })
  @IfGiven()
  @IsUUID()
  batchId?: string;

  @ApiPropertyOptional({ minLength: 3, description: "Part of the error's code or message, case does not matter." })
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  error?: string;

  @ApiPropertyOptional({
    minLength: 3,
    maxLength: 200,
    example: 'Seaside',
    description: "A job's id or its first eight digits; else part of a hotel's name, or of the error.",
  })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  search?: string;

  @ApiPropertyOptional({ ...FINISHED, description: 'Ended at or after this instant.' })
  @IfGiven()
  @IsInstant()
  finishedFrom?: string;

  @ApiPropertyOptional({ ...FINISHED, description: 'Ended before this instant.' })
  @IfGiven()
  @IsInstant()
  finishedTo?: string;
}

/** Which jobs a query means. */
export class JobFilterQuery extends CommonFilterFields {
  @ApiPropertyOptional({ description: 'Created at or after: date or instant, ISO 8601.' })
  @IfGiven()
  @IsDateString({ strict: true })
  startDate?: string;

  @ApiPropertyOptional({ description: 'Created before (a bare date: until the end of that day, UTC).' })
  @IfGiven()
  @IsDateString({ strict: true })
  endDate?: string;

  @ApiPropertyOptional({
    type: String,
    example: 'room-generation',
    description: 'Types, separated by commas.',
  })
  @IfGiven()
  @SeveralWords()
  @IsArray()
  @ArrayMaxSize(MAX_KINDS)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  jobName?: string[];

  @ApiPropertyOptional({
    type: String,
    example: 'RUNNING,FAILED',
    description: `Words of either vocabulary, separated by commas: ${STATUS_WORDS.join(', ')}. FAILED covers DEAD.`,
  })
  @IfGiven()
  @SeveralWords()
  @IsArray()
  @ArrayMaxSize(STATUS_WORDS.length)
  @IsIn(STATUS_WORDS, { each: true })
  status?: string[];

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({
    type: String,
    example: '{"roomCategoryId":3}',
    description: "JSON object that the job's data contains.",
  })
  @IfGiven()
  @Transform(({ value }: { value: unknown }) => jsonOf(value))
  @IsObject({ message: 'data must be a JSON object, such as {"roomCategoryId":3}' })
  data?: Record<string, unknown>;
}

export class ListJobsQuery extends IntersectionType(PageQuery, JobFilterQuery) {
  @ApiPropertyOptional({
    enum: SORT_WORDS,
    default: NEWEST_FIRST,
    description: 'A minus: the largest first. Jobs that have not ended (finishedAt) or have no duration come last.',
  })
  @IfGiven()
  @IsIn(SORT_WORDS)
  sort?: SortWord;

  @ApiPropertyOptional({
    maxLength: 300,
    description: 'nextCursor or previousCursor of an answer with the same filter and sort; instead of offset.',
  })
  @IfGiven()
  @IsString()
  @MaxLength(300)
  cursor?: string;
}

/** The same filter in a body. */
export class JobFilterBody extends CommonFilterFields {
  @ApiPropertyOptional({ description: 'Created at or after: date or instant, ISO 8601.' })
  @IfGiven()
  @IsDateString({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'Created before (a bare date: until the end of that day, UTC).' })
  @IfGiven()
  @IsDateString({ strict: true })
  to?: string;

  @ApiPropertyOptional({ type: [String], maxItems: MAX_KINDS, example: ['room-generation'] })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_KINDS)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  jobName?: string[];

  @ApiPropertyOptional({
    type: [String],
    enum: STATUS_WORDS,
    maxItems: STATUS_WORDS.length,
    description: 'Words of either vocabulary. FAILED covers DEAD.',
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(STATUS_WORDS.length)
  @IsIn(STATUS_WORDS, { each: true })
  status?: string[];

  @ApiPropertyOptional({ type: 'integer' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { roomCategoryId: 3 },
    description: "What the job's data contains.",
  })
  @IfGiven()
  @IsObject()
  data?: Record<string, unknown>;
}

/** The filter, but for `search`, whose text must be looked up first. */
export function filterOf(fields: Partial<JobFilterQuery & JobFilterBody>): JobFilter {
  // A list says startDate and endDate, as it always has.
  const from = fields.startDate ?? fields.from;
  const to = fields.endDate ?? fields.to;
  return {
    jobNames: fields.jobName,
    statuses: fields.status,
    hotelId: fields.hotelId,
    batchId: fields.batchId,
    error: fields.error,
    data: fields.data,
    startDate: from ? new Date(from) : undefined,
    endDate: to ? endOf(to) : undefined,
    finishedFrom: fields.finishedFrom ? new Date(fields.finishedFrom) : undefined,
    finishedTo: fields.finishedTo ? new Date(fields.finishedTo) : undefined,
  };
}

/** A bare date as the end of a range means that whole day. */
function endOf(text: string): Date {
  const date = new Date(text);
  return text.length === 10 ? new Date(date.getTime() + 86_400_000) : date;
}
