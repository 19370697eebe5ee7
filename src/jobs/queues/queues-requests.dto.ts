import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { type Step, STEPS } from './queue-history.js';

export class QueueMetricsQuery {
  @ApiPropertyOptional({ description: 'Only this job type.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  type?: string;
}

export class QueueHistoryQuery {
  @ApiPropertyOptional({ enum: STEPS, default: 'hour', description: 'Length of a step, in UTC.' })
  @IfGiven()
  @IsIn(STEPS)
  step?: Step;
}

export class TenantQuery {
  @ApiPropertyOptional({ description: 'Slug of a tenant; without it: every tenant.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  tenant?: string;
}

export class ResumeRequest {
  @ApiPropertyOptional({ description: 'Slug of a tenant; for an OPERATOR only. Without it: everybody.' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  tenant?: string;
}

export class PauseRequest extends ResumeRequest {
  @ApiPropertyOptional({ maxLength: 500, description: 'Told to whoever asks why a job does not run.' })
  @IfGiven()
  @IsWords(500)
  reason?: string;
}

class RateRequest {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  jobs!: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: 86_400 })
  @IsInt()
  @Min(1)
  @Max(86_400)
  perSeconds!: number;
}

export class LimitRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Jobs of a tenant under way at a time.' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxRunning?: number;

  @ApiPropertyOptional({ type: RateRequest, description: 'Jobs of a tenant started in a time.' })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => RateRequest)
  rate?: RateRequest;
}
