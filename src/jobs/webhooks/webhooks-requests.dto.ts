import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { PageQuery } from '../../platform/http/page.query.js';
import type { DeliveryState } from './deliveries.repository.js';
import { WEBHOOK_EVENTS } from './webhook-rows.sql.js';

export class CreateWebhookRequest {
  @ApiProperty({ example: 'https://example.com/hooks/nightshift', description: 'Public http or https address.' })
  @IsString()
  @MaxLength(2_000)
  url!: string;

  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(WEBHOOK_EVENTS.length)
  @IsIn(WEBHOOK_EVENTS, { each: true })
  events!: string[];

  @ApiPropertyOptional({ type: [String], nullable: true, description: 'Only jobs of these types. Default: all.' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  jobNames?: string[] | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Only jobs of this hotel. Default: all.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 200 })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string | null;
}

/** Members may be left out; a null is checked like any other value. */
export class UpdateWebhookRequest extends PartialType(CreateWebhookRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional()
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  enabled?: boolean;
}

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['pending', 'delivered', 'failed'] })
  @IsOptional()
  @IsIn(['pending', 'delivered', 'failed'])
  state?: 'pending' | 'delivered' | 'failed';
}

export class RedeliverRequest {
  @ApiProperty({ format: 'date-time', description: 'Deliveries given up that were made at or after this instant.' })
  @IsInstant()
  since!: string;
}

/** Deliveries of all webhooks: there may be very many, so the pages are found by the last id of the one before. */
export class AllDeliveriesQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the page before.' })
  @IfGiven()
  @IsUUID()
  after?: string;

  @ApiPropertyOptional({ enum: ['pending', 'delivered', 'failed'] })
  @IfGiven()
  @IsIn(['pending', 'delivered', 'failed'])
  state?: DeliveryState;

  @ApiPropertyOptional({ format: 'date-time', description: 'Made at or after this instant.' })
  @IfGiven()
  @IsInstant()
  since?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of one webhook. Default: of all.' })
  @IfGiven()
  @IsUUID()
  webhookId?: string;
}

export class RedeliverAllRequest extends RedeliverRequest {
  @ApiPropertyOptional({ format: 'uuid', description: 'Of one webhook. Default: of all.' })
  @IfGiven()
  @IsUUID()
  webhookId?: string;

  @ApiPropertyOptional({ default: false, description: 'Only count.' })
  @IfGiven()
  @IsBoolean()
  dryRun?: boolean;
}
