import { IsAsOf } from '../../jobs/index.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';

export class CronRequest {
  @ApiPropertyOptional({
    type: [Number],
    minItems: 1,
    maxItems: 10_000,
    description: 'Only these hotels; default: all that have the job enabled',
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(MAX_ID, { each: true })
  hotelIds?: number[];

  @ApiPropertyOptional({
    example: '2026-03-01',
    description: 'Run it again as of this local date or instant; default: once for the present night',
  })
  @IfGiven()
  @IsAsOf()
  asOf?: string;
}

export class CronHotel {
  @ApiProperty({ type: Number, nullable: true }) hotelId!: number | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ enum: ['completed', 'failed', 'cancelled', 'active', 'waiting', 'skipped'] }) status!: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) result?: unknown;
  @ApiPropertyOptional({ description: 'Why it failed, or was skipped' }) error?: string;
}

export class CronTotals {
  @ApiProperty() hotels!: number;
  @ApiProperty() completed!: number;
  @ApiProperty() failed!: number;
  @ApiProperty({ description: 'Asked for, and not there or turned off' }) skipped!: number;
  @ApiProperty({ description: 'Not yet final' }) open!: number;
}

export class CronResponse {
  @ApiProperty({ description: 'False when at least one hotel failed' }) success!: boolean;
  @ApiProperty({ example: 'daily-housekeeping-round' }) job!: string;
  @ApiProperty({ type: CronTotals }) totals!: CronTotals;
  @ApiProperty({ type: [CronHotel] }) hotels!: CronHotel[];
}

export class CronAcceptedResponse {
  @ApiProperty() success!: true;
  @ApiProperty() job!: string;
  @ApiProperty({ format: 'uuid', description: 'The round over all hotels' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/cron/rounds/…', description: 'With the cron secret' }) statusUrl!: string;
}
