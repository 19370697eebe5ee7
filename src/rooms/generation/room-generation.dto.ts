import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, Matches, ValidateIf } from 'class-validator';
import { RoomGenerationSweepPayload, RoomGenerationSweepResult } from './room-generation-sweep.job.js';
import { RoomGenerationPayload, RoomGenerationResult } from './room-generation.job.js';

export class RoomGenerationRequest extends RoomGenerationPayload {
  @ApiPropertyOptional({ enum: ['immediate', 'scheduled'], default: 'immediate' })
  @IsOptional()
  @IsIn(['immediate', 'scheduled'])
  scheduleType?: 'immediate' | 'scheduled';

  @ApiPropertyOptional({ format: 'date-time', description: 'When a scheduled job runs; required for it' })
  @ValidateIf(
    (request: RoomGenerationRequest) => request.scheduleType === 'scheduled' || request.scheduledAt !== undefined,
  )
  @IsISO8601({ strict: true, strictSeparator: true })
  scheduledAt?: string;

  @ApiPropertyOptional({
    example: '0f343b0931126a20f133d67c2b018a3b',
    description:
      'What GET /room-generation/plan answered for the same order: 409 (PLAN_CHANGED) when it would do something else by now',
  })
  @IsOptional()
  @Matches(/^[0-9a-f]{32}$/, { message: 'plan must be what GET /room-generation/plan answered' })
  plan?: string;
}

export class RoomGenerationResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ example: 'Room generation completed' }) message!: string;
  @ApiProperty({ type: RoomGenerationResult }) data!: RoomGenerationResult;
}

export class AcceptedJob {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class AcceptedResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty() message!: string;
  @ApiProperty({ type: AcceptedJob }) data!: AcceptedJob;
}

export class ScheduledJob extends AcceptedJob {
  @ApiProperty({ format: 'date-time' }) scheduledAt!: string;
  @ApiProperty({ format: 'date-time' }) estimatedCompletion!: string;
}

export class ScheduledResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ example: 'Room generation job scheduled successfully' }) message!: string;
  @ApiProperty({ type: ScheduledJob }) data!: ScheduledJob;
}

class GenerationErrorResponse {
  @ApiProperty({ example: 'NOT_FOUND' }) code!: string;
  @ApiProperty() message!: string;
}

export class RoomGenerationJob {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['waiting', 'active', 'completed', 'failed', 'delayed', 'cancelled'] }) status!: string;
  @ApiProperty({ minimum: 0, maximum: 100 }) progress!: number;
  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(RoomGenerationResult) }, { $ref: getSchemaPath(RoomGenerationSweepResult) }],
    nullable: true,
    description: 'Once completed: of a generation, or of a sweep',
  })
  result!: unknown;
  @ApiProperty({
    anyOf: [{ $ref: getSchemaPath(RoomGenerationPayload) }, { $ref: getSchemaPath(RoomGenerationSweepPayload) }],
    description: 'What was asked for',
  })
  data!: Record<string, unknown>;
  @ApiProperty({ type: GenerationErrorResponse, nullable: true, description: 'Why it failed' })
  error!: GenerationErrorResponse | null;
}

export class RoomGenerationJobResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ type: RoomGenerationJob }) data!: RoomGenerationJob;
}

export class QueueStats {
  @ApiProperty() waiting!: number;
  @ApiProperty() active!: number;
  @ApiProperty() completed!: number;
  @ApiProperty() failed!: number;
  @ApiProperty() delayed!: number;
}

export class QueueStatsResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ type: QueueStats }) data!: QueueStats;
}

class SweepData extends RoomGenerationSweepResult {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
}

export class SweepResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty() message!: string;
  @ApiProperty({ type: SweepData }) data!: SweepData;
}
