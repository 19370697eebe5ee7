import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../contract/define-job.js';
import { WEBHOOK_ATTEMPTS, WEBHOOK_DELIVERY } from './webhook-rows.sql.js';

export class WebhookDeliveryPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  deliveryId!: string;
}

export class WebhookDeliveryResult {
  @ApiProperty() delivered!: boolean;
  @ApiProperty({ description: 'Attempts made so far.' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

export const WebhookDelivery = defineJob({
  name: WEBHOOK_DELIVERY,
  title: 'Webhook delivery',
  summary: 'Tells a webhook how a job ended; tries again for about three hours',
  payload: WebhookDeliveryPayload,
  result: WebhookDeliveryResult,
  concurrency: 20,
  // A tenant whose receiver is slow must not take all the places.
  limits: { tenantConcurrency: 10 },
  // 5 s, 10 s, 20 s … 85 min.
  attempts: WEBHOOK_ATTEMPTS,
  backoff: { type: 'exponential', delayMs: 5_000, maxMs: 6 * 3_600_000 },
  deadlineMs: 60_000,
  // Only one job at a time carries a delivery out, however often it is requested.
  dedupe: ({ deliveryId }) => deliveryId,
  startableBy: [],
  beside: true,
});
