import { ApiProperty } from '@nestjs/swagger';
import { WEBHOOK_EVENTS } from './webhook-rows.sql.js';

const instant = { type: String, format: 'date-time' } as const;

export class WebhookResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() url!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true }) events!: string[];
  @ApiProperty({ type: [String], nullable: true, description: 'null: every type.' }) jobNames!: string[] | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: every hotel.' }) hotelId!: number | null;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ type: String, nullable: true }) disabledReason!: string | null;
  @ApiProperty({ description: 'Deliveries given up since the last that arrived.' }) failures!: number;
  @ApiProperty(instant) createdAt!: Date;
}

export class CreatedWebhookResponse extends WebhookResponse {
  @ApiProperty({ example: 'whsec_…', description: 'Shown this once.' }) secret!: string;
}

export class WebhookListResponse {
  @ApiProperty({ type: [WebhookResponse] }) webhooks!: WebhookResponse[];
  @ApiProperty() total!: number;
}

export class RotatedSecretResponse {
  @ApiProperty({ example: 'whsec_…', description: 'Shown this once.' }) secret!: string;
  @ApiProperty({ ...instant, description: 'Until then the old secret signs too.' }) previousValidUntil!: Date;
}

export class DeliveryResponse {
  @ApiProperty({ format: 'uuid', description: 'The webhook-id header of every try.' }) id!: string;
  @ApiProperty({ format: 'uuid' }) webhookId!: string;
  @ApiProperty({ example: 'job.completed' }) event!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ enum: ['pending', 'delivered', 'failed'] }) state!: 'pending' | 'delivered' | 'failed';
  @ApiProperty() attempts!: number;
  @ApiProperty({ type: Number, nullable: true }) lastStatus!: number | null;
  @ApiProperty({ type: String, nullable: true }) lastError!: string | null;
  @ApiProperty({ ...instant, nullable: true }) lastAttemptAt!: Date | null;
  @ApiProperty({ ...instant, nullable: true, description: 'When it is tried next, if it waits for that.' })
  nextAttemptAt!: Date | null;
  @ApiProperty({ ...instant, nullable: true }) deliveredAt!: Date | null;
  @ApiProperty(instant) createdAt!: Date;
}

export class DeliveryListResponse {
  @ApiProperty({ type: [DeliveryResponse] }) deliveries!: DeliveryResponse[];
  @ApiProperty() total!: number;
}

export class DeliveryAttemptResponse {
  @ApiProperty(instant) at!: Date;
  @ApiProperty({ type: Number, nullable: true, description: 'null: no answer came.' }) status!: number | null;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty() durationMs!: number;
  @ApiProperty({ type: String, nullable: true, description: 'First 1,000 characters.' }) answer!: string | null;
}

export class DeliveryDetailResponse extends DeliveryResponse {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'What is sent.' })
  body!: Record<string, unknown>;
  @ApiProperty({ type: [DeliveryAttemptResponse] }) log!: DeliveryAttemptResponse[];
}

export class RedeliveredResponse {
  @ApiProperty({ description: 'Deliveries sent again; at most 1,000 a request.' }) redelivered!: number;
}

export class DeliveryPageResponse {
  @ApiProperty({ type: [DeliveryResponse] }) deliveries!: DeliveryResponse[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: '`after` of the next page' })
  next!: string | null;
}

export class RedeliveredAllResponse {
  @ApiProperty({ description: 'Nothing was sent; the figures say what would be.' }) dryRun!: boolean;
  @ApiProperty({ description: 'Deliveries given up since, of webhooks that are switched on.' }) matching!: number;
  @ApiProperty({ description: 'Webhooks they belong to.' }) webhooks!: number;
  @ApiProperty({ description: 'Left out, because their webhook is switched off.' }) switchedOff!: number;
  @ApiProperty({ description: 'Sent again, the oldest first; at most 1,000 a request.' }) redelivered!: number;
}
