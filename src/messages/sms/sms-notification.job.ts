import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { SMS_STATES, type SmsState } from '../../platform/sms/sms-status.js';

/** A message of the outbox, and whose it is. Neither number nor text: the tenant's ADMIN sees jobs. */
export class SmsNotificationPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  messageId!: string;

  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;
}

export class SmsNotificationResult {
  @ApiProperty({ format: 'uuid' }) messageId!: string;
  @ApiProperty({ enum: SMS_STATES }) state!: SmsState;
  @ApiProperty({
    type: String,
    enum: ['provider', 'inbox'],
    nullable: true,
    description: 'Where it went now; null: nowhere',
  })
  route!: 'provider' | 'inbox' | null;
}

export const SmsNotification = defineJob<SmsNotificationPayload, SmsNotificationResult>({
  name: 'sms-notification',
  title: 'SMS',
  summary: 'An SMS of the outbox to the user it is for',
  payload: SmsNotificationPayload,
  result: SmsNotificationResult,
  concurrency: 5,
  limits: { tenantRate: { jobs: 2_000, perSeconds: 3_600 } },
  attempts: 5,
  backoff: { type: 'exponential', delayMs: 10_000 },
  deadlineMs: 35_000,
  startableBy: [],
  beside: true,
});
