import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { IsMailAddress } from '../../platform/mail/mail-address.js';
import { ALERT_KINDS, type AlertKind } from './alert-rule.js';

export class CreateAlertRequest {
  @ApiProperty({ example: 'Too many failures', maxLength: 200 })
  @IsWords(200)
  name!: string;

  @ApiProperty({
    enum: ALERT_KINDS,
    description:
      'failure_rate: failed (FAILED, DEAD) among the jobs that finished in the window, percent; ' +
      'without a jobName batches, deliveries, messages and the reading of calendars do not count. ' +
      'oldest_age: seconds the waiting job that is due longest has been due. ' +
      'missed_slot: slots of schedules missed in the window, a number; without a jobName not those of single people. ' +
      'dead_letters: open dead letters made in the window, a number.',
  })
  @IsIn(ALERT_KINDS)
  kind!: AlertKind;

  @ApiProperty({
    example: 20,
    description:
      'The rule fires at this value and above it, and is well again below. Percent (over 0, up to 100), seconds (up to ' +
      '30 days), or a whole number from 1, as the kind has it.',
  })
  @IsNumber({ maxDecimalPlaces: 4 })
  threshold!: number;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Only jobs of this type. Default: all.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  jobName?: string | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Only jobs of this hotel. Default: all.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_080,
    nullable: true,
    description: 'How far back is looked, minutes. Default: 60. Not for oldest_age, which looks at the present.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_080)
  windowMinutes?: number | null;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    nullable: true,
    description: 'For failure_rate: fewer finished jobs have no rate, and the rule is well. Default: 10.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  minJobs?: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 2_000,
    description:
      'Public http or https address that gets a signed POST (Standard Webhooks): alert.fired, alert.resolved, …',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  webhookUrl?: string | null;

  @ApiPropertyOptional({ type: [String], maxItems: 20, description: 'Needs a mail server (SMTP_URL).' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(20)
  @IsMailAddress({ each: true })
  emails?: string[];

  @ApiPropertyOptional({ default: true, description: 'A rule that is switched off is not checked.' })
  @IfGiven()
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 720,
    nullable: true,
    description: 'Told again after so many hours while it fires. Default: told once.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(720)
  remindHours?: number | null;
}

export class UpdateAlertRequest extends PartialType(OmitType(CreateAlertRequest, ['kind']), {
  skipNullProperties: false,
}) {}
