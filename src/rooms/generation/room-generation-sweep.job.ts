import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { defineJob, IsAsOf } from '../../jobs/index.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { hotelsOfCategories } from '../categories/room-categories.repository.js';
import { ConflictResponse } from '../room-nights/conflict.dto.js';

export class RoomGenerationSweepPayload {
  @ApiPropertyOptional({ description: 'Only this hotel' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({ description: 'Only this category' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  roomCategoryId?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: 1826, description: "Length of the horizon; default: the tenant's" })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1826)
  daysAhead?: number;

  @ApiPropertyOptional({
    example: '2026-12-01',
    description: 'The day the horizon counts from, at the hotel, or an instant of it; not in the past. Default: today',
  })
  @IsOptional()
  @IsAsOf()
  asOf?: string;
}

export class SweptCategory {
  @ApiProperty() roomCategoryId!: number;
  @ApiProperty() name!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty() hotel!: string;
  @ApiProperty({ example: '2026-07-01', description: "First date: today in the hotel's zone" }) from!: string;
  @ApiProperty({ example: '2026-07-30' }) to!: string;
  @ApiProperty() totalRoomsCreated!: number;
  @ApiProperty() totalRoomsExisting!: number;
  @ApiProperty() totalDatesProcessed!: number;
  @ApiProperty({ type: [ConflictResponse] }) conflicts!: ConflictResponse[];
  @ApiProperty({ description: '0..1' }) coverageBefore!: number;
  @ApiProperty({ description: '0..1' }) coverageAfter!: number;
  @ApiProperty() skipped!: boolean;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was skipped' }) reason!: string | null;
  @ApiPropertyOptional({ description: 'What went wrong with this category' }) error?: string;
}

export class RoomGenerationSweepResult {
  @ApiProperty({ description: 'False when at least one category failed' }) success!: boolean;
  @ApiProperty() totalRoomsCreated!: number;
  @ApiProperty() totalRoomsExisting!: number;
  @ApiProperty() totalDatesProcessed!: number;
  @ApiProperty() durationMs!: number;
  @ApiProperty({ type: [String] }) errors!: string[];
  @ApiProperty({ type: [SweptCategory] }) categories!: SweptCategory[];
}

export const RoomGenerationSweep = defineJob({
  name: 'room-generation-sweep',
  title: 'Room nights of all categories',
  summary: 'Opens the next days of every category that is not covered yet, hotel by hotel in local time',
  payload: RoomGenerationSweepPayload,
  result: RoomGenerationSweepResult,
  concurrency: 4,
  attempts: 3,
  backoff: { type: 'exponential', delayMs: 2_000 },
  deadlineMs: 3_600_000,
  hotelOf: (payload) => payload.hotelId,
  hotelsOf: (payloads, db) =>
    hotelsOfCategories(
      payloads.map(({ roomCategoryId }) => roomCategoryId ?? null),
      db,
    ),
});
