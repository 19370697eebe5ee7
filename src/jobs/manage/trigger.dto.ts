import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { JobDetailResponse } from '../queries/jobs-answers.dto.js';

const anything = { type: 'object', additionalProperties: true } as const;

export class AcceptedJobResponse {
  @ApiProperty() success!: boolean;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class TriggerResponse {
  @ApiProperty({ description: 'True when the job completed.' }) success!: boolean;
  @ApiProperty({ type: JobDetailResponse }) job!: JobDetailResponse;
  @ApiPropertyOptional({ ...anything, nullable: true }) result!: unknown;
}
