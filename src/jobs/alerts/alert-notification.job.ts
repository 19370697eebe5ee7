import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsNumber, IsOptional, IsUUID } from 'class-validator';
import { defineJob } from '../contract/define-job.js';
import { ALERT_EVENTS, ALERT_NOTIFICATION, type AlertEventKind } from './alert-rule.js';

const MESSAGES = [...ALERT_EVENTS, 'test'] as const;
export type MessageKind = AlertEventKind | 'test';

export class AlertNotificationPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  ruleId!: string;

  @ApiProperty({ enum: MESSAGES })
  @IsIn(MESSAGES)
  message!: MessageKind;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'What was measured; null: too few jobs to tell.' })
  @IsOptional()
  @IsNumber()
  value?: number | null;

  @ApiProperty({ format: 'date-time', description: 'When it was measured.' })
  @IsISO8601()
  at!: string;
}

export class AlertNotificationResult {
  @ApiProperty({ type: [String], description: 'Channels that took it: webhook, and addresses.' }) sent!: string[];
}

export const AlertNotification = defineJob({
  name: ALERT_NOTIFICATION,
  title: 'Alert message',
  summary: 'Tells by webhook and e-mail that an alert rule fired or is well again',
  payload: AlertNotificationPayload,
  result: AlertNotificationResult,
  concurrency: 5,
  // 5 s, 10 s, 20 s … 43 min: about an hour and a half in all.
  attempts: 11,
  backoff: { type: 'exponential', delayMs: 5_000 },
  deadlineMs: 600_000,
  priority: 10,
  startableBy: [],
  beside: true,
});
