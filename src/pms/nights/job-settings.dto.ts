import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { NIGHT_JOB_NAMES } from './night-job.js';

/** More than there are night jobs; a job named twice is refused by the service. */
const MOST_JOBS = 100;

/** The type is given because the list may still be empty here, so that it could not be derived from the names. */
const nightJobName = { type: String, enum: NIGHT_JOB_NAMES as string[] };

export class JobSettingRequest {
  @ApiProperty(nightJobName)
  @IsIn(NIGHT_JOB_NAMES)
  jobName!: string;

  @ApiPropertyOptional()
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ example: '30 23 * * *', description: "Five fields, in the hotel's time zone" })
  @IfGiven()
  @IsString()
  @Length(1, 200)
  cron?: string;
}

export class JobSettingsRequest {
  @ApiProperty({ type: [JobSettingRequest], description: 'Jobs not named stay as they are' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_JOBS)
  @ValidateNested({ each: true })
  @Type(() => JobSettingRequest)
  jobs!: JobSettingRequest[];
}

export class JobSettingResponse {
  @ApiProperty(nightJobName) jobName!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ example: '0 0 * * *' }) cron!: string;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextRunAt!: string | null;
}

export class JobSettingsResponse {
  @ApiProperty({ type: [JobSettingResponse] }) jobs!: JobSettingResponse[];
}
