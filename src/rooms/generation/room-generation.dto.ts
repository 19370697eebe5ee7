import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, ValidateIf } from 'class-validator';
import { RoomGenerationPayload } from './room-generation.job.js';

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
}
