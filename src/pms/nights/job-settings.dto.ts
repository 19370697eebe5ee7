import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { NIGHT_JOBS } from './night-jobs.js';

const NAMES = NIGHT_JOBS.map(({ contract }) => contract.name);

export class JobSettingRequest {
  @ApiProperty({ enum: NAMES })
  @IsIn(NAMES)
  jobName!: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ example: '30 23 * * *', description: "Five fields, in the hotel's time zone" })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  cron?: string;
}

export class JobSettingsRequest {
  @ApiProperty({ type: [JobSettingRequest], description: 'Jobs not named stay as they are' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NAMES.length)
  @ValidateNested({ each: true })
  @Type(() => JobSettingRequest)
  jobs!: JobSettingRequest[];
}

export class JobSettingResponse {
  @ApiProperty({ enum: NAMES }) jobName!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ example: '0 0 * * *' }) cron!: string;
  @ApiProperty({ example: 'Europe/Lisbon' }) timezone!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextRunAt!: string | null;
}

export class JobSettingsResponse {
  @ApiProperty({ type: [JobSettingResponse] }) jobs!: JobSettingResponse[];
}
