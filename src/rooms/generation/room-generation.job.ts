import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { InvalidDateError, parseLocalDate } from '../../platform/dates/index.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';
import { hotelsOfCategories } from '../categories/room-categories.repository.js';
import { ConflictResponse } from '../room-nights/conflict.dto.js';

/**
 * A date that is on the calendar. One with a time of day passes here, because the service answers it with 422.
 * (rules rooms A.2.2)
 */
function IsCalendarDate(): PropertyDecorator {
  return ValidateBy({
    name: 'isCalendarDate',
    validator: {
      validate: (value: unknown) => {
        try {
          return parseLocalDate(value as string) !== undefined;
        } catch (error) {
          return error instanceof InvalidDateError && error.reason === 'time';
        }
      },
      defaultMessage: (args) => `${args?.property} must be a calendar date such as 2026-12-01, years 1900 to 2200`,
    },
  });
}

/** Not before startDate. A value that is no date passes here, because IsCalendarDate refuses it. */
function IsNotBeforeStart(): PropertyDecorator {
  return ValidateBy({
    name: 'isNotBeforeStart',
    validator: {
      validate: (value: unknown, args) => {
        const { startDate } = args!.object as RoomGenerationPayload;
        return (
          typeof value !== 'string' || typeof startDate !== 'string' || value.slice(0, 10) >= startDate.slice(0, 10)
        );
      },
      defaultMessage: () => 'endDate must not be before startDate',
    },
  });
}

export class RoomGenerationPayload {
  @ApiProperty({ example: 1 })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId!: number;

  @ApiProperty({ example: '2026-12-01', description: 'First date; also as 2026-12-01T00:00:00.000Z' })
  @IsCalendarDate()
  startDate!: string;

  @ApiProperty({ example: '2026-12-31', description: 'Last date, included; also as 2026-12-31T23:59:59.999Z' })
  @IsCalendarDate()
  @IsNotBeforeStart()
  endDate!: string;

  @ApiMoneyOptional({ description: 'Price of every night, major units; wins over overrides, rules and base price' })
  priceOverride?: number | string;

  @ApiPropertyOptional({ minimum: 1, maximum: 1826, default: 100, description: 'Days per batch' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1826)
  batchSize?: number;

  @ApiPropertyOptional({ default: false, description: 'Compute the numbers, write nothing' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Also give existing unsold nights their present price' })
  @IsOptional()
  @IsBoolean()
  reprice?: boolean;
}

export class RoomGenerationResult {
  @ApiProperty() success!: boolean;
  @ApiProperty({ description: 'Room nights written' }) totalRoomsCreated!: number;
  @ApiProperty({ description: 'Dates of the range that were worked through' }) totalDatesProcessed!: number;
  @ApiProperty({ description: 'Room nights that were there already' }) totalRoomsExisting!: number;
  @ApiProperty({ description: 'Existing room nights whose price changed' }) totalRoomsRepriced!: number;
  @ApiProperty({ description: 'Unsold room nights removed because their room is not in service' })
  totalRoomsClosed!: number;
  @ApiProperty({ type: [String] }) errors!: string[];
  @ApiProperty({ type: [ConflictResponse] }) conflicts!: ConflictResponse[];
  @ApiProperty({ description: 'Existing / possible room nights before, 0..1' }) coverageBefore!: number;
  @ApiProperty({ description: 'The same afterwards' }) coverageAfter!: number;
  @ApiProperty({ description: 'True when nothing was written' }) dryRun!: boolean;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
}

export const RoomGeneration = defineJob({
  name: 'room-generation',
  title: 'Room nights of a category',
  summary: 'Opens the room nights of one category over a range of dates',
  payload: RoomGenerationPayload,
  result: RoomGenerationResult,
  concurrency: 4,
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 2_000 },
  // Each batch is short, but a range may have millions of nights.
  deadlineMs: 3_600_000,
  hotelsOf: (payloads, db) =>
    hotelsOfCategories(
      payloads.map(({ roomCategoryId }) => roomCategoryId),
      db,
    ),
});
