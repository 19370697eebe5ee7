import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { NOTIFICATION_STATES, type NotificationState } from './notification-state.js';

export class BatchNotificationsPayload {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  userId!: string;

  @ApiPropertyOptional({ example: '2028-03-05', description: "Her local day. Default: that of the job's slot" })
  @IsOptional()
  @IsString()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  localDate?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'One that was asked for by hand, instead' })
  @IsOptional()
  @IsUUID()
  notificationId?: string;
}

export class BatchNotificationsResult {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null: nothing was kept, and nothing told',
  })
  notificationId!: string | null;
  @ApiProperty({ enum: NOTIFICATION_STATES, description: 'When the job ended: messages are still under way' })
  state!: NotificationState;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was skipped' }) reason!: string | null;
  @ApiProperty() items!: number;
}

/** Its payload and result say nothing of people: the tenant's ADMIN sees jobs. */
export const BatchNotifications = defineJob<BatchNotificationsPayload, BatchNotificationsResult>({
  name: 'batch-notifications',
  title: 'Weekly digest',
  summary: "A user's weekly digest of whom to meet, written into the outboxes of SMS and e-mail",
  payload: BatchNotificationsPayload,
  result: BatchNotificationsResult,
  concurrency: 5,
  deadlineMs: 60_000,
  startableBy: [],
  beside: true,
});
